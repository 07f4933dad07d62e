/* SPDX-License-Identifier: ISC */
/* Finds the text of a profile, shipped or in a file. */
#include <errno.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/reader.h"
#include "validators/profile/load.h"
#include "validators/profile/private.h"

/* Beside each profile the program holds more texts, by names with a dot. */
static bool
is_profile(const struct profile_text *text)
{
	return strchr(text->name, '.') == NULL;
}

bool
profile_is_path(const char *which)
{
	return strpbrk(which, "/.") != NULL;
}

/* The text of a shipped profile or of a file; NULL with reader->why. */
static const char *
find(struct reader *reader, const char *which, size_t *length)
{
	const char *all = "";

	if (profile_is_path(which)) {
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

/* A relative path is one from the folder of the file that names it. */
static const char *
path_beside(struct arena *arena, const char *which, const char *beside)
{
	const char *slash = beside != NULL ? strrchr(beside, '/') : NULL;

	if (slash == NULL || !profile_is_path(which) || *which == '/')
		return which;
	return arena_printf(
	    arena, "%.*s/%s", (int)(slash - beside), beside, which);
}

const struct json *
profile_text_root(struct reader *reader, const char *which, const char *beside)
{
	struct json_error error = {0};
	size_t length = 0;
	const char *text =
	    find(reader, path_beside(reader->arena, which, beside), &length);

	if (text == NULL)
		return NULL;
	const struct json *root =
	    profile_is_path(which)
		? json_parse_commented(reader->arena, text, length, &error)
		: json_parse(reader->arena, text, length, &error);
	if (json_type(root) == JSON_OBJECT)
		return root;
	reader_wrong(reader,
	    arena_printf(reader->arena, "line %zu", error.line),
	    root == NULL ? error.what : "not an object");
	return NULL;
}

const struct json *
profile_renamed(struct reader *reader, const struct json *root)
{
	const struct json *older = json_get(root, "added");
	struct json *copy;

	if (older == NULL)
		return root;
	if (json_get(root, "external") != NULL)
		reader_wrong(reader, "added",
		    "must not stand beside external, its name of today");
	copy = json_copy(reader->arena, root);
	json_remove(copy, "added");
	json_set(copy, "external", older);
	return copy;
}
