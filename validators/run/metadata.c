/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "kit/json.h"
#include "validators/run/judge.h"
#include "validators/run/profile.h"

/* A default may hold only together with a grant type. */
static const struct json *
default_of(const struct submission *s, const char *member)
{
	const struct json *entry = json_get(s->profile->defaults, member);
	const char *from = json_string(json_get(entry, "claim"));
	const char *grant = json_string(json_get(entry, "grant_type"));

	if (grant != NULL && !json_has_string(asked(s, "grant_types"), grant))
		return NULL;
	return from != NULL ? claim(s, from) : json_get(entry, "value");
}

static bool
is_empty(const struct json *value)
{
	return json_type(value) == JSON_ARRAY && json_length(value) == 0;
}

static void
set_members(const struct submission *s, struct json *metadata)
{
	const struct json *members = s->profile->members;

	for (size_t i = 0; i < json_length(members); i++) {
		const char *name = json_string(json_at(members, i));
		const struct json *value = asked(s, name);
		if (value == NULL || is_empty(value))
			value = default_of(s, name);
		if (value != NULL)
			json_set(metadata, name, value);
	}
}

/* A claim never becomes a member that only requests may set: it was not
 * judged as one. */
static void
set_claims(const struct submission *s, struct json *metadata)
{
	const struct json *claims = s->statement.jws.payload, *value;
	const char *name;

	for (size_t i = 0; json_member(claims, i, &name, &value); i++)
		if (!json_has_string(s->profile->unechoed, name) &&
		    !json_has_string(s->profile->members, name))
			json_set(metadata, name, value);
}

struct json *
judge_metadata(const struct submission *s)
{
	struct json *metadata = json_new_object(s->arena);

	set_members(s, metadata);
	json_set_string(metadata, "software_statement", s->statement.text);
	set_claims(s, metadata);
	return metadata;
}
