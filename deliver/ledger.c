/* SPDX-License-Identifier: ISC */
/* Writes and reads the rows that say what receivers have been told. */
#include "deliver/ledger.h"

#include <stdio.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/json.h"

static void
set_text(struct json *object, const char *name, const char *text)
{
	if (text != NULL)
		json_set_string(object, name, text);
}

const char *
ledger_receiver_text(
    struct arena *arena, const struct ledger_receiver *receiver)
{
	struct json *object = json_new_object(arena);

	json_set_string(object, "cursor", receiver->cursor);
	json_set_string(object, "lease", receiver->lease);
	json_set_integer(object, "until", receiver->until);
	set_text(object, "sweep", receiver->sweep);
	set_text(object, "deletions", receiver->deletions);
	json_set_integer(object, "started", receiver->started);
	if (receiver->failing_since != 0)
		json_set_integer(
		    object, "failing_since", receiver->failing_since);
	set_text(object, "last_error", receiver->last_error);
	set_text(object, "asked", receiver->asked);
	set_text(object, "acked", receiver->acked);
	return json_text(arena, object);
}

static const char *
text_of(const struct json *object, const char *name)
{
	const char *text = json_string(json_get(object, name));

	return text != NULL ? text : "";
}

/* Sixteen hexadecimal digits, as all keys of the trail. */
static bool
take_key(char *to, const struct json *object, const char *name)
{
	const char *text = text_of(object, name);

	if (strlen(text) != LEDGER_KEY ||
	    strspn(text, "0123456789abcdef") != LEDGER_KEY)
		return false;
	memcpy(to, text, LEDGER_KEY + 1);
	return true;
}

bool
ledger_receiver_read(
    struct arena *arena, const char *text, struct ledger_receiver *out)
{
	const struct json *object = json_parse(arena, text, strlen(text), NULL);

	*out = (struct ledger_receiver){.lease = text_of(object, "lease"),
	    .sweep = json_string(json_get(object, "sweep")),
	    .deletions = json_string(json_get(object, "deletions")),
	    .last_error = json_string(json_get(object, "last_error")),
	    .asked = json_string(json_get(object, "asked")),
	    .acked = json_string(json_get(object, "acked"))};
	(void)json_integer(json_get(object, "until"), &out->until);
	(void)json_integer(json_get(object, "started"), &out->started);
	(void)json_integer(
	    json_get(object, "failing_since"), &out->failing_since);
	return take_key(out->cursor, object, "cursor");
}

static bool
is_key(const char *text)
{
	if (strlen(text) > DELIVERY_KEY_MOST)
		return false;
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

const char *
ledger_key(struct arena *arena, const char *name, const char *client_id)
{
	const char *key = arena_printf(arena, "%s %s", name, client_id);

	if (is_key(key) && *client_id != '#')
		return key;
	return arena_printf(arena, "%s #%s", name,
	    digest_hex(arena, client_id, strlen(client_id)));
}

const char *
ledger_lane_text(
    struct arena *arena, const char *name, const struct ledger_lane *lane)
{
	struct json *object = json_new_object(arena);
	const char *key = ledger_key(arena, name, lane->client_id);

	json_set_string(object, "key", lane->key);
	json_set_string(object, "event", lane->event);
	json_set_integer(object, "since", lane->since);
	json_set_integer(object, "attempts", lane->attempts);
	json_set_integer(object, "next", lane->next);
	json_set_string(object, "answer", lane->answer);
	if (lane->parked)
		json_set_boolean(object, "parked", true);
	if (key[strlen(name) + 1] == '#')
		json_set_string(object, "client_id", lane->client_id);
	return json_text(arena, object);
}

bool
ledger_lane_read(struct arena *arena, const struct stored_record *row,
    struct ledger_lane *out)
{
	const struct json *object =
	    json_parse(arena, row->text, strlen(row->text), NULL);
	const char *id = strchr(row->key, ' ');

	*out = (struct ledger_lane){.client_id = id != NULL ? id + 1 : "",
	    .parked = json_true(json_get(object, "parked"))};
	if (*out->client_id == '#')
		out->client_id = text_of(object, "client_id");
	out->client_id = arena_strdup(arena, out->client_id);
	(void)json_integer(json_get(object, "since"), &out->since);
	(void)json_integer(json_get(object, "attempts"), &out->attempts);
	(void)json_integer(json_get(object, "next"), &out->next);
	(void)snprintf(
	    out->event, sizeof(out->event), "%s", text_of(object, "event"));
	(void)snprintf(
	    out->answer, sizeof(out->answer), "%s", text_of(object, "answer"));
	return take_key(out->key, object, "key") && *out->client_id != '\0';
}

struct search {
	struct arena *arena;
	const char *key;
	const char *text;
};

static bool
take(void *context, const struct stored_row *row)
{
	struct search *search = context;

	if (strcmp(row->record.key, search->key) == 0)
		search->text = arena_strdup(search->arena, row->record.text);
	return false;
}

/* No key is between the one asked for and what `after` is: a key is printable,
 * and DEL is behind all that is. */
enum stored
ledger_get(struct store *store, const char *key, struct arena *arena,
    const char **text)
{
	const int before = (int)strlen(key) - 1;
	const struct stored_range range = {.table = TABLE_DELIVERIES,
	    .after = arena_printf(
		arena, "%.*s%c\x7f", before, key, key[before] - 1)};
	struct search search = {arena, key, NULL};
	const enum stored stored =
	    store->ops->rows(store, &range, take, &search);

	*text = search.text;
	return stored;
}

struct lanes {
	const char *prefix;
	bool (*each)(void *context, const struct ledger_lane *lane);
	void *context;
};

static bool
tell(void *context, const struct stored_row *row)
{
	const struct lanes *lanes = context;
	struct arena *arena;
	struct ledger_lane lane;
	bool more = true;

	if (strncmp(row->record.key, lanes->prefix, strlen(lanes->prefix)) != 0)
		return false;
	arena = arena_new();
	if (ledger_lane_read(arena, &row->record, &lane))
		more = lanes->each(lanes->context, &lane);
	arena_free(arena);
	return more;
}

enum stored
ledger_lanes(struct store *store, const char *name,
    bool (*each)(void *context, const struct ledger_lane *lane), void *context)
{
	struct arena *arena = arena_new();
	struct lanes lanes = {arena_printf(arena, "%s ", name), each, context};
	const struct stored_range range = {
	    .table = TABLE_DELIVERIES, .after = lanes.prefix};
	const enum stored stored =
	    store->ops->rows(store, &range, tell, &lanes);

	arena_free(arena);
	return stored;
}
