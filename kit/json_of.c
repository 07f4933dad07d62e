/* SPDX-License-Identifier: ISC */
/* Tells of what is in a JSON value: whether all is of one type, or a value is
 * one of it. */
#include "kit/json.h"

bool
json_is_array_of(const struct json *value, enum json_type type, size_t least)
{
	for (size_t i = 0; i < json_length(value); i++)
		if (json_type(json_at(value, i)) != type)
			return false;
	return json_type(value) == JSON_ARRAY && json_length(value) >= least;
}

bool
json_is_object_of(const struct json *value, enum json_type type)
{
	const struct json *member;
	const char *name;

	for (struct json_each each = json_each(value);
	     json_next(&each, &name, &member);)
		if (json_type(member) != type)
			return false;
	return json_type(value) == JSON_OBJECT;
}

bool
json_has(const struct json *array, const struct json *value)
{
	if (json_type(array) != JSON_ARRAY)
		return false;
	for (size_t i = 0; i < json_length(array); i++)
		if (json_equal(json_at(array, i), value))
			return true;
	return false;
}
