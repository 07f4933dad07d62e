/* SPDX-License-Identifier: ISC */
/* Makes the event that is sent, of a record of the trail or of a client. */
#include <string.h>
#include <time.h>

#include "commands/deliver/private.h"
#include "deliver/event.h"
#include "kit/arena.h"
#include "kit/conf/config_receivers.h"
#include "kit/json.h"
#include "store/lib/rows.h"

/* STORED_MISSING: there is no such client, and *row is NULL. */
static enum stored
read_client(struct manager *manager, const char *client_id, struct arena *arena,
    const struct client **row)
{
	struct client *client = arena_alloc(arena, sizeof(*client));
	const enum stored stored =
	    manager->store->ops->get(manager->store, client_id, arena, client);

	*row = stored == STORED_OK ? client : NULL;
	return stored;
}

/* A record of a state that the client has left is told by a later one, which is
 * in the trail by now; so nobody hears of a state that is over.  A receiver
 * that is not told of all events may not be told of the later one.  A new one is
 * not told that a client was deleted which is there again. */
static bool
is_over(const struct manager *manager, const struct json *record,
    const struct client *row)
{
	int64_t version;

	if (manager->receiver->events != NULL ||
	    !json_integer(json_get(record, "version"), &version))
		return false;
	return row == NULL || (uint64_t)version < row->version;
}

static enum composed
of_record(struct manager *manager, const char *key, const char *text,
    const char *client_id, struct arena *arena, const struct json **event)
{
	const struct json *record = json_parse(arena, text, strlen(text), NULL);
	const char *name = json_string(json_get(record, "event"));
	const struct client *row;

	if (name == NULL)
		return COMPOSED_NOTHING;
	if (read_client(manager, client_id, arena, &row) == STORED_UNABLE)
		return COMPOSED_UNABLE;
	*event = NULL;
	if (strcmp(name, "deleted") == 0
		? row == NULL || manager->feed.of != FEED_DELETIONS
		: !is_over(manager, record, row))
		*event =
		    event_of_record(arena, manager->profile, key, record, row);
	return *event != NULL ? COMPOSED : COMPOSED_NOTHING;
}

/* What is said of a client that is gone, where no record says it. */
static const struct json *
gone(const char *key, const char *client_id, struct arena *arena)
{
	struct json *event = json_new_object(arena);

	json_set_string(event, "key", key);
	json_set_string(event, "event", "deleted");
	json_set_string(event, "client_id", client_id);
	json_set_string(event, "state", "deleted");
	json_set_integer(event, "not_before", time(NULL) + 1);
	return event;
}

/* The client as it is now; `missing` is what is sent where there is none. */
static enum composed
of_client(struct manager *manager, const char *key, const char *client_id,
    bool missing, struct arena *arena, const struct json **event)
{
	const struct client *row;

	switch (read_client(manager, client_id, arena, &row)) {
	case STORED_OK:
		*event = event_of_client(arena, manager->profile, key,
		    "reconciled", time(NULL), row);
		return COMPOSED;
	case STORED_MISSING:
		*event = gone(key, client_id, arena);
		return missing ? COMPOSED : COMPOSED_NOTHING;
	default:
		return COMPOSED_UNABLE;
	}
}

enum composed
compose_item(struct manager *manager, const struct item *item,
    struct arena *arena, const struct json **event)
{
	if (item->text == NULL)
		return of_client(manager, item->key, item->lane->client_id,
		    false, arena, event);
	return of_record(manager, item->key, item->text, item->lane->client_id,
	    arena, event);
}

struct search {
	struct arena *arena;
	const char *key, *text;
};

static bool
take(void *context, const struct stored_record *record)
{
	struct search *search = context;

	if (strcmp(record->key, search->key) == 0)
		search->text = arena_strdup(search->arena, record->text);
	return false;
}

/* The record may be pruned, or be another client's where the lane was made for
 * none: then the client as it is is sent, or that it is gone. */
enum composed
compose_row(struct manager *manager, const struct ledger_lane *row,
    struct arena *arena, const struct json **event)
{
	struct search search = {arena, row->key, NULL};
	char before[LEDGER_KEY + 1];
	const struct json *record;
	const char *client_id;

	feed_before(row->key, before);
	if (rows_records(manager->store, TABLE_AUDIT, before, take, &search) ==
	    STORED_UNABLE)
		return COMPOSED_UNABLE;
	record = search.text != NULL
		     ? json_parse(arena, search.text, strlen(search.text), NULL)
		     : NULL;
	client_id = json_string(json_get(record, "client_id"));
	if (client_id == NULL || strcmp(client_id, row->client_id) != 0 ||
	    strcmp(row->event, "reconciled") == 0)
		return of_client(
		    manager, row->key, row->client_id, true, arena, event);
	return of_record(
	    manager, row->key, search.text, client_id, arena, event);
}
