/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/run/profile_parts.h"
#include "validators/run/profile_settings.h"
#include "validators/validator.h"

static const char prefix[] = "defaults[].";

/* "within" with the setting in place of its name. */
static void
resolve_within(struct reader *reader, struct json *entry,
    const struct profile_question *questions)
{
	const char *reference = reader_string(reader, entry, prefix, "within");
	const char *wrong;
	const struct json *setting;

	if (reference == NULL)
		return;
	setting = profile_setting(questions, reference, &wrong);
	if (setting == NULL)
		reader_wrong(reader, "defaults[].within",
		    arena_printf(reader->arena, "%s: %s", reference, wrong));
	json_set(entry, "within", setting);
}

/* Roles lead to scopes by the settings of one validator. */
static void
check_roles(struct reader *reader, const struct json *entry,
    const struct profile_question *questions)
{
	const struct json *roles = json_get(entry, "roles");

	if (roles == NULL)
		return;
	if (!json_true(roles))
		reader_wrong(reader, "defaults[].roles", "must be true");
	if (profile_question_of(questions, "scope", strlen("scope")) == NULL)
		reader_wrong(reader, "defaults[].roles",
		    "the profile does not ask scope");
}

static void
check_entry(struct reader *reader, const struct json *entry)
{
	static const char *const names[] = {"value", "claim", "roles",
	    "grant_type", "with", "within", "always", NULL};
	const struct json *always = json_get(entry, "always");

	reader_known_keys(reader, entry, prefix, names);
	(void)reader_string(reader, entry, prefix, "grant_type");
	(void)reader_string(reader, entry, prefix, "with");
	if ((reader_string(reader, entry, prefix, "claim") != NULL) +
		(json_get(entry, "value") != NULL) +
		(json_get(entry, "roles") != NULL) !=
	    1)
		reader_wrong(reader, "defaults[]",
		    "must have one of value, claim and roles");
	if (always != NULL && json_type(always) != JSON_BOOLEAN)
		reader_wrong(
		    reader, "defaults[].always", "must be true or false");
}

/* A misspelt condition must not become none. */
const struct json *
profile_read_defaults(struct reader *reader, const struct json *root,
    const struct profile_question *questions)
{
	const struct json *from = json_get(root, "defaults"), *entry;
	struct json *all = json_new_object(reader->arena);
	const char *name;

	if (!profile_map_of(from, JSON_OBJECT))
		reader_wrong(
		    reader, "defaults", "must be an object of objects");
	for (size_t i = 0;
	     reader->why == NULL && json_member(from, i, &name, &entry); i++) {
		struct json *copy = json_copy(reader->arena, entry);
		check_entry(reader, entry);
		check_roles(reader, entry, questions);
		resolve_within(reader, copy, questions);
		json_set(all, name, copy);
	}
	return all;
}
