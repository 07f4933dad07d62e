/* SPDX-License-Identifier: ISC */
/* Reads the fields of the record that a mapping sends, and its conditions. */
#include <string.h>

#include "deliver/mapping_parts.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"

static const char *
place_of(struct reader *reader, const char *prefix, const char *name)
{
	return arena_printf(reader->arena, "%s%s", prefix, name);
}

static void
read_condition(struct reader *reader, const struct json *from,
    const char *prefix, struct mapping_condition *to)
{
	static const char *const names[] = {"from", "any", "present", NULL};

	if (json_type(from) != JSON_OBJECT)
		reader_wrong(reader, prefix, "must hold objects");
	reader_known_keys(reader, from, prefix, names);
	to->from = reader_need(reader, from, prefix, "from");
	to->any = mapping_read_list(reader, from, prefix, "any");
	to->tests_presence = json_get(from, "present") != NULL;
	to->present = reader_boolean(reader, from, prefix, "present", false);
	if ((to->any != NULL) == to->tests_presence)
		reader_wrong(reader, place_of(reader, prefix, "any"),
		    "must be there, or present, and not both");
}

struct mapping_conditions
mapping_read_when(
    struct reader *reader, const struct json *value, const char *place)
{
	const size_t count = json_length(value);
	struct mapping_condition *all =
	    arena_alloc(reader->arena, (count + 1) * sizeof(*all));

	if (value != NULL && (json_type(value) != JSON_ARRAY || count == 0))
		reader_wrong(
		    reader, place, "must be an array of conditions, not empty");
	for (size_t i = 0; i < count; i++)
		read_condition(reader, json_at(value, i),
		    arena_printf(reader->arena, "%s[%zu].", place, i), &all[i]);
	return (struct mapping_conditions){all, count};
}

static enum mapping_form
read_form(struct reader *reader, const struct json *from, const char *prefix)
{
	static const char *const words[] = {
	    [FORM_WORDS] = "words",
	    [FORM_LIST] = "list",
	    [FORM_TEXT] = "text",
	    [FORM_JSON] = "json",
	};
	const char *word = reader_string(reader, from, prefix, "as");

	if (word == NULL)
		return FORM_SAME;
	for (size_t i = 1; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(word, words[i]) == 0)
			return (enum mapping_form)i;
	reader_wrong(reader, place_of(reader, prefix, "as"),
	    "must be one of: \"words\", \"list\", \"text\", \"json\"");
	return FORM_SAME;
}

/* One of the transformations, or none. */
static void
read_change(struct reader *reader, const struct json *from, const char *prefix,
    struct mapping_field *to)
{
	to->without = mapping_read_list(reader, from, prefix, "without");
	to->any = mapping_read_list(reader, from, prefix, "any");
	to->table = json_get(from, "table");
	to->form = read_form(reader, from, prefix);
	to->divider = reader_string(reader, from, prefix, "divider");
	if (to->divider == NULL)
		to->divider = " ";
	else if (to->form != FORM_WORDS)
		reader_wrong(reader, place_of(reader, prefix, "divider"),
		    "is allowed only beside \"as\": \"words\"");
	if (to->table != NULL && (json_type(to->table) != JSON_OBJECT ||
				     json_length(to->table) == 0))
		reader_wrong(reader, place_of(reader, prefix, "table"),
		    "must be an object, from words to values");
	if (to->table != NULL && (to->any != NULL || to->form != FORM_SAME))
		reader_wrong(reader, place_of(reader, prefix, "table"),
		    "is not allowed beside any and as");
}

static void
read_source(struct reader *reader, const struct json *from, const char *prefix,
    struct mapping_field *to)
{
	to->from = reader_string(reader, from, prefix, "from");
	to->constant = json_get(from, "constant");
	to->otherwise = json_get(from, "otherwise");
	to->required = reader_boolean(reader, from, prefix, "required", false);
	if ((to->from != NULL) == (to->constant != NULL))
		reader_wrong(reader, place_of(reader, prefix, "from"),
		    "must be there, or constant, and not both");
	if (to->required && to->from != NULL &&
	    strncmp(to->from, "/taken/", 7) == 0)
		reader_wrong(reader, place_of(reader, prefix, "required"),
		    "is not allowed for what is taken out of an answer");
}

static void
read_field(struct reader *reader, const struct json *from, const char *prefix,
    struct mapping_field *to)
{
	static const char *const names[] = {"to", "from", "constant",
	    "otherwise", "required", "without", "any", "table", "as", "divider",
	    "when", NULL};

	if (json_type(from) != JSON_OBJECT)
		reader_wrong(reader, "record", "must hold objects");
	reader_known_keys(reader, from, prefix, names);
	to->to = reader_need(reader, from, prefix, "to");
	if (to->to != NULL && (*to->to != '/' || to->to[1] == '\0'))
		reader_wrong(reader, place_of(reader, prefix, "to"),
		    "must be a JSON Pointer, such as \"/name\"");
	read_source(reader, from, prefix, to);
	read_change(reader, from, prefix, to);
	to->when = mapping_read_when(
	    reader, json_get(from, "when"), place_of(reader, prefix, "when"));
}

void
mapping_read_fields(
    struct reader *reader, const struct json *root, struct mapping *mapping)
{
	const struct json *record = json_get(root, "record");
	const size_t count = json_length(record);
	struct mapping_field *to =
	    arena_alloc(reader->arena, (count + 1) * sizeof(*to));

	if (json_type(record) != JSON_ARRAY || count == 0)
		reader_wrong(reader, "record",
		    "must be an array with an object for each field");
	for (size_t i = 0; i < count; i++)
		read_field(reader, json_at(record, i),
		    arena_printf(reader->arena, "record[%zu].", i), &to[i]);
	mapping->fields = to;
	mapping->field_count = count;
}
