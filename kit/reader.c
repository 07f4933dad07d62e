/* SPDX-License-Identifier: ISC */
#include "kit/reader.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"

void
reader_wrong(struct reader *reader, const char *key, const char *what)
{
	char *why;

	if (reader->why != NULL)
		return;
	why =
	    arena_printf(reader->arena, "%s: %s: %s", reader->file, key, what);
	reader->why = why;
	for (; *why != '\0'; why++) /* a key may hold a line end */
		if ((unsigned char)*why < ' ' || *why == 0x7f)
			*why = '?';
}

void
reader_known_keys(struct reader *reader, const struct json *object,
    const char *prefix, const char *const *names)
{
	const char *name;
	const struct json *value;

	for (size_t i = 0; json_member(object, i, &name, &value); i++) {
		const char *const *n = names;
		while (*n != NULL && strcmp(*n, name) != 0)
			n++;
		if (*n != NULL)
			continue;
		const char *all = names[0];
		for (n = names + 1; *n != NULL; n++)
			all = arena_printf(reader->arena, "%s, %s", all, *n);
		reader_wrong(reader,
		    arena_printf(reader->arena, "%s%s", prefix, name),
		    arena_printf(
			reader->arena, "no such key; there are: %s", all));
	}
}

const char *
reader_string(struct reader *reader, const struct json *object,
    const char *prefix, const char *name)
{
	const struct json *value = json_get(object, name);
	const char *text = json_string(value);

	if (json_type(value) == JSON_ABSENT)
		return NULL;
	if (text != NULL && *text != '\0')
		return text;
	reader_wrong(reader, arena_printf(reader->arena, "%s%s", prefix, name),
	    "must be a string that is not empty");
	return NULL;
}

const char *
reader_need(struct reader *reader, const struct json *object,
    const char *prefix, const char *name)
{
	const char *text = reader_string(reader, object, prefix, name);

	if (text == NULL)
		reader_wrong(reader,
		    arena_printf(reader->arena, "%s%s", prefix, name),
		    "is missing");
	return text;
}

/* A relative path is relative to the file that it stands in. */
const char *
reader_absolute(struct reader *reader, const char *path)
{
	if (path == NULL || *path == '/')
		return path;
	return arena_printf(reader->arena, "%s/%s", reader->folder, path);
}

int64_t
reader_number(struct reader *reader, const struct json *object, const char *key,
    const char *name, int64_t least, int64_t most, int64_t otherwise)
{
	const struct json *value = json_get(object, name);
	int64_t number;

	if (json_type(value) == JSON_ABSENT)
		return otherwise;
	if (json_integer(value, &number) && number >= least && number <= most)
		return number;
	reader_wrong(reader, key,
	    arena_printf(reader->arena,
		"must be a whole number from %lld to %lld", (long long)least,
		(long long)most));
	return otherwise;
}

/* An array of strings, NULL-ended; NULL when the key is not there. */
const char *const *
reader_strings(struct reader *reader, const struct json *object,
    const char *key, const char *name)
{
	const struct json *value = json_get(object, name);
	size_t count = json_length(value);

	if (json_type(value) == JSON_ABSENT)
		return NULL;
	if (json_type(value) != JSON_ARRAY || count == 0) {
		reader_wrong(
		    reader, key, "must be an array of strings, not empty");
		return NULL;
	}
	const char **strings =
	    arena_alloc(reader->arena, (count + 1) * sizeof(*strings));
	for (size_t i = 0; i < count; i++) {
		strings[i] = json_string(json_at(value, i));
		if (strings[i] == NULL || *strings[i] == '\0')
			reader_wrong(reader, key, "must hold strings only");
	}
	return strings;
}

const char *
reader_choice(struct reader *reader, const struct json *root, const char *name,
    const char *const *words)
{
	const char *text = reader_string(reader, root, "", name), *all = "";

	for (size_t i = 0; words[i] != NULL; i++) {
		if (text != NULL && strcmp(text, words[i]) == 0)
			return text;
		all = arena_printf(reader->arena, "%s%s\"%s\"", all,
		    i > 0 ? ", " : "", words[i]);
	}
	if (text != NULL)
		reader_wrong(reader, name,
		    arena_printf(reader->arena, "must be one of: %s", all));
	return NULL;
}

bool
reader_boolean(struct reader *reader, const struct json *root, const char *name,
    bool otherwise)
{
	const struct json *value = json_get(root, name);

	if (json_type(value) == JSON_ABSENT)
		return otherwise;
	if (json_type(value) != JSON_BOOLEAN)
		reader_wrong(reader, name, "must be true or false");
	return json_true(value);
}
