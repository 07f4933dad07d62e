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

/* Beside each profile the program holds more texts, by names with a dot. */
static bool
is_profile(const struct profile_text *text)
{
	return strchr(text->name, '.') == NULL;
}

/* The text of a shipped profile or of a file; NULL with reader->why. */
static const char *
profile_find(struct reader *reader, const char *which, size_t *length)
{
	const char *all = "";

	if (strpbrk(which, "/.") != NULL) {
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

/* What stands in the text comes first: each version of it must be right by
 * itself, whatever a bank has beside it. */
static void
read_root(struct reader *reader, const struct json *root, const char *version,
    const char *overlay, struct profile *profile)
{
	const struct json *chosen =
	    profile_renamed(reader, profile_of_version(reader, root, version));
	struct profile *shipped = profile;

	if (overlay != NULL && reader->why == NULL) {
		shipped = arena_alloc(reader->arena, sizeof(*shipped));
		profile_read(reader, chosen, shipped);
		chosen = overlay_apply(reader, chosen, overlay);
	}
	if (chosen == NULL)
		return;
	profile_read(reader, chosen, profile);
	if (overlay != NULL)
		overlay_check_defaults(reader, profile);
	if (reader->why == NULL)
		profile_check_known(
		    reader, chosen, profile, shipped->questions);
	if (reader->why == NULL)
		profile_check_versions(reader, root);
}

static void
read_text(struct reader *reader, const char *text, size_t length,
    const char *version, const char *overlay, struct profile *profile)
{
	struct json_error error = {0};
	const struct json *root =
	    json_parse(reader->arena, text, length, &error);

	if (json_type(root) == JSON_OBJECT)
		read_root(reader, root, version, overlay, profile);
	else
		reader_wrong(reader,
		    arena_printf(reader->arena, "line %zu", error.line),
		    root == NULL ? error.what : "not an object");
}

struct profile *
profile_load(struct reader *reader, const char *which, const char *overlay)
{
	struct profile *profile = arena_alloc(reader->arena, sizeof(*profile));
	const char *version = version_of(reader->arena, &which);
	size_t length = 0;

	profile->patterns = patterns_new(reader->arena);
	const char *text = profile_find(reader, which, &length);
	if (text != NULL)
		read_text(reader, text, length, version, overlay, profile);
	return reader->why == NULL ? profile : NULL;
}
