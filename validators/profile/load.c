/* SPDX-License-Identifier: ISC */
/* Loads a profile, shipped or out of a file, and the overlay beside it. */
#include "validators/profile/load.h"

#include <errno.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/reader.h"
#include "validators/lib/pattern.h"
#include "validators/profile/layer.h"
#include "validators/profile/private.h"

/* The version of "NAME@VERSION", of which NAME is left; NULL: no version is
 * named. */
static const char *
version_of(struct arena *arena, const char **which)
{
	const char *at = strrchr(*which, '@');

	if (at == NULL || strchr(at, '/') != NULL)
		return NULL;
	*which = arena_strndup(arena, *which, (size_t)(at - *which));
	return at + 1;
}

const char *
profile_alone(struct arena *arena, const char *which)
{
	(void)layer_names(arena, &which);
	(void)version_of(arena, &which);
	return which;
}

/* Beside each profile the program holds more texts, by names with a dot. */
static bool
is_profile(const struct profile_text *text)
{
	return strchr(text->name, '.') == NULL;
}

static bool
is_path(const char *which)
{
	return strpbrk(which, "/.") != NULL;
}

/* The text of a shipped profile or of a file; NULL with reader->why. */
static const char *
profile_find(struct reader *reader, const char *which, size_t *length)
{
	const char *all = "";

	if (is_path(which)) {
		const char *text =
		    file_read(reader->arena, which, LIMIT_FILE, length);
		if (text == NULL)
			reader_wrong(reader, "cannot read", strerror(errno));
		return text;
	}
	for (const struct profile_text *t = profile_texts; t->name != NULL;
	     t++) {
		*length = strlen(t->text);
		if (strcmp(t->name, which) == 0)
			return t->text;
		if (is_profile(t))
			all =
			    arena_printf(reader->arena, "%s %s", all, t->name);
	}
	reader_wrong(reader, "no such profile; there are",
	    arena_printf(reader->arena, "%s, and paths of files", all + 1));
	return NULL;
}

struct loading {
	struct reader *reader;
	const char *version, *overlay; /* or NULL */
	const struct json *layers;     /* of names; may be empty */
	bool shipped;
	struct profile *profile;
};

/* Looks at what serving does not read: names that nobody knows, and the other
 * versions.  A shipped text is as test/unit/profile_shipped.c proved it. */
static void
prove(const struct loading *loading, const struct json *root,
    const struct json *chosen, const struct profile_question *questions)
{
	struct reader *reader = loading->reader;

	if (reader->why == NULL &&
	    (!loading->shipped || loading->overlay != NULL))
		profile_check_known(
		    reader, chosen, loading->profile, questions);
	if (reader->why == NULL &&
	    (!loading->shipped || loading->overlay != NULL))
		profile_check_status_lists(reader, chosen);
	if (reader->why == NULL && !loading->shipped)
		profile_check_versions(reader, root);
}

/* What stands in the text comes first: each version of it must be right by
 * itself, whatever a bank has beside it. */
static void
read_root(const struct loading *loading, const struct json *root)
{
	struct reader *reader = loading->reader;
	const struct json *chosen = profile_renamed(
	    reader, profile_of_version(reader, root, loading->version));
	struct profile *profile = loading->profile, *shipped = profile;
	const struct profile *first = NULL; /* before any layer */
	const struct json *members = NULL;

	if (reader->why == NULL)
		chosen = layer_apply(reader, chosen, loading->layers, &first);
	if (loading->overlay != NULL && reader->why == NULL) {
		shipped = arena_alloc(reader->arena, sizeof(*shipped));
		profile_read(reader, chosen, shipped);
		if (reader->why == NULL)
			chosen = overlay_apply(reader, chosen, shipped,
			    loading->overlay, &members);
	}
	if (chosen == NULL || reader->why != NULL)
		return;
	profile_read(reader, chosen, profile);
	profile->overlaid = members;
	if (loading->overlay != NULL || first != NULL)
		overlay_check_defaults(reader, profile);
	prove(loading, root, chosen,
	    first != NULL ? first->questions : shipped->questions);
}

static void
read_text(const struct loading *loading, const char *text, size_t length)
{
	struct reader *reader = loading->reader;
	struct json_error error = {0};
	const struct json *root =
	    json_parse(reader->arena, text, length, &error);

	if (json_type(root) == JSON_OBJECT)
		read_root(loading, root);
	else
		reader_wrong(reader,
		    arena_printf(reader->arena, "line %zu", error.line),
		    root == NULL ? error.what : "not an object");
}

struct profile *
profile_load(struct reader *reader, const char *which, const char *overlay)
{
	struct profile *profile = arena_alloc(reader->arena, sizeof(*profile));
	const struct json *layers = layer_names(reader->arena, &which);
	const struct loading loading = {
	    .reader = reader,
	    .layers = layers,
	    .version = version_of(reader->arena, &which),
	    .overlay = overlay,
	    .shipped = !is_path(which),
	    .profile = profile,
	};
	size_t length = 0;

	profile->patterns = patterns_new(reader->arena);
	const char *text = profile_find(reader, which, &length);
	if (text != NULL)
		read_text(&loading, text, length);
	return reader->why == NULL ? profile : NULL;
}
