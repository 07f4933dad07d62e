/* SPDX-License-Identifier: ISC */
/* Parses JSON, and reads its values. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/json_value.h"
#include "kit/limits.h"
#include "kit/private.h"

static const struct json null_value;

struct json_object *
json_unwrap(const struct json *value)
{
	if (value == &null_value)
		return NULL;
	return (struct json_object *)value;
}

static const struct json *
wrap(struct json_object *value)
{
	return value == NULL ? &null_value : (const struct json *)value;
}

static void
put(void *value)
{
	json_object_put(value);
}

struct json *
json_own(struct arena *arena, struct json_object *value)
{
	arena_defer(arena, put, value);
	return (struct json *)value;
}

static const struct json *
read_text(struct arena *arena, const char *text, size_t length, size_t values,
    size_t elements, struct json_error *error)
{
	struct json_error unasked;
	struct json_object *value;

	if (error == NULL)
		error = &unasked;
	if (length >= INT_MAX) {
		*error = (struct json_error){1, "too long"};
		return NULL;
	}
	if (!json_scan(arena, text, length, values, elements, &value, error))
		return NULL;
	return value == NULL ? &null_value : json_own(arena, value);
}

const struct json *
json_parse(struct arena *arena, const char *text, size_t length,
    struct json_error *error)
{
	return read_text(arena, text, length, 0, 0, error);
}

const struct json *
json_parse_foreign(struct arena *arena, const char *text, size_t length,
    struct json_error *error)
{
	return read_text(
	    arena, text, length, LIMIT_JSON_VALUES, LIMIT_JSON_ELEMENTS, error);
}

const struct json *
json_parse_fetched(struct arena *arena, const char *text, size_t length,
    struct json_error *error)
{
	return read_text(arena, text, length, LIMIT_JSON_FETCHED, 0, error);
}

const struct json *
json_parse_commented(struct arena *arena, const char *text, size_t length,
    struct json_error *error)
{
	struct arena *room;
	struct json_error unasked;
	const struct json *value = NULL;
	char *copy;

	if (length >= INT_MAX)
		return json_parse(arena, text, length, error);
	if (error == NULL)
		error = &unasked;
	room = arena_new();
	copy = arena_strndup(room, text, length);
	if (json_uncomment(copy, error))
		value = json_parse(arena, copy, length, error);
	arena_free(room);
	return value;
}

enum json_type
json_type(const struct json *value)
{
	if (value == NULL)
		return JSON_ABSENT;
	switch (json_object_get_type(json_unwrap(value))) {
	case json_type_boolean:
		return JSON_BOOLEAN;
	case json_type_int:
	case json_type_double:
		return JSON_NUMBER;
	case json_type_string:
		return JSON_STRING;
	case json_type_array:
		return JSON_ARRAY;
	case json_type_object:
		return JSON_OBJECT;
	case json_type_null:
		break;
	}
	return JSON_NULL;
}

const char *
json_string(const struct json *value)
{
	if (json_type(value) != JSON_STRING)
		return NULL;
	return json_object_get_string(json_unwrap(value));
}

bool
json_integer(const struct json *value, int64_t *out)
{
	struct json_object *number = json_unwrap(value);
	const double exact = 9007199254740992.0; /* 2^53 */
	double real;

	if (json_object_is_type(number, json_type_int)) {
		*out = json_object_get_int64(number);
		return true;
	}
	if (!json_number(value, &real) || fabs(real) > exact ||
	    real != (double)(int64_t)real)
		return false;
	*out = (int64_t)real;
	return true;
}

bool
json_number(const struct json *value, double *out)
{
	if (json_type(value) != JSON_NUMBER)
		return false;
	*out = json_object_get_double(json_unwrap(value));
	return true;
}

bool
json_true(const struct json *value)
{
	return json_type(value) == JSON_BOOLEAN &&
	       json_object_get_boolean(json_unwrap(value));
}

size_t
json_length(const struct json *value)
{
	switch (json_type(value)) {
	case JSON_ARRAY:
		return json_object_array_length(json_unwrap(value));
	case JSON_OBJECT:
		return (size_t)json_object_object_length(json_unwrap(value));
	default:
		return 0;
	}
}

const struct json *
json_at(const struct json *array, size_t index)
{
	if (json_type(array) != JSON_ARRAY ||
	    index >= json_object_array_length(json_unwrap(array)))
		return NULL;
	return wrap(json_object_array_get_idx(json_unwrap(array), index));
}

const struct json *
json_get(const struct json *object, const char *name)
{
	struct json_object *value;

	if (name == NULL || /* what is no object has no member */
	    !json_object_object_get_ex(json_unwrap(object), name, &value))
		return NULL;
	return wrap(value);
}

struct json_each
json_each(const struct json *object)
{
	if (json_type(object) != JSON_OBJECT)
		return (struct json_each){NULL};
	return (struct json_each){
	    lh_table_head(json_object_get_object(json_unwrap(object)))};
}

bool
json_next(struct json_each *each, const char **name, const struct json **value)
{
	const struct lh_entry *entry = each->next;

	if (entry == NULL)
		return false;
	*name = lh_entry_k(entry);
	*value = wrap(lh_entry_v(entry));
	each->next = lh_entry_next(entry);
	return true;
}

bool
json_has_string(const struct json *array, const char *string)
{
	struct json_object *list = json_unwrap(array), *item;
	size_t length = 0;

	if (json_type(array) == JSON_ARRAY && string != NULL)
		length = json_object_array_length(list);
	for (size_t i = 0; i < length; i++) {
		item = json_object_array_get_idx(list, i);
		if (json_object_is_type(item, json_type_string) &&
		    strcmp(json_object_get_string(item), string) == 0)
			return true;
	}
	return false;
}

bool
json_is_empty(const struct json *value)
{
	switch (json_type(value)) {
	case JSON_ABSENT:
	case JSON_NULL:
		return true;
	case JSON_STRING:
		return *json_string(value) == '\0';
	case JSON_ARRAY:
		return json_length(value) == 0;
	case JSON_BOOLEAN:
	case JSON_NUMBER:
	case JSON_OBJECT:
		break;
	}
	return false;
}
