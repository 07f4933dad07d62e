/* SPDX-License-Identifier: ISC */
#include "validators/profile/profile_settings.h"

#include <stdint.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/lib/pattern.h"
#include "validators/validator.h"

bool
profile_map_of(const struct json *value, enum json_type type)
{
	const char *name;
	const struct json *member;

	for (size_t i = 0; json_member(value, i, &name, &member); i++)
		if (json_type(member) != type)
			return false;
	return json_type(value) == JSON_OBJECT;
}

bool
profile_array_of(const struct json *value, enum json_type type)
{
	for (size_t i = 0; i < json_length(value); i++)
		if (json_type(json_at(value, i)) != type)
			return false;
	return json_type(value) == JSON_ARRAY && json_length(value) > 0;
}

/* An object, or an array that is not empty, of such objects or arrays. */
static bool
holds_only(const struct json *value,
    bool (*of)(const struct json *value, enum json_type type))
{
	const struct json *member;
	const char *name;

	for (size_t i = 0; i < json_length(value); i++) {
		member = json_at(value, i);
		if (member == NULL)
			(void)json_member(value, i, &name, &member);
		if (!of(member, JSON_STRING) || json_length(member) == 0)
			return false;
	}
	return json_type(value) == JSON_OBJECT || json_length(value) > 0;
}

const char *
profile_setting_wanted(const struct json *value, enum setting_form form)
{
	int64_t number;

	switch (form) {
	case SETTING_STRING:
		return json_string(value) != NULL && *json_string(value) != '\0'
			   ? NULL
			   : "a string that is not empty";
	case SETTING_PATTERN:
		return pattern_is_one(json_string(value))
			   ? NULL
			   : "an extended regular expression";
	case SETTING_STRINGS:
		return profile_array_of(value, JSON_STRING)
			   ? NULL
			   : "an array of strings";
	case SETTING_STRINGS_OR_NONE:
		return profile_array_of(value, JSON_STRING) ||
			       (json_type(value) == JSON_ARRAY &&
				   json_length(value) == 0)
			   ? NULL
			   : "an array of strings, which may be empty";
	case SETTING_INTEGER:
		return json_integer(value, &number) && number >= 0 &&
			       number <= INT32_MAX
			   ? NULL
			   : "a whole number";
	case SETTING_BOOLEAN:
		return json_type(value) == JSON_BOOLEAN ? NULL
							: "true or false";
	case SETTING_BOOLEAN_IF_ANY:
		return json_type(value) == JSON_BOOLEAN ||
			       json_type(value) == JSON_ABSENT
			   ? NULL
			   : "true or false";
	case SETTING_STRING_MAP:
		return profile_map_of(value, JSON_STRING)
			   ? NULL
			   : "an object of strings";
	case SETTING_STRINGS_MAP:
		return json_type(value) == JSON_OBJECT &&
			       holds_only(value, profile_array_of)
			   ? NULL
			   : "an object of arrays of strings";
	case SETTING_EQUATIONS:
		return json_type(value) == JSON_ARRAY &&
			       holds_only(value, profile_map_of)
			   ? NULL
			   : "an array of objects of strings";
	}
	return "known";
}

static void
check_each(struct reader *reader, const char *where,
    const struct validator *validator, const struct json *settings,
    const char **names)
{
	size_t count = 0;

	while (names[count] != NULL)
		count++;
	for (const struct setting *setting = validator->settings;
	     setting != NULL && setting->name != NULL; setting++) {
		const char *wanted = profile_setting_wanted(
		    json_get(settings, setting->name), setting->form);
		names[count++] = setting->name;
		if (wanted != NULL)
			reader_wrong(reader,
			    arena_printf(
				reader->arena, "%s.%s", where, setting->name),
			    arena_printf(reader->arena, "must be %s", wanted));
	}
	reader_known_keys(
	    reader, settings, arena_printf(reader->arena, "%s.", where), names);
}

void
profile_check_settings(struct reader *reader, const struct validator *validator,
    const struct json *settings)
{
	const char *names[SETTINGS_MAX + 2] = {"clauses"};

	check_each(reader,
	    arena_printf(reader->arena, "validators.%s", validator->name),
	    validator, settings, names);
}

void
profile_check_external(struct reader *reader, const struct validator *validator,
    const struct json *settings)
{
	const char *names[SETTINGS_MAX + 2] = {NULL};

	/* One that has none takes none: an empty list knows no name. */
	if (validator->settings->name == NULL && json_length(settings) > 0)
		reader_wrong(reader,
		    arena_printf(
			reader->arena, "added[%s].settings", validator->name),
		    "must be empty: it has none");
	else if (validator->settings->name != NULL)
		check_each(reader,
		    arena_printf(
			reader->arena, "added[%s].settings", validator->name),
		    validator, settings, names);
}
