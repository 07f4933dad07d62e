/* SPDX-License-Identifier: ISC */
/* dcr deliver retry and skip: an operator decides about a parked event. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "commands/deliver/private.h"
#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/lib/who.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"
#include "kit/digest.h"
#include "kit/trail.h"

enum { TRIES = 20, RECORDS_A_DAY = 100000 };

/* An event of that key, which is one client's, or the one that all clients are
 * told under when a receiver is brought up to date. */
struct decision {
	const char *key, *why;
	bool skip;
	struct store *store;
	const struct config_receiver *receiver;
	/* Of one call of make(): */
	struct arena *arena;
	struct stored_delivery *rows;
	size_t room, count;
	const char *first; /* the client of the first */
};

static enum stored
put(struct store *store, const char *name, decide_make_fn *make, void *context,
    struct arena *arena)
{
	struct stored_delivery rows[DECIDE_ROOM + 1];
	struct stored_delivery was = {name, NULL};
	struct ledger_receiver row;
	size_t count;
	const enum stored stored = ledger_get(store, name, arena, &was.text);

	if (stored != STORED_OK)
		return stored;
	if (was.text == NULL || !ledger_receiver_read(arena, was.text, &row))
		return STORED_MISSING;
	count = make(context, arena, rows + 1, DECIDE_ROOM);
	if (count == 0)
		return STORED_OK;
	row.asked = random_hex(arena, 8);
	rows[0] =
	    (struct stored_delivery){name, ledger_receiver_text(arena, &row)};
	return store->ops->deliver(store, &was, rows, count + 1);
}

enum stored
decide_put(
    struct store *store, const char *name, decide_make_fn *make, void *context)
{
	enum stored stored = STORED_CONFLICT;

	for (int i = 0; i < TRIES && stored == STORED_CONFLICT; i++) {
		const struct timespec pause = {0, i * 10000000L};
		struct arena *arena = arena_new();

		(void)nanosleep(&pause, NULL);
		stored = put(store, name, make, context, arena);
		arena_free(arena);
	}
	return stored;
}

static bool
take(void *context, const struct ledger_lane *lane)
{
	struct decision *decision = context;
	const char *name = decision->receiver->name;
	struct ledger_lane again = *lane;

	if (strcmp(lane->key, decision->key) != 0)
		return true;
	if (!decision->skip && !lane->parked && lane->next == 0)
		return true;
	again.parked = false;
	again.since = time(NULL);
	again.next = again.attempts = 0;
	if (decision->count == 0)
		decision->first =
		    arena_strdup(decision->arena, lane->client_id);
	decision->rows[decision->count++] = (struct stored_delivery){
	    ledger_key(decision->arena, name, lane->client_id),
	    decision->skip ? NULL
			   : ledger_lane_text(decision->arena, name, &again)};
	return decision->count < decision->room;
}

/* The record is written before: what is on record and was not done is done by
 * the same command once more. */
static bool
record(const struct decision *decision)
{
	const char *name = decision->receiver->name;
	const struct trail trail = {
	    .event = decision->skip ? "skipped" : "retried",
	    .at = time(NULL),
	    .by = "operator",
	    .operator= who(decision->arena),
	    .client_id = decision->count == 1 ? decision->first : NULL,
	    .why = arena_printf(decision->arena, "%s %s%s%s", name,
		decision->key, decision->why != NULL ? ": " : "",
		decision->why != NULL ? decision->why : "")};
	struct stored_change change = {.kind = CHANGE_NOTE,
	    .now = trail.at,
	    .audit = trail_text(decision->arena, &trail),
	    .note_source = arena_printf(decision->arena, "operator %s", name),
	    .note_most = RECORDS_A_DAY};

	return decision->store->ops->change(decision->store, &change) ==
	       STORED_OK;
}

static size_t
make(void *context, struct arena *arena, struct stored_delivery *rows,
    size_t room)
{
	struct decision *decision = context;

	decision->arena = arena;
	decision->rows = rows;
	decision->room = room;
	decision->count = 0;
	if (ledger_lanes(decision->store, decision->receiver->name, take,
		decision) != STORED_OK ||
	    (decision->count > 0 && !record(decision)))
		decision->count = 0;
	return decision->count;
}

/* How many lanes had the event; -1: the store cannot say. */
static long
decide(struct decision *decision)
{
	long total = 0;

	do {
		const enum stored stored = decide_put(
		    decision->store, decision->receiver->name, make, decision);

		if (stored == STORED_MISSING)
			return total;
		if (stored != STORED_OK)
			return -1;
		total += (long)decision->count;
	} while (decision->count == DECIDE_ROOM);
	return total;
}

static int
decide_all(struct decision *decision, const struct config *config)
{
	long total = 0;

	for (const struct config_receiver *r = config->receivers;
	     r->name != NULL; r++) {
		long count;

		decision->receiver = r;
		count = decide(decision);
		if (count < 0)
			return command_fail(EXIT_UNABLE,
			    "%s: the store cannot be read or written", r->name);
		if (count > 0)
			printf("%s: %ld %s\n", r->name, count,
			    decision->skip ? "skipped" : "tried again");
		total += count;
	}
	if (total > 0)
		return EXIT_PASS;
	return command_fail(EXIT_REFUSED,
	    "no receiver has an event %s that it has not taken", decision->key);
}

static int
run(struct decision *decision, int argc, char **argv, struct arena *arena)
{
	const char *as = NULL;
	const struct option options[] = {
	    {"KEY", .value = &decision->key, .kind = OPERAND},
	    {"--why", .value = &decision->why},
	    {"--as", .value = &as},
	    {0},
	};
	const struct config *config;
	int code;

	if (!options_read(argc, argv, options) || !who_take(as))
		return EXIT_WRONG;
	if (decision->skip && decision->why == NULL)
		return command_misuse("--why is needed");
	if (!command_why_fits(decision->why))
		return EXIT_WRONG;
	config = command_config(arena);
	decision->store =
	    config != NULL ? clients_open_of(arena, config) : NULL;
	if (decision->store == NULL)
		return EXIT_WRONG;
	code = decide_all(decision, config);
	store_close(decision->store);
	return code;
}

int
decide_retry(int argc, char **argv, struct arena *arena)
{
	struct decision decision = {.skip = false};

	return run(&decision, argc, argv, arena);
}

int
decide_skip(int argc, char **argv, struct arena *arena)
{
	struct decision decision = {.skip = true};

	return run(&decision, argc, argv, arena);
}
