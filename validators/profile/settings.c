/* SPDX-License-Identifier: ISC */
/* Checks the settings of a validator against its table. */
#include <stdint.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/lib/pattern.h"
#include "validators/profile/private.h"

static bool
is_strings_map(const struct json *value)
{
	const struct json *member;
	const char *name;

	for (struct json_each each = json_each(value);
	     json_next(&each, &name, &member);)
		if (!json_is_array_of(member, JSON_STRING, 1))
			return false;
	return json_type(value) == JSON_OBJECT;
}

static bool
are_equations(const struct json *value)
{
	for (size_t i = 0; i < json_length(value); i++)
		if (!json_is_object_of(json_at(value, i), JSON_STRING) ||
		    json_length(json_at(value, i)) == 0)
			return false;
	return json_type(value) == JSON_ARRAY && json_length(value) > 0;
}

static bool
has_form(const struct json *value, enum setting_form form)
{
	const enum json_type type = json_type(value);
	int64_t number;

	switch (form) {
	case SETTING_STRING:
		return type == JSON_STRING && *json_string(value) != '\0';
	case SETTING_PATTERN:
		return pattern_is_one(json_string(value));
	case SETTING_STRINGS:
		return json_is_array_of(value, JSON_STRING, 1);
	case SETTING_STRINGS_OR_NONE:
		return json_is_array_of(value, JSON_STRING, 0);
	case SETTING_INTEGER:
		return json_integer(value, &number) && number >= 0 &&
		       number <= INT32_MAX;
	case SETTING_BOOLEAN:
		return type == JSON_BOOLEAN;
	case SETTING_BOOLEAN_IF_ANY:
		return type == JSON_BOOLEAN || type == JSON_ABSENT;
	case SETTING_STRING_MAP:
		return json_is_object_of(value, JSON_STRING);
	case SETTING_STRINGS_MAP:
		return is_strings_map(value);
	case SETTING_STRINGS_MAP_IF_ANY:
		return type == JSON_ABSENT || is_strings_map(value);
	case SETTING_EQUATIONS:
		return are_equations(value);
	}
	return false;
}

const char *
profile_setting_wanted(const struct json *value, enum setting_form form)
{
	static const char *const words[] = {
	    [SETTING_STRING] = "a string that is not empty",
	    [SETTING_PATTERN] = "an extended regular expression",
	    [SETTING_STRINGS] = "an array of strings",
	    [SETTING_STRINGS_OR_NONE] =
		"an array of strings, which may be empty",
	    [SETTING_INTEGER] = "a whole number",
	    [SETTING_BOOLEAN] = "true or false",
	    [SETTING_STRING_MAP] = "an object of strings",
	    [SETTING_STRINGS_MAP] = "an object of arrays of strings",
	    [SETTING_EQUATIONS] = "an array of objects of strings",
	    [SETTING_BOOLEAN_IF_ANY] = "true or false",
	    [SETTING_STRINGS_MAP_IF_ANY] = "an object of arrays of strings",
	};

	return has_form(value, form) ? NULL : words[form];
}

const struct setting *
profile_setting_named(const struct validator *validator, const char *name)
{
	const struct setting *setting = validator->settings;

	while (setting != NULL && setting->name != NULL &&
	       strcmp(setting->name, name) != 0)
		setting++;
	return setting != NULL && setting->name != NULL ? setting : NULL;
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
	const char *names[SETTINGS_MAX + 5] = {
	    "clauses", "descriptions", "verbs", "error"};

	check_each(reader,
	    arena_printf(reader->arena, "validators.%s", validator->name),
	    validator, settings, names);
}

void
profile_check_external(struct reader *reader, const struct validator *validator,
    const struct json *settings)
{
	const char *names[SETTINGS_MAX + 2] = {NULL};

	/* A validator without settings takes none: reader_known_keys() would
	 * let pass any name by an empty list. */
	if (validator->settings->name == NULL && json_length(settings) > 0)
		reader_wrong(reader,
		    arena_printf(reader->arena, "external[%s].settings",
			validator->name),
		    "must be empty: this validator has no settings");
	else if (validator->settings->name != NULL)
		check_each(reader,
		    arena_printf(reader->arena, "external[%s].settings",
			validator->name),
		    validator, settings, names);
}
