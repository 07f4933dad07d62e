/* SPDX-License-Identifier: ISC */
/* Reads the key "discovery": which settings the server tells of itself. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/profile/private.h"

/* The strings that a rule of the profile's own allows. */
static const struct json *
allowed_by_rule(const struct profile_question *questions, const char *id,
    const char **wrong)
{
	const struct profile_question *own =
	    profile_question_of(questions, "member_rules");
	const size_t count = own != NULL ? json_length(own->settings) : 0;
	const struct json *rule, *allowed;

	*wrong = "the profile has no such rule";
	for (size_t i = 0; i < count; i++) {
		rule = json_at(own->settings, i);
		if (strcmp(json_string(json_get(rule, "rule")), id) != 0)
			continue;
		allowed = json_get(rule, "allowed");
		*wrong = "must be a rule with allowed";
		return allowed;
	}
	return NULL;
}

const struct json *
profile_setting(struct arena *arena, const struct profile_question *questions,
    const char *reference, const char **wrong)
{
	static const char rules[] = "rules.";
	size_t length = strcspn(reference, ".");

	if (strncmp(reference, rules, strlen(rules)) == 0)
		return allowed_by_rule(
		    questions, reference + strlen(rules), wrong);

	const struct profile_question *question = profile_question_of(
	    questions, arena_strndup(arena, reference, length));

	*wrong = "the profile asks no such validator";
	if (question == NULL)
		return NULL;
	*wrong = "the validator has no such setting";
	if (reference[length] == '\0')
		return NULL;
	const char *name = reference + length + 1;
	const struct setting *setting =
	    profile_setting_named(question->validator, name);
	if (setting == NULL)
		return NULL;
	*wrong = "must be a setting that lists strings";
	if (setting->form != SETTING_STRINGS &&
	    setting->form != SETTING_STRINGS_MAP)
		return NULL;
	return json_get(question->settings, name);
}

static void
add_strings(struct json *all, const struct json *strings)
{
	for (size_t i = 0; i < json_length(strings); i++) {
		const char *string = json_string(json_at(strings, i));
		if (string != NULL && !json_has_string(all, string))
			json_append_string(all, string);
	}
}

static const struct json *
read_references(struct reader *reader, const char *key,
    const struct json *references, const struct profile_question *questions)
{
	struct json *all = json_new_array(reader->arena);
	const char *wrong, *name;
	const struct json *strings;

	for (size_t i = 0; i < json_length(references); i++) {
		const char *reference = json_string(json_at(references, i));
		const struct json *setting = profile_setting(
		    reader->arena, questions, reference, &wrong);
		if (setting == NULL)
			reader_wrong(reader, key,
			    arena_printf(
				reader->arena, "%s: %s", reference, wrong));
		add_strings(all, setting);
		for (struct json_each each = json_each(setting);
		     json_next(&each, &name, &strings);)
			add_strings(all, strings);
	}
	return all;
}

/* Reads a value that follows from the regime and that no validator reads. */
static const struct json *
read_constant(struct reader *reader, const char *key,
    const struct json *constant, size_t least)
{
	static const char *const names[] = {"value", NULL};
	const struct json *value = json_get(constant, "value");

	reader_known_keys(
	    reader, constant, arena_printf(reader->arena, "%s.", key), names);
	if (json_type(value) != JSON_BOOLEAN &&
	    !json_is_array_of(value, JSON_STRING, least))
		reader_wrong(reader,
		    arena_printf(reader->arena, "%s.value", key),
		    "must be an array of strings, or true or false");
	return value;
}

/* Reads an object of members.  Those of a constant may be arrays of `least`
 * strings. */
static const struct json *
read_members(struct reader *reader, const char *where, const struct json *from,
    const struct profile_question *questions, size_t least)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	struct json *to = json_new_object(reader->arena);
	const struct json *source;
	const char *name;

	if (json_type(from) != JSON_OBJECT)
		reader_wrong(reader, where, "must be an object");
	for (struct json_each each = json_each(from);
	     json_next(&each, &name, &source);) {
		const char *key =
		    arena_printf(reader->arena, "%s.%s", where, name);
		if (*name == '\0' || name[strspn(name, letters)] != '\0')
			reader_wrong(reader, key,
			    "must be small letters, digits and underscores");
		if (json_type(source) == JSON_OBJECT)
			json_set(to, name,
			    read_constant(reader, key, source, least));
		else if (json_is_array_of(source, JSON_STRING, 1))
			json_set(to, name,
			    read_references(reader, key, source, questions));
		else
			reader_wrong(reader, key,
			    "must be an array of settings, or an object with "
			    "a value");
	}
	return to;
}

const struct json *
profile_read_discovery(struct reader *reader, const struct json *root,
    const struct profile_question *questions)
{
	return read_members(
	    reader, "discovery", json_get(root, "discovery"), questions, 1);
}

const struct profile_signed *
profile_read_signed(struct reader *reader, const struct json *root,
    const struct profile_question *questions)
{
	static const char *const names[] = {"at", "members", "repeats", NULL};
	static const char prefix[] = "signed_metadata.";
	const struct json *from = json_get(root, "signed_metadata");
	struct profile_signed *to;

	if (from == NULL)
		return NULL;
	to = arena_alloc(reader->arena, sizeof(*to));
	reader_known_keys(reader, from, prefix, names);
	to->at = reader_need(reader, from, prefix, "at");
	to->members = read_members(reader, "signed_metadata.members",
	    json_get(from, "members"), questions, 0);
	to->repeats = json_get(from, "repeats");
	if (!json_is_array_of(to->repeats, JSON_STRING, 1))
		reader_wrong(reader, "signed_metadata.repeats",
		    "must be an array of strings");
	return to;
}
