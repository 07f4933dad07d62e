/* SPDX-License-Identifier: ISC */
/* Reads the key "defaults": where a member is from that nobody sent. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/profile/private.h"

static const char prefix[] = "defaults[].";

/* Puts the setting that "within" names in place of the name. */
static void
resolve_within(struct reader *reader, struct json *entry,
    const struct profile_question *questions)
{
	const char *reference = reader_string(reader, entry, prefix, "within");
	const char *wrong;
	const struct json *setting;

	if (reference == NULL)
		return;
	setting = profile_setting(reader->arena, questions, reference, &wrong);
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
	if (profile_question_of(questions, "scope") == NULL)
		reader_wrong(reader, "defaults[].roles",
		    "the profile does not ask scope");
}

static void
check_entry(struct reader *reader, const struct json *entry)
{
	static const char *const names[] = {"value", "claim", "roles",
	    "grant_type", "with", "redirects", "within", "always", NULL};
	static const char *const switches[] = {"redirects", "always"};

	reader_known_keys(reader, entry, prefix, names);
	(void)reader_string(reader, entry, prefix, "grant_type");
	(void)reader_string(reader, entry, prefix, "with");
	if ((reader_string(reader, entry, prefix, "claim") != NULL) +
		(json_get(entry, "value") != NULL) +
		(json_get(entry, "roles") != NULL) !=
	    1)
		reader_wrong(reader, "defaults[]",
		    "must have one of value, claim and roles");
	for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++)
		if (json_get(entry, switches[i]) != NULL &&
		    json_type(json_get(entry, switches[i])) != JSON_BOOLEAN)
			reader_wrong(reader,
			    arena_printf(
				reader->arena, "%s%s", prefix, switches[i]),
			    "must be true or false");
}

/* A condition is about grant types or redirects: the defaults of these must not
 * turn on such a condition themselves. */
static void
check_flows(struct reader *reader, const char *name, const struct json *entry)
{
	bool grants = strcmp(name, "grant_types") == 0;

	if ((grants && json_get(entry, "grant_type") != NULL) ||
	    ((grants || strcmp(name, "response_types") == 0) &&
		json_get(entry, "redirects") != NULL))
		reader_wrong(reader,
		    arena_printf(reader->arena, "defaults.%s", name),
		    "must not depend on the grant types or on redirects");
}

/* A misspelt member would have no default, and nobody would notice. */
static void
check_member(struct reader *reader, const struct json *root, const char *name,
    const struct json *entry)
{
	const struct json *members = json_get(root, "members");
	const char *with = json_string(json_get(entry, "with"));

	if (!json_has_string(members, name))
		reader_wrong(reader,
		    arena_printf(reader->arena, "defaults.%s", name),
		    "must be of one of members");
	if (with != NULL && !json_has_string(members, with))
		reader_wrong(
		    reader, "defaults[].with", "must be among members");
	if (json_true(json_get(entry, "always")) &&
	    json_has_string(json_get(root, "narrowed"), name))
		reader_wrong(reader, "defaults[].always",
		    "is for what is not in narrowed");
}

/* A condition that is misspelt is refused: left out, it would hold always. */
const struct json *
profile_read_defaults(struct reader *reader, const struct json *root,
    const struct profile_question *questions)
{
	const struct json *from = json_get(root, "defaults"), *entry;
	struct json *all = json_new_object(reader->arena);
	const char *name;

	if (!json_is_object_of(from, JSON_OBJECT))
		reader_wrong(
		    reader, "defaults", "must be an object of objects");
	for (struct json_each each = json_each(from);
	     reader->why == NULL && json_next(&each, &name, &entry);) {
		struct json *copy = json_copy(reader->arena, entry);
		check_entry(reader, entry);
		check_member(reader, root, name, entry);
		check_flows(reader, name, entry);
		check_roles(reader, entry, questions);
		resolve_within(reader, copy, questions);
		json_set(all, name, copy);
	}
	return all;
}
