/* SPDX-License-Identifier: ISC */
/* Keeps the lanes: the events of each client, in their order. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "commands/deliver/private.h"
#include "kit/arena.h"
#include "kit/monotonic.h"

void
lane_begin(struct lanes *lanes)
{
	lanes->ready_end = &lanes->ready;
	lanes->last = &lanes->first;
}

/* FNV-1a; a client_id is random, or an operator's. */
static size_t
bucket_of(const char *client_id)
{
	uint64_t hash = 0xcbf29ce484222325;

	for (; *client_id != '\0'; client_id++)
		hash = (hash ^ (unsigned char)*client_id) * 0x100000001b3;
	return (hash ^ hash >> 32) % LANE_BUCKETS;
}

struct lane *
lane_find(const struct lanes *lanes, const char *client_id)
{
	struct lane *lane = lanes->buckets[bucket_of(client_id)];

	while (lane != NULL && strcmp(lane->client_id, client_id) != 0)
		lane = lane->chain;
	return lane;
}

struct lane *
lane_of(struct lanes *lanes, const char *client_id)
{
	struct lane *lane = lane_find(lanes, client_id), **bucket;
	struct arena *arena;

	if (lane != NULL)
		return lane;
	arena = arena_new();
	lane = arena_alloc(arena, sizeof(*lane));
	bucket = &lanes->buckets[bucket_of(client_id)];
	lane->arena = arena;
	lane->client_id = arena_strdup(arena, client_id);
	lane->row.client_id = lane->client_id;
	lane->chain = *bucket;
	*bucket = lane;
	return lane;
}

void
lane_forget(struct lanes *lanes, struct lane *lane)
{
	struct lane **link = &lanes->buckets[bucket_of(lane->client_id)];

	if (lane->waiting != NULL || lane->busy || lane->kept || lane->dirty ||
	    lane->ready)
		return;
	while (*link != lane)
		link = &(*link)->chain;
	*link = lane->chain;
	arena_free(lane->arena);
}

static struct item *
new_item(struct lanes *lanes, struct lane *lane, const char *at)
{
	struct arena *arena = arena_new();
	struct item *item = arena_alloc(arena, sizeof(*item));

	item->arena = arena;
	item->lane = lane;
	item->at = arena_strdup(arena, at);
	*lanes->last = item;
	lanes->last = &item->next;
	lanes->items++;
	return item;
}

void
lane_wait(struct lanes *lanes, struct lane *lane)
{
	if (lane->ready || lane->busy || lane->waiting == NULL)
		return;
	lane->ready = true;
	lane->next_ready = NULL;
	*lanes->ready_end = lane;
	lanes->ready_end = &lane->next_ready;
}

void
lane_soil(struct lanes *lanes, struct lane *lane)
{
	if (lane->dirty)
		return;
	lane->dirty = true;
	lane->next_written = lanes->dirty;
	lanes->dirty = lane;
}

/* An event for a lane that has a row takes the place of the one there, at the
 * time of that; a parked one gets a new chance. */
static void
replace_row(
    struct lanes *lanes, struct lane *lane, const char *key, const char *event)
{
	const bool parked = lane->row.parked;

	memcpy(lane->row.key, key, sizeof(lane->row.key));
	(void)snprintf(lane->row.event, sizeof(lane->row.event), "%s", event);
	if (parked) {
		lanes->parked--;
		lane->row.parked = false;
		lane->row.attempts = 0;
		lane->row.since = lane->row.next = time(NULL);
		lane->due = lanes->earliest = monotonic_now();
	}
	lane_soil(lanes, lane);
}

bool
lane_add(struct lanes *lanes, struct lane *lane, const char *key,
    const char *event, const char *at, const char *text)
{
	struct item *item;

	if (lane != NULL && lane->waiting != NULL) {
		if (strcmp(lane->waiting->event, "deleted") == 0)
			return false;
		lane->waiting->settled = true;
		lane->waiting->lane = NULL;
		lane->waiting = NULL;
	}
	item = new_item(lanes, lane, at);
	if (lane == NULL || lane->kept) {
		if (lane != NULL)
			replace_row(lanes, lane, key, event);
		item->lane = NULL;
		item->settled = true;
		return true;
	}
	memcpy(item->key, key, sizeof(item->key));
	(void)snprintf(item->event, sizeof(item->event), "%s", event);
	item->text = arena_strdup(item->arena, text);
	lane->waiting = item;
	lane_wait(lanes, lane);
	return true;
}

void
lane_each_kept(struct lanes *lanes,
    void (*each)(void *context, struct lane *lane), void *context)
{
	for (size_t i = 0; lanes->kept > 0 && i < LANE_BUCKETS; i++)
		for (struct lane *lane = lanes->buckets[i], *next; lane != NULL;
		     lane = next) {
			next = lane->chain;
			if (lane->kept)
				each(context, lane);
		}
}

struct due {
	struct lane *lane;
	int64_t now, earliest;
};

static void
find_due(void *context, struct lane *lane)
{
	struct due *due = context;

	if (lane->row.parked || lane->busy)
		return;
	if (lane->due <= due->now &&
	    (due->lane == NULL || lane->due < due->lane->due))
		due->lane = lane;
	if (lane->due < due->earliest)
		due->earliest = lane->due;
}

struct lane *
lane_next(struct lanes *lanes)
{
	struct due due = {NULL, monotonic_now(), INT64_MAX};
	struct lane *lane = lanes->ready;

	if (lanes->kept > lanes->parked && lanes->earliest <= due.now) {
		lane_each_kept(lanes, find_due, &due);
		lanes->earliest = due.earliest;
		if (due.lane != NULL)
			return due.lane;
	}
	if (lane == NULL)
		return NULL;
	lanes->ready = lane->next_ready;
	if (lanes->ready == NULL)
		lanes->ready_end = &lanes->ready;
	lane->ready = false;
	return lane;
}

void
lane_clear(struct lanes *lanes)
{
	struct item *item;

	while ((item = lanes->first) != NULL && item->settled) {
		lanes->first = item->next;
		if (lanes->first == NULL)
			lanes->last = &lanes->first;
		lanes->items--;
		arena_free(item->arena);
	}
}
