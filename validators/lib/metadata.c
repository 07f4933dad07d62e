/* SPDX-License-Identifier: ISC */
/* Makes the client metadata that a submission would register. */
#include "validators/lib/metadata.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/members.h"
#include "kit/names.h"
#include "kit/reserved.h"
#include "validators/lib/known.h"
#include "validators/lib/private.h"
#include "validators/lib/profile.h"
#include "validators/lib/submission.h"
#include "validators/lib/verdict.h"

/* Where the member of that name is; `count`: nowhere. */
static size_t
find(const struct metadata_member *members, size_t count, const char *name)
{
	size_t i = 0;

	while (i < count && (*members[i].name != *name ||
				strcmp(members[i].name, name) != 0))
		i++;
	return i;
}

/* Of two members of one name the first stays, with the value of the second. */
static void
put(struct metadata_making *to, const struct metadata_member *member)
{
	const size_t i = find(to->members, to->count, member->name);

	if (i < to->count)
		to->members[i].value = member->value;
	else
		to->members[to->count++] = *member;
}

static void
add(struct metadata_making *to, const char *name,
    const struct metadata_found *found)
{
	const struct metadata_member member = {name, found->from, found->claim,
	    found->value, metadata_spelled(to->s, name, found->value)};

	put(to, &member);
}

static void
add_members(struct metadata_making *to)
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
add_claim(
    struct metadata_making *to, const char *name, const struct json *value)
{
	const struct metadata_found found = {value, METADATA_STATEMENT, NULL};

	add(to, name, &found);
}

/* Adds members in a language ("client_name#ja"): the statement's before the
 * request's. */
static void
add_tagged(struct metadata_making *to)
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
		    find(to->members, to->count, name) == to->count) {
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

/* No claim and no default; a certificate that is the statement is not told. */
static void
add_statement(struct metadata_making *to)
{
	const char *text = to->s->statement.text;
	const struct metadata_member member = {"software_statement",
	    METADATA_REQUEST, NULL, NULL,
	    text != NULL ? json_new_string(to->s->arena, text) : NULL};

	put(to, &member);
}

static void
add_echoes(struct metadata_making *to)
{
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(to->s->claims);
	     json_next(&each, &name, &value);)
		if (is_echoed(to->s->profile, name))
			add_claim(to, name, value);
}

static void
make(struct metadata_making *to)
{
	to->count = 0;
	add_members(to);
	add_tagged(to);
	add_statement(to);
	add_echoes(to);
}

const struct metadata *
metadata_make(const struct submission *s)
{
	struct metadata *metadata = arena_alloc(s->arena, sizeof(*metadata));
	const size_t most = json_length(s->profile->members) +
			    json_length(s->members) +
			    2 * json_length(s->claims);
	struct submission with = *s;
	struct metadata_making to = {
	    .s = &with,
	    .members = arena_alloc(s->arena, (most + 1) * sizeof(*to.members)),
	};

	if (s->profile->drops)
		with.overruled = to.overruled = json_new_object(s->arena);
	do {
		with.metadata = NULL;
		make(&to);
		*metadata = (struct metadata){
		    .members = to.members,
		    .count = to.count,
		    .redirects = metadata_redirects(&with),
		};
		with.metadata = metadata;
	} while (s->profile->drops && member_rules_drop(&to));
	metadata->dropped = to.dropped;
	return metadata;
}

const struct metadata_member *
metadata_member(const struct metadata *metadata, const char *name)
{
	size_t i;

	if (metadata == NULL)
		return NULL;
	i = find(metadata->members, metadata->count, name);
	return i < metadata->count ? &metadata->members[i] : NULL;
}

const struct json *
metadata_judged(const struct submission *s)
{
	const struct metadata *metadata = s->metadata;
	struct json *all;

	if (metadata == NULL)
		return NULL;
	all = json_new_object(s->arena);
	for (size_t i = 0; i < metadata->count; i++)
		json_set(
		    all, metadata->members[i].name, metadata->members[i].value);
	return all;
}

const struct json *
metadata_dropped_told(struct arena *arena, const struct metadata *metadata)
{
	const struct metadata_dropped *d =
	    metadata != NULL ? metadata->dropped : NULL;
	struct json *all = d != NULL ? json_new_array(arena) : NULL;

	for (; d != NULL; d = d->next) {
		struct json *one = json_new_object(arena);
		json_set_string(one, "member", d->name);
		json_set_string(one, "rule", d->rule->id);
		if (d->strings != NULL &&
		    !reserved_is(d->name, RESERVED_RECORD))
			json_set(one, "dropped", d->strings);
		json_append(all, one);
	}
	return all;
}

const struct json *
metadata_registered(const struct submission *s)
{
	const struct json *judged = metadata_judged(s), *value;
	struct json *all;
	const char *name;

	if (judged == NULL || s->added == NULL)
		return judged;
	all = json_copy(s->arena, judged);
	for (struct json_each each = json_each(s->added);
	     json_next(&each, &name, &value);)
		json_set(all, name, value);
	return all;
}

void
metadata_add_to(struct members *members, const struct submission *s)
{
	const struct metadata *metadata = s->metadata;

	if (s->added != NULL || metadata == NULL) {
		members_add_all(members, metadata_registered(s));
		return;
	}
	for (size_t i = 0; i < metadata->count; i++)
		members_add(members, metadata->members[i].name,
		    metadata->members[i].value);
}
