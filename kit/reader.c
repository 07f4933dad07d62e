/* SPDX-License-Identifier: ISC */
/* Reads the members of our own JSON files, and says what is wrong with one. */
#include "kit/reader.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/uri.h"

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

/* The name of a member in a message. */
static const char *
key_of(struct reader *reader, const char *prefix, const char *name)
{
	return arena_printf(reader->arena, "%s%s", prefix, name);
}

void
reader_known_keys(struct reader *reader, const struct json *object,
    const char *prefix, const char *const *names)
{
	const char *name;
	const struct json *value;

	for (struct json_each each = json_each(object);
	     json_next(&each, &name, &value);) {
		const char *const *n = names;
		while (*n != NULL && strcmp(*n, name) != 0)
			n++;
		if (*n != NULL)
			continue;
		const char *all = names[0];
		for (n = names + 1; *n != NULL; n++)
			all = arena_printf(reader->arena, "%s, %s", all, *n);
		reader_wrong(reader, key_of(reader, prefix, name),
		    arena_printf(
			reader->arena, "no such key; there are: %s", all));
	}
}

static void
tell(struct reader *reader, const char *name, const char *text)
{
	if (reader->told != NULL)
		json_set_string(reader->told, name, text);
}

const char *
reader_string(struct reader *reader, const struct json *object,
    const char *prefix, const char *name)
{
	const struct json *value = json_get(object, name);
	const char *text = json_string(value);

	if (json_type(value) == JSON_ABSENT)
		return NULL;
	if (text == NULL || *text == '\0') {
		reader_wrong(reader, key_of(reader, prefix, name),
		    "must be a string that is not empty");
		return NULL;
	}
	tell(reader, name, text);
	return text;
}

const char *
reader_need(struct reader *reader, const struct json *object,
    const char *prefix, const char *name)
{
	const char *text = reader_string(reader, object, prefix, name);

	if (text == NULL)
		reader_wrong(
		    reader, key_of(reader, prefix, name), "is missing");
	return text;
}

const char *
reader_absolute(struct reader *reader, const char *path)
{
	if (path == NULL || *path == '/')
		return path;
	return arena_printf(reader->arena, "%s/%s", reader->folder, path);
}

const char *
reader_path(struct reader *reader, const struct json *object,
    const char *prefix, const char *name)
{
	const char *path = reader_absolute(
	    reader, reader_string(reader, object, prefix, name));

	if (path != NULL)
		tell(reader, name, path);
	return path;
}

const char *
reader_need_path(struct reader *reader, const struct json *object,
    const char *prefix, const char *name)
{
	(void)reader_need(reader, object, prefix, name);
	return reader_path(reader, object, prefix, name);
}

const char *
reader_file(struct reader *reader, const struct json *object,
    const char *prefix, const char *name)
{
	const char *path = reader_path(reader, object, prefix, name);

	if (path != NULL && access(path, R_OK) == -1)
		reader_wrong(reader, key_of(reader, prefix, name),
		    arena_printf(
			reader->arena, "%s: %s", path, strerror(errno)));
	return path;
}

const char *
reader_https(struct reader *reader, const struct json *object,
    const char *prefix, const char *name)
{
	const char *text = reader_string(reader, object, prefix, name);
	struct uri uri;

	if (text != NULL && !uri_parse_https(reader->arena, text, &uri))
		reader_wrong(reader, key_of(reader, prefix, name),
		    "must be an https URI");
	return text;
}

int64_t
reader_number(struct reader *reader, const struct json *object,
    const char *prefix, const char *name, int64_t least, int64_t most,
    int64_t otherwise)
{
	const struct json *value = json_get(object, name);
	int64_t number = otherwise;

	if (json_type(value) != JSON_ABSENT &&
	    (!json_integer(value, &number) || number < least || number > most))
		reader_wrong(reader, key_of(reader, prefix, name),
		    arena_printf(reader->arena,
			"must be a whole number from %lld to %lld",
			(long long)least, (long long)most));
	if (reader->told != NULL && number >= least)
		json_set_integer(reader->told, name, number);
	return number;
}

