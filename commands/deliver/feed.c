/* SPDX-License-Identifier: ISC */
/* Reads what a receiver is to be told: the trail behind its cursor, and, for a
 * new one, the clients and deletions that are there. */
#include <stdio.h>
#include <string.h>

#include "commands/deliver/private.h"
#include "deliver/event.h"
#include "kit/arena.h"
#include "kit/conf/config_receivers.h"
#include "kit/json.h"
#include "kit/log.h"
#include "kit/monotonic.h"
#include "store/lib/rows.h"

/* Items in memory, rows read at a time, and milliseconds between two looks at
 * the trail of a store that can tell whether there is news, and of another. */
enum { ITEMS = 1024, BATCH = 256, SOON = 20, LOOK = 200 };

static void
set_client_id(struct feed *feed, const char *client_id)
{
	struct arena *arena = arena_new();

	client_id = arena_strdup(arena, client_id);
	arena_free(feed->arena);
	feed->arena = arena;
	feed->client_id = client_id;
}

void
feed_begin(struct manager *manager)
{
	struct feed *feed = &manager->feed;
	const struct ledger_receiver *row = &manager->row;

	memcpy(feed->start, row->cursor, sizeof(feed->start));
	memcpy(feed->read, row->cursor, sizeof(feed->read));
	feed->of = FEED_TRAIL;
	feed->more = true;
	if (row->sweep != NULL) {
		feed->of = FEED_CLIENTS;
		set_client_id(feed, row->sweep);
	} else if (row->deletions != NULL) {
		feed->of = FEED_DELETIONS;
		(void)snprintf(
		    feed->read, sizeof(feed->read), "%s", row->deletions);
	}
}

/* What one look at the store brings; rows are copied, for whoever is told a row
 * may not call the store. */
struct batch {
	struct manager *manager;
	size_t count;
	bool blocked, ended;
};

static bool
take_client(void *context, const struct stored_row *row)
{
	struct batch *batch = context;
	struct manager *manager = batch->manager;
	struct feed *feed = &manager->feed;
	const char *id = row->client.client_id;
	const bool same = feed->known != NULL &&
			  known_same(feed->known, id, row->client.version);

	set_client_id(feed, id);
	(void)lane_add(&manager->lanes,
	    same ? NULL : lane_of(&manager->lanes, id), feed->start,
	    "reconciled", id, NULL);
	return ++batch->count < BATCH;
}

/* Is the receiver told of it? */
static bool
is_wanted(const struct manager *manager, const char *event)
{
	const bool recovered = event != NULL && strcmp(event, "recovered") == 0;

	if (event == NULL || !event_is_told(event))
		return false;
	if (manager->feed.of == FEED_DELETIONS && strcmp(event, "deleted") != 0)
		return false;
	return config_receiver_takes(
	    manager->receiver, recovered ? "updated" : event);
}

static bool
take_record(void *context, const struct stored_record *record)
{
	struct batch *batch = context;
	struct manager *manager = batch->manager;
	struct feed *feed = &manager->feed;
	struct arena *arena = arena_new();
	const struct json *json =
	    json_parse(arena, record->text, strlen(record->text), NULL);
	const char *event = json_string(json_get(json, "event"));
	const char *id = json_string(json_get(json, "client_id"));
	struct lane *lane = NULL;

	if (feed->of == FEED_DELETIONS && strcmp(record->key, feed->start) > 0)
		batch->ended = true;
	else if (id != NULL && *id != '\0' && is_wanted(manager, event))
		lane = lane_of(&manager->lanes, id);
	if (!batch->ended)
		batch->blocked = !lane_add(&manager->lanes, lane, record->key,
		    event != NULL ? event : "", record->key, record->text);
	arena_free(arena);
	if (batch->ended || batch->blocked)
		return false;
	memcpy(feed->read, record->key, sizeof(feed->read));
	return ++batch->count < BATCH;
}

