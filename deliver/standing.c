/* SPDX-License-Identifier: ISC */
/* Says how a receiver stands: what waits for it, for how long, and why. */
#include "deliver/standing.h"

#include <stdio.h>
#include <string.h>

#include "deliver/event.h"
#include "kit/arena.h"
#include "store/lib/rows.h"

struct counting {
	struct standing *standing;
	int64_t now;
};

/* Of a clock that was ahead there is no age. */
static int64_t
age(int64_t since, int64_t now)
{
	return since > 0 && since < now ? now - since : 0;
}

static bool
count_lane(void *context, const struct ledger_lane *lane)
{
	const struct counting *counting = context;
	struct standing *standing = counting->standing;
	const int64_t seconds = age(lane->since, counting->now);

	if (lane->parked)
		standing->parked++;
	else
		standing->waiting++;
	if (seconds > standing->oldest_seconds)
		standing->oldest_seconds = seconds;
	return true;
}

/* A failing receiver has failed for a second at least. */
static void
take_row(struct standing *standing, const struct ledger_receiver *row,
    int64_t now, struct arena *arena)
{
	standing->known = true;
	standing->held = *row->lease != '\0' && row->until >= now;
	if (row->failing_since != 0)
		standing->failing_seconds = age(row->failing_since, now) > 0
						? age(row->failing_since, now)
						: 1;
	if (row->last_error != NULL)
		standing->last_error = arena_strdup(arena, row->last_error);
}

/* Refusals and the like are in the trail, too, and nobody is told of them. */
static bool
count_event(void *context, const struct stored_record *record)
{
	static const char member[] = "\"event\":\"";
	const char *at = strstr(record->text, member);
	char event[16] = "";

	if (at != NULL)
		(void)sscanf(at + sizeof member - 1, "%15[a-z_]", event);
	*(int64_t *)context += event_is_told(event);
	return true;
}

/* To a receiver without a row all clients are handed over first. */
static enum stored
count_behind(struct store *store, const struct ledger_receiver *row,
    struct standing *standing)
{
	size_t clients = 0;
	enum stored stored = rows_records(store, TABLE_AUDIT, row->cursor,
	    count_event, &standing->events_behind);

	if (stored == STORED_OK && row->sweep != NULL && row->deletions == NULL)
		stored = rows_count(store, TABLE_CLIENTS, row->sweep, &clients);
	standing->clients_behind = (int64_t)clients;
	return stored;
}

enum stored
standing_of(struct store *store, const char *name, int64_t now,
    struct arena *arena, struct standing *out)
{
	struct ledger_receiver row = {.cursor = LEDGER_FIRST, .sweep = ""};
	struct counting counting = {.now = now};
	const char *text;
	enum stored stored = ledger_get(store, name, arena, &text);

	*out = (struct standing){.last_error = ""};
	counting.standing = out;
	if (stored != STORED_OK)
		return stored;
	if (text != NULL && ledger_receiver_read(arena, text, &row))
		take_row(out, &row, now, arena);
	stored = ledger_lanes(store, name, count_lane, &counting);
	if (stored != STORED_OK)
		return stored;
	return count_behind(store, &row, out);
}

struct naming {
	struct arena *arena;
	const char *last;
	void (*each)(void *context, const char *name);
	void *context;
};

/* All rows of a receiver lie together, its own before those of its lanes: the
 * blank is before every byte that a name may have. */
static bool
take_name(void *context, const struct stored_record *record)
{
	struct naming *naming = context;
	const size_t length = strcspn(record->key, " ");

	if (strlen(naming->last) == length &&
	    strncmp(naming->last, record->key, length) == 0)
		return true;
	naming->last = arena_strndup(naming->arena, record->key, length);
	naming->each(naming->context, naming->last);
	return true;
}

enum stored
standing_names(struct store *store, struct arena *arena,
    void (*each)(void *context, const char *name), void *context)
{
	struct naming naming = {arena, "", each, context};

	return rows_records(store, TABLE_DELIVERIES, NULL, take_name, &naming);
}

void
standing_numbers(const struct standing *standing,
    void (*each)(void *context, const char *name, int64_t number),
    void *context)
{
	each(context, "delivering", standing->held);
	each(context, "waiting", standing->waiting);
	each(context, "parked", standing->parked);
	each(context, "oldest_seconds", standing->oldest_seconds);
	each(context, "failing_seconds", standing->failing_seconds);
	each(context, "events_behind", standing->events_behind);
	each(context, "clients_behind", standing->clients_behind);
}
