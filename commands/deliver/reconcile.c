/* SPDX-License-Identifier: ISC */
/* dcr deliver reconcile: compares what a receiver has with what is registered,
 * and has the differences delivered. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "commands/deliver/private.h"
#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/lib/progress.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"
#include "store/lib/rows.h"

struct reconcile {
	bool dry, force;
	const char *name;
	const struct config_receiver *receiver;
	struct store *store;
	const struct known *known;
	struct arena *arena;
	char key[LEDGER_KEY + 1];  /* the newest of the trail */
	struct one *first, **last; /* of those that differ */
	size_t missing, gone;
	const struct one *next;	 /* the first that is not put yet, */
	const struct one *after; /* and the first that will not be */
	struct progress progress;
};

struct one {
	struct one *next;
	const char *client_id;
};

static void
add(struct reconcile *reconcile, const char *client_id, const char *what)
{
	struct one *one = arena_alloc(reconcile->arena, sizeof(*one));

	one->client_id = arena_strdup(reconcile->arena, client_id);
	*reconcile->last = one;
	reconcile->last = &one->next;
	if (reconcile->dry)
		printf("%s %s\n", what, client_id);
}

static bool
take_client(void *context, const struct client *client)
{
	struct reconcile *reconcile = context;

	if (!reconcile->dry) /* which prints lines of its own */
		(void)progress_step(&reconcile->progress, 1);
	if (known_same(reconcile->known, client->client_id, client->version))
		return true;
	reconcile->missing++;
	add(reconcile, client->client_id, "tell  ");
	return true;
}

static bool
take_gone(void *context, const char *client_id)
{
	struct reconcile *reconcile = context;

	reconcile->gone++;
	add(reconcile, client_id, "remove");
	return true;
}

static size_t
make(void *context, struct arena *arena, struct stored_delivery *rows,
    size_t room)
{
	struct reconcile *reconcile = context;
	const struct one *one = reconcile->next;
	size_t count = 0;

	for (; one != NULL && count < room; one = one->next) {
		struct ledger_lane lane = {.event = "reconciled",
		    .since = time(NULL),
		    .client_id = one->client_id};

		memcpy(lane.key, reconcile->key, sizeof(lane.key));
		rows[count++] = (struct stored_delivery){
		    ledger_key(arena, reconcile->name, one->client_id),
		    ledger_lane_text(arena, reconcile->name, &lane)};
	}
	reconcile->after = one;
	return count;
}

/* The differences become lanes, which are delivered as all others are. */
static int
repair(struct reconcile *reconcile)
{
	for (reconcile->next = reconcile->first; reconcile->next != NULL;
	     reconcile->next = reconcile->after)
		switch (decide_put(
		    reconcile->store, reconcile->name, make, reconcile)) {
		case STORED_OK:
			break;
		case STORED_MISSING:
			return command_fail(EXIT_REFUSED,
			    "nothing was delivered to %s so far: dcr deliver "
			    "hands all over, and compares before",
			    reconcile->name);
		default:
			return command_fail(
			    EXIT_UNABLE, "the store cannot be written");
		}
	return EXIT_PASS;
}

/* A receiver that has lost its mind, or another one at its address, would
 * otherwise be repaired by removing all that it has. */
static bool
is_too_much(const struct reconcile *reconcile)
{
	return !reconcile->force &&
	       reconcile->gone * 100 >
		   known_count(reconcile->known) * reconcile->receiver->removes;
}

static int
compare(struct reconcile *reconcile)
{
	const char *why = NULL;

	reconcile->last = &reconcile->first;
	reconcile->known =
	    known_read(reconcile->receiver, reconcile->arena, NULL, NULL, &why);
	if (reconcile->known == NULL && why == NULL)
		return command_fail(EXIT_REFUSED,
		    "%s cannot say which clients it has", reconcile->name);
	if (reconcile->known == NULL)
		return command_fail(
		    EXIT_UNABLE, "%s: %s", reconcile->name, why);
	const bool read =
	    feed_newest(reconcile->store, reconcile->key) == STORED_OK &&
	    rows_clients(reconcile->store, INDEX_SOFTWARE, NULL, take_client,
		reconcile) == STORED_OK &&
	    known_gone(
		reconcile->known, reconcile->store, take_gone, reconcile);
	progress_end(&reconcile->progress);
	if (!read)
		return clients_read(STORED_UNABLE);
	printf("%s has %zu clients; %zu are to be told, %zu to be removed\n",
	    reconcile->name, known_count(reconcile->known), reconcile->missing,
	    reconcile->gone);
	if (is_too_much(reconcile))
		return command_fail(EXIT_REFUSED,
		    "would remove %zu of the %zu clients of %s, more than "
		    "remove_percent (%u): nothing was done; --force does it",
		    reconcile->gone, known_count(reconcile->known),
		    reconcile->name, reconcile->receiver->removes);
	return reconcile->dry ? EXIT_PASS : repair(reconcile);
}

int
reconcile_run(int argc, char **argv, struct arena *arena)
{
	struct reconcile reconcile = {
	    .arena = arena, .progress = {.what = "clients"}};
	const struct option options[] = {
	    {"NAME", .value = &reconcile.name, .kind = OPERAND},
	    {"--dry-run", .flag = &reconcile.dry},
	    {"--force", .flag = &reconcile.force},
	    {0},
	};
	const struct config *config;
	int code;

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	config = command_config(arena);
	if (config == NULL)
		return EXIT_WRONG;
	reconcile.receiver = config_receiver(config, reconcile.name);
	if (reconcile.receiver == NULL)
		return command_fail(EXIT_REFUSED, "no receiver '%s' in %s",
		    reconcile.name, config->path);
	reconcile.store = clients_open_of(arena, config);
	if (reconcile.store == NULL)
		return EXIT_WRONG;
	code = compare(&reconcile);
	store_close(reconcile.store);
	return code;
}
