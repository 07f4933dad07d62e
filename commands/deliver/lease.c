/* SPDX-License-Identifier: ISC */
/* Who delivers to a receiver, and the writing down of what is settled. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "commands/deliver/private.h"
#include "kit/arena.h"
#include "kit/conf/config_receivers.h"
#include "kit/digest.h"
#include "kit/file.h"
#include "kit/log.h"
#include "kit/monotonic.h"

enum {
	LEASE_SECONDS = 15,
	RENEW_SECONDS = 5,
	ROWS = DELIVERIES_MOST - 1,
	NAME_MOST = 64
};

/* The machine since it was started, and the processes that have numbers in
 * common: a process that is not there any more is told by its number only
 * there. */
static const char *
place_of(struct arena *arena)
{
	char name[NAME_MOST + 1] = "", space[NAME_MOST] = "";
	size_t length = 0;
	const char *boot = file_read(
	    arena, "/proc/sys/kernel/random/boot_id", NAME_MOST, &length);
	const char *both;

	(void)gethostname(name, NAME_MOST);
	name[strcspn(name, ":")] = '\0';
	if (readlink("/proc/self/ns/pid", space, sizeof(space) - 1) < 0)
		*space = '\0';
	both = arena_printf(arena, "%s %s", boot != NULL ? boot : "", space);
	return arena_printf(
	    arena, "%s/%.8s", name, digest_hex(arena, both, strlen(both)));
}

static bool
is_dead(const char *lease, const char *place)
{
	const size_t length = strlen(place);
	long pid;

	return strncmp(lease, place, length) == 0 && lease[length] == ':' &&
	       sscanf(lease + length + 1, "%ld:", &pid) == 1 && pid > 0 &&
	       kill((pid_t)pid, 0) == -1 && errno == ESRCH;
}

/* The row as it shall be becomes the row as it is. */
static void
adopt(struct manager *manager, const struct ledger_receiver *row,
    const char *text, struct arena *arena)
{
	struct arena *old = manager->row_arena;

	manager->row = *row;
	manager->row.sweep = arena_strdup(arena, row->sweep);
	manager->row.deletions = arena_strdup(arena, row->deletions);
	manager->row.last_error = arena_strdup(arena, row->last_error);
	manager->row.asked = arena_strdup(arena, row->asked);
	manager->text = text;
	manager->row_arena = arena;
	arena_free(old);
}

static void
count_time(struct manager *manager, int64_t now)
{
	manager->lease_until = now + LEASE_SECONDS * INT64_C(1000000000);
	manager->renew = now + RENEW_SECONDS * INT64_C(1000000000);
}

/* Puts the receiver's row, and others with it, in place of what was read. */
static enum stored
put(struct manager *manager, struct ledger_receiver *row,
    struct stored_delivery *rows, size_t count, struct arena *arena)
{
	const struct stored_delivery was = {
	    manager->receiver->name, manager->text};
	const int64_t now = monotonic_now();
	enum stored stored;

	rows[0].key = manager->receiver->name;
	rows[0].text = ledger_receiver_text(arena, row);
	stored =
	    manager->store->ops->deliver(manager->store, &was, rows, count);
	if (stored == STORED_OK) {
		count_time(manager, now);
		adopt(manager, row, rows[0].text, arena);
	}
	return stored;
}

/* A receiver without a row is new: all that is there is handed over to it. */
static enum stored
first_row(struct manager *manager, struct ledger_receiver *row)
{
	*row = (struct ledger_receiver){.sweep = "", .started = time(NULL)};
	return feed_newest(manager->store, row->cursor);
}

static enum leased
take(struct manager *manager, struct arena *arena)
{
	const char *name = manager->receiver->name, *place = place_of(arena);
	struct stored_delivery rows[1];
	struct ledger_receiver row;
	const char *text;
	const int64_t now = time(NULL);
	enum stored stored = ledger_get(manager->store, name, arena, &text);

	if (stored != STORED_OK)
		return LEASED_UNABLE;
	if (text == NULL || !ledger_receiver_read(arena, text, &row))
		stored = first_row(manager, &row);
	else if (*row.lease != '\0' && row.until >= now &&
		 !is_dead(row.lease, place))
		return LEASED_OTHER;
	manager->lease = arena_printf(manager->arena, "%s:%ld:%s", place,
	    (long)getpid(), random_hex(arena, 8));
	row.lease = manager->lease;
	row.until = now + LEASE_SECONDS;
	manager->text = text;
	if (stored == STORED_OK)
		stored = put(manager, &row, rows, 1, arena);
	if (stored == STORED_CONFLICT)
		return LEASED_OTHER;
	return stored == STORED_OK ? LEASED : LEASED_UNABLE;
}

