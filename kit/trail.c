/* SPDX-License-Identifier: ISC */
/* Writes a record of the audit trail as one line of JSON. */
#include "kit/trail.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
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

/* The members of `text` that differ from those of `other` (NULL: all do). */
static const struct json *
members(struct arena *arena, const char *text, const char *other)
{
	const struct json *all = json_parse(arena, text, strlen(text), NULL);
	const struct json *rest =
	    other != NULL ? json_parse(arena, other, strlen(other), NULL)
			  : NULL;
	struct json *told = json_new_object(arena);
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(all);
	     json_next(&each, &name, &value);)
		if (!reserved_is(name, RESERVED_RECORD) &&
		    !json_equal(value, json_get(rest, name)))
			json_set(told, name, value);
	return told;
}

const char *
trail_text(struct arena *arena, const struct trail *trail)
{
	struct json *record = json_new_object(arena);

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
	if (trail->before != NULL)
		json_set(record, "before",
		    members(arena, trail->before, trail->after));
	if (trail->after != NULL)
		json_set(record, "after",
		    members(arena, trail->after, trail->before));
	return json_text(arena, record);
}