static bool
remove_one(void *context, const char *client_id)
{
	struct manager *manager = context;
	struct lanes *lanes = &manager->lanes;

	lane_keep(lanes, lane_of(lanes, client_id), manager->feed.start,
	    "reconciled", "", 0, false);
	return true;
}

static bool
count_one(void *context, const char *client_id)
{
	size_t *count = context;

	(void)client_id;
	++*count;
	return true;
}

/* Puts into lanes the clients that the receiver has and we have not, unless
 * these are more than may be; false when the store cannot say. */
static bool
remove_gone(struct manager *manager)
{
	const struct known *known = manager->feed.known;
	const size_t total = known_count(known);
	size_t count = 0;

	if (!known_gone(known, manager->store, count_one, &count)) {
		manager->unable = true;
		return false;
	}
	if (count * 100 > total * manager->receiver->removes) {
		log_line("deliver: %s: has %zu of %zu clients that are not "
			 "registered, more than remove_percent: none is "
			 "removed; see dcr deliver reconcile",
		    manager->receiver->name, count, total);
		return true;
	}
	return count == 0 ||
	       known_gone(known, manager->store, remove_one, manager);
}

/* One part of what a new receiver is handed over is read when nothing of it is
 * left to read; the next begins when nothing of it is left to send. */
static void
next_part(struct manager *manager)
{
	struct feed *feed = &manager->feed;

	if (manager->lanes.first != NULL)
		return;
	if (feed->of == FEED_CLIENTS && feed->known != NULL &&
	    !remove_gone(manager))
		return;
	if (feed->of == FEED_CLIENTS && feed->known == NULL) {
		feed->of = FEED_DELETIONS;
		memcpy(feed->read, LEDGER_FIRST, sizeof(feed->read));
		manager->row.sweep = NULL;
		manager->row.deletions = LEDGER_FIRST;
	} else {
		feed->of = FEED_TRAIL;
		feed->known = NULL;
		memcpy(feed->read, feed->start, sizeof(feed->read));
		manager->row.sweep = manager->row.deletions = NULL;
	}
	feed->more = true;
	manager->settle_at = 0;
}

static enum stored
read_batch(struct manager *manager, struct batch *batch)
{
	struct feed *feed = &manager->feed;
	const struct stored_range clients = {
	    .table = TABLE_CLIENTS, .after = feed->client_id};

	if (feed->of == FEED_CLIENTS)
		return manager->store->ops->rows(
		    manager->store, &clients, take_client, batch);
	return rows_records(
	    manager->store, TABLE_AUDIT, feed->read, take_record, batch);
}

/* Has anything changed since the trail was read to its end?  0: nobody can
 * tell. */
static bool
is_news(struct manager *manager)
{
	struct feed *feed = &manager->feed;
	const uint64_t now = manager->store->ops->generation(manager->store);

	if (!feed->more && monotonic_left(feed->next) > 0)
		return false;
	if (!feed->more && now != 0 && now == feed->generation) {
		feed->next = monotonic_deadline(SOON);
		return false;
	}
	feed->generation = now;
	feed->next = monotonic_deadline(now != 0 ? SOON : LOOK);
	return true;
}

void
feed_read(struct manager *manager)
{
	struct feed *feed = &manager->feed;
	struct batch batch = {manager, 0, false, false};

	if (manager->lanes.items > ITEMS - BATCH)
		return;
	if (feed->of != FEED_TRAIL && !feed->more) {
		next_part(manager);
		return;
	}
	if (!is_news(manager))
		return;
	if (read_batch(manager, &batch) != STORED_OK) {
		manager->unable = true;
		feed->generation = 0;
		feed->next = monotonic_deadline(LOOK);
		feed->more = feed->of != FEED_TRAIL;
		return;
	}
	manager->unable = false;
	feed->more = batch.count == BATCH;
	if (batch.blocked) {
		feed->generation = 0;
		feed->next = monotonic_deadline(SOON);
		feed->more = feed->of != FEED_TRAIL;
	}
}
