/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/words.h"
#include "validators/run/judge.h"
#include "validators/run/profile.h"
#include "validators/run/roles.h"
#include "validators/run/tagged.h"

/* What of a claim is on the list: some of its words or of its strings; NULL:
 * nothing. */
static const struct json *
narrow(const struct submission *s, const struct json *value,
    const struct json *list)
{
	const char *text = json_string(value), *all = "";
	struct json *some = json_new_array(s->arena);

	for (size_t i = 0; i < json_length(list); i++) {
		const char *one = json_string(json_at(list, i));
		if (text != NULL ? words_have(text, one, strlen(one))
				 : json_has_string(value, one)) {
			all = arena_printf(s->arena, "%s%s%s", all,
			    *all != '\0' ? " " : "", one);
			json_append_string(some, one);
		}
	}
	if (text == NULL || *all == '\0')
		return json_length(some) > 0 && text == NULL ? some : NULL;
	return json_new_string(s->arena, all);
}

static bool
default_holds(const struct submission *s, const struct json *entry)
{
	const char *grant = json_string(json_get(entry, "grant_type"));
	const char *with = json_string(json_get(entry, "with"));

	return (grant == NULL ||
		   json_has_string(asked(s, "grant_types"), grant)) &&
	       (with == NULL || asked(s, with) != NULL);
}

static const struct json *
default_of(const struct submission *s, const struct json *entry)
{
	const char *from = json_string(json_get(entry, "claim"));
	const struct json *list = json_get(entry, "within");

	if (!default_holds(s, entry))
		return NULL;
	if (json_true(json_get(entry, "roles")))
		return json_new_string(s->arena, roles_scope(s));
	if (from == NULL)
		return json_get(entry, "value");
	return list != NULL ? narrow(s, claim(s, from), list) : claim(s, from);
}

static bool
is_empty(const struct json *value)
{
	return json_type(value) == JSON_ARRAY && json_length(value) == 0;
}

const struct json *
judge_value(const struct submission *s, const char *member)
{
	const struct json *entry = json_get(s->profile->defaults, member);
	const struct json *value = asked(s, member);

	if (value == NULL || is_empty(value) ||
	    json_true(json_get(entry, "always")))
		return default_of(s, entry);
	return value;
}

static void
set_members(const struct submission *s, struct json *metadata)
{
	const struct json *members = s->profile->members;

	for (size_t i = 0; i < json_length(members); i++) {
		const char *name = json_string(json_at(members, i));
		const struct json *value = judge_value(s, name);
		if (value != NULL)
			json_set(metadata, name, value);
	}
}

/* "client_name#ja", as it was asked for; a claim of that name wins later. */
static void
set_tagged(const struct submission *s, struct json *metadata)
{
	const struct json *value;
	const char *name;

	for (size_t i = 0; json_member(s->members, i, &name, &value); i++)
		if (tagged_member(s->profile, name) && asked(s, name) != NULL)
			json_set(metadata, name, value);
}

/* A claim never becomes a member that only requests may set: it was not
 * judged as one. */
static void
set_claims(const struct submission *s, struct json *metadata)
{
	const struct json *claims = s->claims, *value;
	const char *name;

	for (size_t i = 0; json_member(claims, i, &name, &value); i++)
		if (!json_has_string(s->profile->unechoed, name) &&
		    !json_has_string(s->profile->members, name))
			json_set(metadata, name, value);
}

/* What validators that are not ours have added: it contradicts nothing. */
static void
set_added(const struct submission *s, struct json *metadata)
{
	const struct json *value;
	const char *name;

	for (size_t i = 0; json_member(s->added, i, &name, &value); i++)
		json_set(metadata, name, value);
}

struct json *
judge_metadata(const struct submission *s)
{
	struct json *metadata = json_new_object(s->arena);

	set_members(s, metadata);
	set_tagged(s, metadata);
	json_set_string(metadata, "software_statement", s->statement.text);
	if (s->profile->echoes)
		set_claims(s, metadata);
	set_added(s, metadata);
	return metadata;
}
