/* SPDX-License-Identifier: ISC */
/* Tells whether all that is in a JSON value is of one type. */
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
