/* SPDX-License-Identifier: ISC */
/* Makes the record that a product is sent of a client. */
#include <string.h>

#include "deliver/mapping_parts.h"
#include "kit/arena.h"
#include "kit/json.h"

enum { CONTAINERS = 32 };

/* The record, and the objects and arrays in it by their pointers. */
struct record {
	struct arena *arena;
	struct json *root;
	struct container {
		const char *pointer;
		struct json *value;
	} inside[CONTAINERS];
	size_t count;
};

static struct json *
container(struct record *record, const char *pointer, const char *token)
{
	for (size_t i = 0; i < record->count; i++)
		if (strcmp(record->inside[i].pointer, pointer) == 0)
			return record->inside[i].value;
	if (record->count == CONTAINERS)
		return NULL;
	struct json *made = strcmp(token, "0") == 0
				? json_new_array(record->arena)
				: json_new_object(record->arena);
	record->inside[record->count++] = (struct container){pointer, made};
	return made;
}

/* Sets the value; arrays grow from their ends. */
static bool
put(struct record *record, const char *to, const struct json *value)
{
	const char *rest = to, *token = mapping_token(record->arena, &rest);
	struct json *in = record->root;

	while (*rest != '\0') {
		const char *place =
		    arena_strndup(record->arena, to, (size_t)(rest - to));
		const char *next = mapping_token(record->arena, &rest);
		const size_t known = record->count;
		struct json *inner = container(record, place, next);

		if (inner == NULL)
			return false;
		if (record->count > known && json_type(in) == JSON_ARRAY)
			json_append(in, inner);
		else if (record->count > known)
			json_set(in, token, inner);
		in = inner;
		token = next;
	}
	if (json_type(in) == JSON_ARRAY)
		json_append(in, value);
	else
		json_set(in, token, value);
	return true;
}

static const struct json *
without(
    struct arena *arena, const struct json *value, const struct json *left_out)
{
	const struct json *words = mapping_words(arena, value);
	struct json *kept = json_new_array(arena);

	for (size_t i = 0; i < json_length(words); i++) {
		const char *word = json_string(json_at(words, i));
		if (word == NULL || !json_has_string(left_out, word))
			json_append(kept, json_at(words, i));
	}
	return kept;
}

static const struct json *
boolean(struct arena *arena, bool truth)
{
	struct json *object = json_new_object(arena);

	json_set_boolean(object, "", truth);
	return json_get(object, "");
}

static const struct json *
joined(struct arena *arena, const struct json *value, const char *divider)
{
	const char *text = "";

	if (json_type(value) != JSON_ARRAY)
		return value;
	for (size_t i = 0; i < json_length(value); i++) {
		const char *word = json_string(json_at(value, i));
		if (word == NULL)
			return NULL;
		text = arena_printf(
		    arena, "%s%s%s", text, i > 0 ? divider : "", word);
	}
	return json_new_string(arena, text);
}

/* NULL: the value has no such form. */
static const struct json *
formed(struct arena *arena, const struct mapping_field *field,
    const struct json *value)
{
	const char *text;

	switch (field->form) {
	case FORM_SAME:
		break;
	case FORM_WORDS:
		return joined(arena, value, field->divider);
	case FORM_LIST:
		return mapping_words(arena, value);
	case FORM_TEXT:
		text = mapping_text(arena, value);
		return text != NULL ? json_new_string(arena, text) : NULL;
	case FORM_JSON:
		return json_new_string(arena, json_text(arena, value));
	}
	return value;
}

static const struct json *
changed(struct arena *arena, const struct mapping_field *field,
    const struct json *value, const char **why)
{
	const char *text = mapping_text(arena, value);

	if (field->without != NULL)
		value = without(arena, value, field->without);
	if (field->any != NULL) {
		const struct mapping_condition one = {
		    .from = "", .any = field->any};
		const struct mapping_conditions when = {&one, 1};
		value = boolean(arena, mapping_holds(arena, value, &when));
	}
	if (field->table != NULL)
		value = text != NULL ? json_get(field->table, text) : NULL;
	else
		value = formed(arena, field, value);
	if (value == NULL)
		*why = arena_printf(arena, "%s cannot be %s there", field->from,
		    text != NULL ? text : "what it is");
	return value;
}

/* NULL and no *why: the field is left out. */
static const struct json *
value_of(struct arena *arena, const struct mapping_field *field,
    const struct json *context, const char **why)
{
	const struct json *value;

	if (field->from == NULL)
		return mapping_fill_json(arena, context, field->constant, why);
	value = mapping_at(arena, context, field->from);
	if (!json_is_empty(value))
		return changed(arena, field, value, why);
	if (field->otherwise == NULL && field->required)
		*why = arena_printf(arena,
		    "%s is missing, and must be known there", field->from);
	return field->otherwise;
}

const struct json *
mapping_record(struct arena *arena, const struct mapping *mapping,
    const struct json *context, const char **why)
{
	struct record record = {.arena = arena, .root = json_new_object(arena)};

	for (size_t i = 0; i < mapping->field_count; i++) {
		const struct mapping_field *field = &mapping->fields[i];
		const struct json *value;

		if (!mapping_holds(arena, context, &field->when))
			continue;
		value = value_of(arena, field, context, why);
		if (value != NULL && !put(&record, field->to, value))
			*why = "the record has too many parts";
		if (*why != NULL)
			return NULL;
	}
	return record.root;
}