const char *const *
reader_strings(struct reader *reader, const struct json *object,
    const char *prefix, const char *name)
{
	const struct json *value = json_get(object, name);
	const size_t count = json_length(value);
	const char **strings;

	if (json_type(value) == JSON_ABSENT)
		return NULL;
	if (json_type(value) != JSON_ARRAY || count == 0) {
		reader_wrong(reader, key_of(reader, prefix, name),
		    "must be an array of strings, not empty");
		return NULL;
	}
	strings = arena_alloc(reader->arena, (count + 1) * sizeof(*strings));
	for (size_t i = 0; i < count; i++) {
		strings[i] = json_string(json_at(value, i));
		if (strings[i] == NULL || *strings[i] == '\0')
			reader_wrong(reader, key_of(reader, prefix, name),
			    "must hold strings only");
	}
	if (reader->told != NULL)
		json_set(reader->told, name, value);
	return strings;
}

const char *
reader_choice(struct reader *reader, const struct json *object,
    const char *prefix, const char *name, const char *const *words)
{
	const char *text = reader_string(reader, object, prefix, name);
	const char *all = "";

	for (size_t i = 0; words[i] != NULL; i++) {
		if (text != NULL && strcmp(text, words[i]) == 0)
			return text;
		all = arena_printf(reader->arena, "%s%s\"%s\"", all,
		    i > 0 ? ", " : "", words[i]);
	}
	if (text != NULL)
		reader_wrong(reader,
		    arena_printf(reader->arena, "%s%s", prefix, name),
		    arena_printf(reader->arena, "must be one of: %s", all));
	return NULL;
}

bool
reader_boolean(struct reader *reader, const struct json *object,
    const char *prefix, const char *name, bool otherwise)
{
	const struct json *value = json_get(object, name);
	const bool truth =
	    json_type(value) == JSON_ABSENT ? otherwise : json_true(value);

	if (json_type(value) != JSON_ABSENT && json_type(value) != JSON_BOOLEAN)
		reader_wrong(reader, key_of(reader, prefix, name),
		    "must be true or false");
	if (reader->told != NULL)
		json_set_boolean(reader->told, name, truth);
	return truth;
}

/* Has an object read, and told in an object of its own, which comes back. */
static const struct json *
read_inside(struct reader *reader, const struct json *object,
    void (*read)(struct reader *reader, const struct json *object, void *to),
    void *to)
{
	struct json *outside = reader->told;
	const struct json *inside;

	if (outside != NULL)
		reader->told = json_new_object(reader->arena);
	read(reader, object, to);
	inside = reader->told;
	reader->told = outside;
	return inside;
}

void
reader_object(struct reader *reader, const struct json *root, const char *name,
    void (*read)(struct reader *reader, const struct json *object, void *to),
    void *to)
{
	const struct json *value = json_get(root, name), *told;

	if (json_type(value) != JSON_ABSENT && json_type(value) != JSON_OBJECT)
		reader_wrong(reader, name, "must be an object");
	told = read_inside(reader, value, read, to);
	if (reader->told != NULL)
		json_set(reader->told, name, told);
}

void *
reader_objects(struct reader *reader, const struct json *root, const char *name,
    const char *of, size_t least, size_t size,
    void (*read)(struct reader *reader, const struct json *object, void *to))
{
	const struct json *value = json_get(root, name);
	const size_t count = json_length(value);
	char *all = arena_alloc(reader->arena, (count + 1) * size);
	struct json *told = json_new_array(reader->arena);

	if (json_type(value) == JSON_ABSENT)
		return all;
	if (json_type(value) != JSON_ARRAY || count < least)
		reader_wrong(reader, name,
		    arena_printf(reader->arena,
			"must be an array with an object for each %s", of));
	for (size_t i = 0; reader->why == NULL && i < count; i++)
		json_append(told, read_inside(reader, json_at(value, i), read,
				      all + i * size));
	if (reader->told != NULL)
		json_set(reader->told, name, told);
	return all;
}
