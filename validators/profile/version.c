/* SPDX-License-Identifier: ISC */
/* Sets in a profile what one of its versions changes. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/profile/private.h"

/* The object with the value at a path ("validators.scope.length"), all on the
 * way there being copies; null takes away what is there.  NULL: nothing is
 * there yet, so that a version cannot misspell what it changes. */
static const struct json *
with(struct arena *arena, const struct json *object, const char *path,
    const struct json *value)
{
	size_t length = strcspn(path, ".");
	const char *name = arena_strndup(arena, path, length);
	struct json *copy;

	if (json_get(object, name) == NULL)
		return NULL;
	copy = json_copy(arena, object);
	if (path[length] == '.') {
		value = with(
		    arena, json_get(object, name), path + length + 1, value);
		if (value == NULL)
			return NULL;
	}
	if (json_type(value) == JSON_NULL)
		json_remove(copy, name);
	else
		json_set(copy, name, value);
	return copy;
}

static const struct json *
apply(struct reader *reader, const struct json *root, const char *version,
    const struct json *changes)
{
	const struct json *value, *changed;
	const char *path;

	for (struct json_each each = json_each(changes);
	     json_next(&each, &path, &value);) {
		changed = with(reader->arena, root, path, value);
		if (changed == NULL) {
			reader_wrong(reader,
			    arena_printf(
				reader->arena, "versions.%s.%s", version, path),
			    "there is no such key to be changed");
			return root;
		}
		root = changed;
	}
	return root;
}

/* The other profile, by the name of this one and with no versions of its own:
 * which one is in force is for this one to say. */
static const struct json *
another(struct reader *reader, const struct json *root,
    const struct profile_version *version, const char *beside)
{
	struct reader own = {.arena = reader->arena, .file = version->is};
	const struct json *other = profile_text_root(&own, version->is, beside);
	struct json *copy;

	if (own.why == NULL && json_get(other, "versions") != NULL)
		reader_wrong(&own, "versions",
		    "must not be in what is a version itself");
	if (own.why != NULL) {
		reader_wrong(reader,
		    arena_printf(
			reader->arena, "versions.%s.is", version->name),
		    own.why);
		return root;
	}
	copy = json_copy(reader->arena, other);
	json_set(copy, "name", json_get(root, "name"));
	return copy;
}

const struct json *
profile_of_version(struct reader *reader, const struct json *root,
    const struct profile_version *version, const char *beside)
{
	if (version == NULL)
		return root;
	if (version->is != NULL)
		root = another(reader, root, version, beside);
	return apply(reader, root, version->name, version->changes);
}

void
profile_check_versions(struct reader *reader, const struct json *root,
    const struct profile_version *versions, const char *beside)
{
	for (; reader->why == NULL && versions->name != NULL; versions++)
		(void)profile_of_version(reader, root, versions, beside);
}
