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

/* The record without its last brace, and with the members behind it. */
static const char *
with(struct arena *arena, const char *text, const char *name,
    struct members *members, const struct members *other)
{
	if (members == NULL)
		return text;
	return arena_printf(arena, "%.*s,\"%s\":%s}", (int)strlen(text) - 1,
	    text, name, members_text(members, is_told, other));
}

const char *
trail_text(struct arena *arena, const struct trail *trail)
{
	struct json *record = json_new_object(arena);
	const char *text;

	json_set_string(record, "event", trail->event);
	json_set_string(record, "at", moment_text(arena, trail->at));
	json_set_string(record, "by", trail->by);
	json_set_string(record, "request", trail->request);
	json_set_string(record, "client_id", trail->client_id);
	json_set_string(record, "certificate_sha256", trail->certificate);
	json_set_string(record, "subject", trail->subject);
	json_set_string(record, "statement_issuer", trail->issuer);
	json_set_string(record, "statement_jti", trail->jti);
	if (trail->rules != NULL)
		json_set(record, "rules", split(arena, trail->rules));
	json_set_string(record, "why", trail->why);
	text = json_text(arena, record);
	text = with(arena, text, "before", trail->before, trail->after);
	return with(arena, text, "after", trail->after, trail->before);
}
