/* SPDX-License-Identifier: ISC */
/* Reads the file of a mapping, and what dcr.conf adds to it. */
#include "deliver/mapping.h"

#include <errno.h>
#include <string.h>

#include "deliver/mapping_parts.h"
#include "kit/arena.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/reader.h"

static const struct json *
load(struct reader *reader)
{
	struct json_error error = {.line = 1};
	const struct json *root;
	size_t length = 0;
	const char *text =
	    file_read(reader->arena, reader->file, LIMIT_FILE, &length);

	if (text == NULL) {
		reader->why = arena_printf(
		    reader->arena, "%s: %s", reader->file, strerror(errno));
		return NULL;
	}
	root = json_parse_commented(reader->arena, text, length, &error);
	if (json_type(root) == JSON_OBJECT)
		return root;
	reader->why = arena_printf(reader->arena, "%s:%zu: %s", reader->file,
	    error.line, root == NULL ? error.what : "must be one JSON object");
	return NULL;
}

static void
read_declared(struct reader *reader, const char *name,
    const struct json *declared, const struct json *values)
{
	static const char *const names[] = {"means", "optional", NULL};
	const char *prefix = arena_printf(reader->arena, "values.%s.", name);
	const char *means = reader_need(reader, declared, prefix, "means");
	const bool optional =
	    reader_boolean(reader, declared, prefix, "optional", false);

	reader_known_keys(reader, declared, prefix, names);
	if (reader->why == NULL && !optional &&
	    json_is_empty(json_get(values, name)))
		reader_wrong(reader,
		    arena_printf(reader->arena, "values.%s", name),
		    arena_printf(reader->arena,
			"is missing in dcr.conf, in \"values\" of the "
			"receiver: %s",
			means));
}

/* "elsewhere" is the program's own (deliver/mapping_read_members.c). */
static void
read_values(struct reader *reader, const struct json *declared,
    const struct json *values)
{
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(declared);
	     json_next(&each, &name, &value);)
		read_declared(reader, name, value, values);
	for (struct json_each each = json_each(values);
	     json_next(&each, &name, &value);)
		if (strcmp(name, "elsewhere") != 0 &&
		    json_get(declared, name) == NULL)
			reader_wrong(reader,
			    arena_printf(reader->arena, "values.%s", name),
			    "dcr.conf gives a value that the mapping does not "
			    "have");
}

static void
read_all(struct reader *reader, const struct json *root,
    const struct json *values, struct mapping *mapping)
{
	static const char *const names[] = {"product", "versions", "documents",
	    "values", "members", "record", "put", "suspend", "resume", "remove",
	    "list", NULL};

	reader_known_keys(reader, root, "", names);
	mapping->product = reader_need(reader, root, "", "product");
	(void)reader_need(reader, root, "", "versions");
	if (reader_strings(reader, root, "", "documents") == NULL)
		reader_wrong(reader, "documents", "is missing");
	mapping->values =
	    values != NULL ? values : json_new_object(reader->arena);
	read_values(reader, json_get(root, "values"), mapping->values);
	mapping_read_members(reader, root, mapping->values, mapping);
	mapping_read_fields(reader, root, mapping);
	mapping_read_steps(reader, root, mapping);
	if (reader->why == NULL)
		mapping_check(reader, json_get(root, "values"), mapping);
}

const struct mapping *
mapping_read(struct arena *arena, const char *path, const struct json *values,
    const char **why)
{
	struct mapping *mapping = arena_alloc(arena, sizeof(*mapping));
	struct reader reader = {.arena = arena, .file = path, .folder = "/"};
	const struct json *root = load(&reader);

	if (root != NULL)
		read_all(&reader, root, values, mapping);
	*why = reader.why;
	return *why == NULL ? mapping : NULL;
}
