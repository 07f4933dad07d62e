/* SPDX-License-Identifier: ISC */
/* Makes the client metadata that a submission would register. */
#include "validators/lib/metadata.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/names.h"
#include "kit/reserved.h"
#include "validators/lib/known.h"
#include "validators/lib/private.h"
#include "validators/lib/profile.h"
#include "validators/lib/submission.h"

/* Client metadata that are being made. */
struct making {
	const struct submission *s;
	struct json *json;
	struct metadata_member *members;
	size_t count;
};

static void
add(struct making *to, const char *name, const struct metadata_found *found)
{
	json_set(to->json, name, metadata_spelled(to->s, name, found->value));
	to->members[to->count++] = (struct metadata_member){
	    name, found->from, found->claim, found->value};
}

static void
add_members(struct making *to)
{
	const struct json *members = to->s->profile->members;

	for (size_t i = 0; i < json_length(members); i++) {
		const char *name = json_string(json_at(members, i));
		const struct metadata_found found = metadata_find(to->s, name);
		if (found.value != NULL && !reserved_is(name, RESERVED_SERVER))
			add(to, name, &found);
	}
}

static void
add_claim(struct making *to, const char *name, const struct json *value)
{
	const struct metadata_found found = {value, METADATA_STATEMENT, NULL};

	add(to, name, &found);
}

/* Adds members in a language ("client_name#ja"): the statement's before the
 * request's. */
static void
add_tagged(struct making *to)
{
	const struct submission *s = to->s;
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(s->claims);
	     json_next(&each, &name, &value);)
		if (tagged_member(s->profile, name) && !json_is_empty(value))
			add_claim(to, name, value);
	for (struct json_each each = json_each(s->members);
	     json_next(&each, &name, &value);)
		if (tagged_member(s->profile, name) && !json_is_empty(value) &&
		    json_get(to->json, name) == NULL) {
			const struct metadata_found found = {
			    value, METADATA_REQUEST, NULL};
			add(to, name, &found);
		}
}

/* A claim that means something where a registration is read is a member that
 * was judged, or stays in the statement. */
static bool
is_echoed(const struct profile *profile, const char *name)
{
	return profile->echoes && !names_have(profile->is_unechoed, name) &&
	       !names_have(profile->is_member, name) && !known_member(name) &&
	       !reserved_is(name, RESERVED_SERVER);
}

static void
add_echoes(struct making *to)
{
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(to->s->claims);
	     json_next(&each, &name, &value);)
		if (is_echoed(to->s->profile, name))
			add_claim(to, name, value);
}

const struct metadata *
metadata_make(const struct submission *s)
{
	struct metadata *metadata = arena_alloc(s->arena, sizeof(*metadata));
	size_t most = json_length(s->profile->members) +
		      json_length(s->members) + 2 * json_length(s->claims);
	struct making to = {
	    .s = s,
	    .json = json_new_object(s->arena),
	    .members = arena_alloc(s->arena, (most + 1) * sizeof(*to.members)),
	};

	add_members(&to);
	add_tagged(&to);
	json_set_string(to.json, "software_statement", s->statement.text);
	add_echoes(&to);
	*metadata = (struct metadata){
	    .json = to.json,
	    .members = to.members,
	    .count = to.count,
	    .redirects = metadata_redirects(s),
	};
	return metadata;
}

const struct metadata_member *
metadata_member(const struct metadata *metadata, const char *name)
{
	for (size_t i = 0; metadata != NULL && i < metadata->count; i++)
		if (strcmp(metadata->members[i].name, name) == 0)
			return &metadata->members[i];
	return NULL;
}

const struct json *
metadata_registered(const struct submission *s)
{
	struct json *all;
	const struct json *value;
	const char *name;

	if (s->metadata == NULL)
		return NULL;
	if (s->added == NULL)
		return s->metadata->json;
	all = json_copy(s->arena, s->metadata->json);
	for (struct json_each each = json_each(s->added);
	     json_next(&each, &name, &value);)
		json_set(all, name, value);
	return all;
}
