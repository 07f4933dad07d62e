/* SPDX-License-Identifier: ISC */
/* Judges what a profile says behind the name of a test. */
#include <string.h>

#include "validators/lib/pattern.h"
#include "validators/lib/private.h"

const char *
member_form_true(const struct json *value)
{
	return json_true(value) ? NULL : "true";
}

const char *
member_form_strings(const struct json *value)
{
	return json_is_array_of(value, JSON_STRING, 1) ? NULL
						       : "an array of strings";
}

const char *
member_form_name(const struct json *value)
{
	const char *text = json_string(value);

	return text != NULL && *text != '\0' ? NULL : "a name";
}

const char *
member_form_pattern(const struct json *value)
{
	return pattern_is_one(json_string(value))
		   ? NULL
		   : "an extended regular expression";
}

const char *
member_form_length(const struct json *value)
{
	int64_t number;

	return json_integer(value, &number) && number > 0 ? NULL
							  : "a whole number";
}

const char *
member_form_range(const struct json *value)
{
	double least, most;

	return json_length(value) == 2 &&
		       json_number(json_at(value, 0), &least) &&
		       json_number(json_at(value, 1), &most) && least <= most
		   ? NULL
		   : "two numbers, the lesser one first";
}

const char *
member_form_constant(const struct json *value)
{
	const enum json_type type = json_type(value);

	return type == JSON_BOOLEAN || type == JSON_NUMBER ||
		       (type == JSON_STRING && *json_string(value) != '\0')
		   ? NULL
		   : "true, false, a number or a string that is not empty";
}

/* The types that a profile can name. */
static const struct {
	const char *name;
	enum json_type type;
	const char *words;
} types[] = {
    {"string", JSON_STRING, "must be a string"},
    {"strings", JSON_ARRAY, "must be an array of strings"},
    {"boolean", JSON_BOOLEAN, "must be true or false"},
    {"number", JSON_NUMBER, "must be a number"},
    {"object", JSON_OBJECT, "must be an object"},
    {"https", JSON_STRING,
	"must be an https URI without user name and fragment"},
};

static size_t
type_of(const struct json *value)
{
	size_t i = 0, count = sizeof(types) / sizeof(types[0]);
	const char *name = json_string(value);

	while (i < count && (name == NULL || strcmp(types[i].name, name) != 0))
		i++;
	return i;
}

const char *
member_form_type(const struct json *value)
{
	return type_of(value) < sizeof(types) / sizeof(types[0])
		   ? NULL
		   : "string, strings, boolean, number, object or https";
}

enum json_type
member_type(const struct json *value)
{
	return types[type_of(value)].type;
}

const char *
member_type_words(const struct json *value)
{
	return types[type_of(value)].words;
}
