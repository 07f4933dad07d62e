/* SPDX-License-Identifier: ISC */
/* Reads what is next for a receiver that polls. */
#include "deliver/poll_window.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "deliver/event.h"
#include "deliver/set.h"
#include "kit/arena.h"
#include "kit/conf/config_receivers.h"
#include "kit/json.h"

/* Records that a window looks at, at most: most records may be no event. */
enum { RECORDS_MOST = 4096 };

struct reading {
	const struct poller *poller;
	const struct ledger_receiver *state;
	int64_t now;
	struct arena *arena;
	struct poll_window *window;
	size_t looked, kept;
	struct stored_record records[LIMIT_POLL];
};

static bool
is_full(const struct reading *r)
{
	return r->window->count + r->kept == LIMIT_POLL ||
	       r->looked == RECORDS_MOST;
}

enum poll_phase
poll_phase(const struct ledger_receiver *state)
{
	if (state->sweep != NULL)
		return POLL_CLIENTS;
	return state->deletions != NULL ? POLL_DELETIONS : POLL_TRAIL;
}

static void
add(struct poll_window *to, struct arena *arena, const char *position,
    const struct json *event)
{
	to->items[to->count++] = (struct poll_item){.position = position,
	    .client_id = json_string(json_get(event, "client_id")),
	    .jti = set_id(arena, event),
	    .event = event};
}

static bool
add_client(void *context, const struct stored_row *row)
{
	struct reading *r = context;
	const char *id;

	if (is_full(r)) {
		r->window->last = false;
		return false;
	}
	id = arena_strdup(r->arena, row->client.client_id);
	r->window->end = id;
	add(r->window, r->arena, id,
	    event_of_client(r->arena, r->poller->profile, r->state->cursor,
		"reconciled", r->now, &row->client));
	return true;
}

/* Keeps the records that may be events: the store may not be asked for their
 * clients meanwhile. */
static bool
keep_record(void *context, const struct stored_row *row)
{
	struct reading *r = context;
	const bool deletions = poll_phase(r->state) == POLL_DELETIONS;
	const struct stored_record *record = &row->record;
	struct arena *own;
	const char *name;

	if (deletions && strcmp(record->key, r->state->cursor) > 0)
		return false;
	if (is_full(r)) {
		r->window->last = false;
		return false;
	}
	r->looked++;
	r->window->end = arena_strdup(r->arena, record->key);
	own = arena_new();
	name = json_string(
	    json_get(json_parse(own, record->text, strlen(record->text), NULL),
		"event"));
	if (name != NULL && event_is_told(name) &&
	    (!deletions || strcmp(name, "deleted") == 0))
		r->records[r->kept++] = (struct stored_record){
		    r->window->end, arena_strdup(r->arena, record->text)};
	arena_free(own);
	return true;
}

/* The event of a record; NULL in *event: none is told of it.  Of old deletions
 * those do not count whose client is there again. */
static enum stored
event_of(const struct reading *r, const char *key, const char *text,
    const struct json **event)
{
	const struct poller *poller = r->poller;
	const struct json *record =
	    json_parse(r->arena, text, strlen(text), NULL);
	const char *id = json_string(json_get(record, "client_id"));
	struct client client;
	enum stored stored;
	const char *name;

	*event = NULL;
	if (id == NULL)
		return STORED_OK;
	stored = poller->store->ops->get(poller->store, id, r->arena, &client);
	if (stored != STORED_OK && stored != STORED_MISSING)
		return stored;
	if (stored == STORED_OK && poll_phase(r->state) == POLL_DELETIONS)
		return STORED_OK;
	*event = event_of_record(r->arena, poller->profile, key, record,
	    stored == STORED_OK ? &client : NULL);
	name = json_string(json_get(*event, "event"));
	if (name == NULL || !config_receiver_takes(poller->receiver, name))
		*event = NULL;
	return STORED_OK;
}

/* Makes events of the records that were kept. */
static enum stored
make_events(struct reading *r)
{
	for (size_t i = 0; i < r->kept; i++) {
		const struct stored_record *record = &r->records[i];
		const struct json *event;
		const enum stored stored =
		    event_of(r, record->key, record->text, &event);

		if (stored != STORED_OK)
			return stored;
		if (event != NULL)
			add(r->window, r->arena, record->key, event);
	}
	return STORED_OK;
}

enum stored
poll_window_read(const struct poller *poller,
    const struct ledger_receiver *state, int64_t now, struct arena *arena,
    struct poll_window *to)
{
	struct reading reading = {.poller = poller,
	    .state = state,
	    .now = now,
	    .arena = arena,
	    .window = to};
	struct stored_range range = {.table = TABLE_AUDIT};
	store_row_fn *each = keep_record;
	enum stored stored;

	to->last = true;
	switch (poll_phase(state)) {
	case POLL_CLIENTS:
		range = (struct stored_range){
		    .table = TABLE_CLIENTS, .after = state->sweep};
		each = add_client;
		break;
	case POLL_DELETIONS:
		range.after = state->deletions;
		break;
	case POLL_TRAIL:
		range.after = state->cursor;
		break;
	}
	to->end = arena_strdup(arena, range.after);
	stored =
	    poller->store->ops->rows(poller->store, &range, each, &reading);
	if (stored != STORED_OK || each == add_client)
		return stored;
	return make_events(&reading);
}

struct search {
	struct arena *arena;
	const char *key, *text; /* text NULL: it is not there */
};

static bool
take(void *context, const struct stored_row *row)
{
	struct search *search = context;

	if (strcmp(row->record.key, search->key) == 0)
		search->text = arena_strdup(search->arena, row->record.text);
	return false;
}

/* The record of this key, if it has not been pruned. */
static enum stored
find_record(struct store *store, struct arena *arena, const char *key,
    const char **text)
{
	const uint64_t number = strtoull(key, NULL, 16);
	const struct stored_range range = {.table = TABLE_AUDIT,
	    .after = number == 0
			 ? NULL
			 : arena_printf(arena, "%016" PRIx64, number - 1)};
	struct search search = {arena, key, NULL};
	const enum stored stored =
	    store->ops->rows(store, &range, take, &search);

	*text = search.text;
	return stored;
}

/* A client that was told as it is, or whose record has gone, is told as it is
 * now. */
static enum stored
event_of_lane(const struct poller *poller, const struct ledger_lane *lane,
    int64_t now, struct arena *arena, const struct json **event)
{
	static const struct ledger_receiver trail;
	const struct reading reading = {
	    .poller = poller, .state = &trail, .now = now, .arena = arena};
	const char *text = NULL;
	struct client client;
	enum stored stored = STORED_OK;

	*event = NULL;
	if (strcmp(lane->event, "reconciled") != 0)
		stored = find_record(poller->store, arena, lane->key, &text);
	if (stored == STORED_OK && text != NULL)
		return event_of(&reading, lane->key, text, event);
	if (stored == STORED_OK)
		stored = poller->store->ops->get(
		    poller->store, lane->client_id, arena, &client);
	if (stored == STORED_OK)
		*event = event_of_client(arena, poller->profile, lane->key,
		    "reconciled", now, &client);
	return stored == STORED_MISSING ? STORED_OK : stored;
}

enum stored
poll_window_add(const struct poller *poller, const struct ledger_lane *lane,
    int64_t now, struct arena *arena, struct poll_window *to)
{
	const struct json *event;
	const enum stored stored =
	    event_of_lane(poller, lane, now, arena, &event);

	if (stored == STORED_OK && event != NULL)
		add(to, arena, NULL, event);
	return stored == STORED_OK && event == NULL ? STORED_MISSING : stored;
}