enum leased
lease_take(struct manager *manager)
{
	struct arena *arena = arena_new();
	enum leased leased = take(manager, arena);

	if (leased != LEASED) {
		manager->text = NULL;
		arena_free(arena);
		return leased;
	}
	if (lane_load(&manager->lanes, manager->store,
		manager->receiver->name) != STORED_OK)
		return LEASED_UNABLE;
	feed_begin(manager);
	return LEASED;
}

enum leased
lease_look(struct manager *manager)
{
	struct arena *arena = arena_new();
	struct ledger_receiver row, ours = manager->row;
	const char *text = NULL;
	enum leased leased = LEASED;

	if (ledger_get(manager->store, manager->receiver->name, arena, &text) !=
	    STORED_OK)
		leased = LEASED_UNABLE;
	else if (text == NULL || !ledger_receiver_read(arena, text, &row) ||
		 strcmp(row.lease, manager->lease) != 0)
		leased = LEASED_OTHER;
	else if (manager->text != NULL && strcmp(text, manager->text) != 0 &&
		 lane_load(&manager->lanes, manager->store,
		     manager->receiver->name) != STORED_OK)
		leased = LEASED_UNABLE;
	if (leased != LEASED) {
		arena_free(arena);
		return leased;
	}
	ours.asked = row.asked;
	adopt(manager, &ours, text, arena);
	return LEASED;
}

/* Where the receiver is when all settled items in front are written down. */
static void
advance(const struct manager *manager, struct ledger_receiver *row)
{
	const char *at = NULL;

	for (const struct item *item = manager->lanes.first;
	     item != NULL && item->settled; item = item->next)
		at = item->at;
	if (at == NULL)
		return;
	if (manager->feed.of == FEED_CLIENTS)
		row->sweep = at;
	else if (manager->feed.of == FEED_DELETIONS)
		row->deletions = at;
	else
		memcpy(row->cursor, at, sizeof(row->cursor));
}

static size_t
gather(
    struct manager *manager, struct stored_delivery *rows, struct arena *arena)
{
	const char *name = manager->receiver->name;
	size_t count = 0;

	for (const struct lane *lane = manager->lanes.dirty;
	     lane != NULL && count < ROWS; lane = lane->next_written)
		rows[count++] = (struct stored_delivery){
		    ledger_key(arena, name, lane->client_id),
		    lane->kept ? ledger_lane_text(arena, name, &lane->row)
			       : NULL};
	return count;
}

static void
clean(struct lanes *lanes, size_t count)
{
	while (count-- > 0) {
		struct lane *lane = lanes->dirty;

		lanes->dirty = lane->next_written;
		lane->dirty = false;
		lane_forget(lanes, lane);
	}
}

/* Writes some of what is settled; *all: there was no more of it. */
static enum stored
settle(struct manager *manager, bool *all)
{
	struct arena *arena = arena_new();
	struct stored_delivery *rows =
	    arena_room(arena, (ROWS + 1) * sizeof(*rows));
	struct ledger_receiver row = manager->row;
	const size_t count = gather(manager, rows + 1, arena);
	enum stored stored;

	*all = count < ROWS;
	if (*all)
		advance(manager, &row);
	row.until = time(NULL) + LEASE_SECONDS;
	stored = put(manager, &row, rows, count + 1, arena);
	if (stored != STORED_OK) {
		arena_free(arena);
		return stored;
	}
	clean(&manager->lanes, count);
	if (*all)
		lane_clear(&manager->lanes);
	return STORED_OK;
}

enum leased
lease_settle(struct manager *manager)
{
	enum leased leased = LEASED;
	bool all = false;

	while (!all && leased == LEASED)
		switch (settle(manager, &all)) {
		case STORED_OK:
			break;
		case STORED_CONFLICT:
			all = false;
			leased = lease_look(manager);
			break;
		default:
			return LEASED_UNABLE;
		}
	return leased;
}

void
lease_end(struct manager *manager)
{
	manager->row.lease = "";
	manager->row.until = 0;
	if (lease_settle(manager) != LEASED)
		log_line("deliver: %s: the lease could not be given back",
		    manager->receiver->name);
}
