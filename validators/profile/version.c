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

const struct json *
profile_of_version(
    struct reader *reader, const struct json *root, const char *version)
{
	const struct json *versions = json_get(root, "versions"), *changes;
	const char *name, *all = "";

	if (versions != NULL && json_type(versions) != JSON_OBJECT)
		reader_wrong(reader, "versions", "must be an object");
	for (struct json_each each = json_each(versions);
	     json_next(&each, &name, &changes);) {
		if (json_type(changes) != JSON_OBJECT)
			reader_wrong(reader, "versions",
			    "must be an object of objects: paths and values");
		all = arena_printf(reader->arena, "%s %s", all, name);
	}
	if (version == NULL)
		return root;
	changes = json_get(versions, version);
	if (changes == NULL)
		reader_wrong(reader, "versions",
		    arena_printf(reader->arena, "no such version; there are:%s",
			*all != '\0' ? all : " none"));
	return apply(reader, root, version, changes);
}

void
profile_check_versions(struct reader *reader, const struct json *root)
{
	const struct json *versions = json_get(root, "versions"), *changes;
	const char *name;

	for (struct json_each each = json_each(versions);
	     json_next(&each, &name, &changes);)
		(void)apply(reader, root, name, changes);
}
