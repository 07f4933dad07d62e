/* SPDX-License-Identifier: ISC */
/* Writes a record of the audit trail as one line of JSON. */
#include "kit/trail.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/members.h"
#include "kit/moment.h"
#include "kit/reserved.h"

static const struct json *
split(struct arena *arena, const char *list)
{
	struct json *array = json_new_array(arena);

	while (*list != '\0') {
		size_t length = strcspn(list, ",");
		json_append_string(array, arena_strndup(arena, list, length));
		list += length + (list[length] == ',');
	}
	return array;
}

struct members *
trail_members(struct arena *arena, const char *metadata)
{
	struct members *members = members_new(arena);

	members_add_all(
	    members, json_parse(arena, metadata, strlen(metadata), NULL));
	return members;
}

/* Is the member one to be told, and another one than in `other` (NULL: all
 * are)? */
static bool
is_told(const struct member *member, const void *other)
{
	return !reserved_is(member->name, RESERVED_RECORD) &&
	       (other == NULL || !json_equal(member->value,
				     members_get(other, member->name)));
}

static void
add_changed(struct members *record, const char *name, struct members *members,
    const struct members *other)
{
	if (members != NULL)
		members_add_text(
		    record, name, members_text(members, is_told, other));
}

static void
add_facts(struct members *record, const struct trail_facts *facts)
{
	members_print_integer(record, "version", (int64_t)facts->version);
	members_print_string(record, "state", facts->state);
	members_print_string(record, "standing", facts->standing);
	members_print_integer(record, "not_before", facts->not_before);
	if (facts->expires != 0)
		members_print_integer(record, "expires", facts->expires);
	members_print_string(record, "profile", facts->profile);
	members_print_string(record, "software_id", facts->software_id);
	members_print_string(record, "directory", facts->directory);
	members_print_string(record, "organisation_id", facts->organisation_id);
	members_print_string(
	    record, "organisation_name", facts->organisation_name);
	members_add(record, "roles", facts->roles);
	members_print_string(record, "certificate_subject", facts->subject);
	members_print_string(record, "certificate_issuer", facts->issuer);
	if (facts->client != NULL)
		members_add_text(
		    record, "client", members_text(facts->client, NULL, NULL));
}

static void
add_party(struct members *record, const struct trail *trail)
{
	members_print_string(record, "software_id", trail->software_id);
	members_print_string(record, "organisation_id", trail->organisation_id);
	members_print_string(
	    record, "organisation_name", trail->organisation_name);
}

const char *
trail_text(struct arena *arena, const struct trail *trail)
{
	struct members *record = members_new(arena);

	members_print_string(record, "event", trail->event);
	members_print_string(record, "at", moment_text(arena, trail->at));
	members_print_string(record, "by", trail->by);
	members_print_string(record, "operator", trail->operator);
	members_print_string(record, "request", trail->request);
	members_print_string(record, "client_id", trail->client_id);
	members_print_string(record, "certificate_sha256",
	    trail->certificate != NULL || trail->facts == NULL
		? trail->certificate
		: trail->facts->certificate);
	members_print_string(record, "subject", trail->subject);
	members_print_string(record, "statement_issuer", trail->issuer);
	members_print_string(record, "statement_jti", trail->jti);
	if (trail->rules != NULL)
		members_add(record, "rules", split(arena, trail->rules));
	members_print_string(record, "why", trail->why);
	if (trail->dropped != NULL)
		members_add(record, "dropped", trail->dropped);
	if (trail->facts != NULL)
		add_facts(record, trail->facts);
	else
		add_party(record, trail);
	add_changed(record, "before", trail->before, trail->after);
	add_changed(record, "after", trail->after, trail->before);
	return members_text(record, NULL, NULL);
}
