/* SPDX-License-Identifier: ISC */
/* Makes and compares values of JSON. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/json_value.h"
#include "kit/log.h"

struct json_object *
json_made(struct json_object *value)
{
	if (value == NULL) {
		log_line("out of memory");
		_exit(1);
	}
	return value;
}

/* Makes sure of the type: json-c may have been built to take any type for the
 * one that it expects. */
static struct json_object *
changeable(struct json *value, enum json_type type)
{
	if (json_type(value) != type)
		abort();
	return json_unwrap(value);
}

/* Takes the reference over; fails only when a value is put into itself. */
static void
set(struct json *object, const char *name, struct json_object *value)
{
	if (json_object_object_add(
		changeable(object, JSON_OBJECT), name, value) != 0)
		abort();
}

static void
append(struct json *array, struct json_object *value)
{
	if (json_object_array_add(changeable(array, JSON_ARRAY), value) != 0)
		abort();
}

struct json *
json_new_object(struct arena *arena)
{
	return json_own(arena, json_made(json_object_new_object()));
}

struct json *
json_new_array(struct arena *arena)
{
	return json_own(arena, json_made(json_object_new_array()));
}

struct json *
json_new_string(struct arena *arena, const char *string)
{
	return json_own(arena, json_made(json_object_new_string(string)));
}

/* A member that is set to an absent value is left out. */
void
json_set(struct json *object, const char *name, const struct json *value)
{
	if (value == NULL)
		json_remove(object, name);
	else
		set(object, name, json_object_get(json_unwrap(value)));
}

void
json_set_string(struct json *object, const char *name, const char *string)
{
	if (string == NULL)
		json_remove(object, name);
	else
		set(object, name, json_made(json_object_new_string(string)));
}

void
json_set_integer(struct json *object, const char *name, int64_t number)
{
	set(object, name, json_made(json_object_new_int64(number)));
}

void
json_set_boolean(struct json *object, const char *name, bool truth)
{
	set(object, name, json_made(json_object_new_boolean(truth)));
}

void
json_append(struct json *array, const struct json *value)
{
	if (value != NULL)
		append(array, json_object_get(json_unwrap(value)));
}

void
json_append_string(struct json *array, const char *string)
{
	if (string != NULL)
		append(array, json_made(json_object_new_string(string)));
}

void
json_remove(struct json *object, const char *name)
{
	json_object_object_del(changeable(object, JSON_OBJECT), name);
}

struct json *
json_copy(struct arena *arena, const struct json *object)
{
	struct json *copy = json_new_object(arena);
	struct json_object *from = json_unwrap(object);

	if (json_type(object) != JSON_OBJECT)
		return copy;
	json_object_object_foreach(from, name, value)
	{
		set(copy, name, json_object_get(value));
	}
	return copy;
}

static bool
equal_numbers(const struct json *a, const struct json *b)
{
	int64_t whole[2];
	double real[2];
	bool is_whole = json_integer(a, &whole[0]);

	if (is_whole != json_integer(b, &whole[1]))
		return false;
	if (is_whole)
		return whole[0] == whole[1];
	return json_number(a, &real[0]) && json_number(b, &real[1]) &&
	       real[0] == real[1];
}

static bool
equal_arrays(const struct json *a, const struct json *b)
{
	if (json_length(a) != json_length(b))
		return false;
	for (size_t i = 0; i < json_length(a); i++)
		if (!json_equal(json_at(a, i), json_at(b, i)))
			return false;
	return true;
}

static bool
equal_objects(const struct json *a, const struct json *b)
{
	const struct json *value;
	const char *name;

	if (json_length(a) != json_length(b))
		return false;
	for (struct json_each each = json_each(a);
	     json_next(&each, &name, &value);)
		if (!json_equal(value, json_get(b, name)))
			return false;
	return true;
}

bool
json_equal(const struct json *a, const struct json *b)
{
	if (json_type(a) != json_type(b))
		return false;
	switch (json_type(a)) {
	case JSON_BOOLEAN:
		return json_true(a) == json_true(b);
	case JSON_NUMBER:
		return equal_numbers(a, b);
	case JSON_STRING:
		return strcmp(json_string(a), json_string(b)) == 0;
	case JSON_ARRAY:
		return equal_arrays(a, b);
	case JSON_OBJECT:
		return equal_objects(a, b);
	default:
		return true;
	}
}
