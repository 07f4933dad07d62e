/* SPDX-License-Identifier: ISC */
/* dcr deliveries: how far each receiver is, and what it has not taken. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "commands/deliver/private.h"
#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/lib/row_text.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"
#include "kit/json.h"
#include "kit/moment.h"

struct deliveries {
	bool parked, json;
	const char *name; /* NULL: of all receivers */
	const char *receiver;
	struct store *store;
};

static void
print_lane(const struct ledger_lane *lane, const char *receiver)
{
	struct arena *arena = arena_new();

	printf("%-12s  %s  %-10s  %-32s  %-20s  %6lld  %-20s  %s\n", receiver,
	    lane->key, lane->event, row_tamed(arena, lane->client_id, 32),
	    moment_text(arena, lane->since), (long long)lane->attempts,
	    lane->parked ? "parked" : moment_text(arena, lane->next),
	    row_tamed(arena, lane->answer, COURIER_WORDS));
	arena_free(arena);
}

static void
print_json(const struct ledger_lane *lane, const char *receiver)
{
	struct arena *arena = arena_new();
	struct json *object = json_new_object(arena);

	json_set_string(object, "receiver", receiver);
	json_set_string(object, "client_id", lane->client_id);
	json_set_string(object, "key", lane->key);
	json_set_string(object, "event", lane->event);
	json_set_string(object, "since", moment_text(arena, lane->since));
	json_set_integer(object, "attempts", lane->attempts);
	json_set_boolean(object, "parked", lane->parked);
	if (!lane->parked)
		json_set_string(object, "next", moment_text(arena, lane->next));
	json_set_string(object, "answer", lane->answer);
	puts(json_text(arena, object));
	arena_free(arena);
}

static bool
show(void *context, const struct ledger_lane *lane)
{
	const struct deliveries *deliveries = context;

	if (deliveries->parked && !lane->parked)
		return true;
	if (deliveries->json)
		print_json(lane, deliveries->receiver);
	else
		print_lane(lane, deliveries->receiver);
	return !ferror(stdout);
}

/* What the receiver is at, in words. */
static const char *
state_of(const struct ledger_receiver *row)
{
	if (row->failing_since != 0)
		return "is away";
	if (*row->lease == '\0' || row->until < time(NULL))
		return "nobody delivers";
	if (row->sweep != NULL || row->deletions != NULL)
		return "is handed over";
	return "is told";
}

static void
print_receiver(const struct deliveries *deliveries,
    const struct ledger_receiver *row, struct arena *arena)
{
	struct json *object = json_new_object(arena);
	const char *error = row->last_error != NULL ? row->last_error : "";

	if (!deliveries->json) {
		printf("%s: %s, up to %s%s%s\n", deliveries->receiver,
		    state_of(row), row->cursor, *error != '\0' ? ": " : "",
		    row_tamed(arena, error, COURIER_WORDS));
		return;
	}
	json_set_string(object, "receiver", deliveries->receiver);
	json_set_string(object, "state", state_of(row));
	json_set_string(object, "cursor", row->cursor);
	json_set_string(object, "lease", row->lease);
	if (row->failing_since != 0)
		json_set_string(object, "failing_since",
		    moment_text(arena, row->failing_since));
	if (row->last_error != NULL)
		json_set_string(object, "last_error", error);
	puts(json_text(arena, object));
}

static enum stored
list(struct deliveries *deliveries, struct arena *arena)
{
	struct ledger_receiver row;
	const char *text;
	enum stored stored =
	    ledger_get(deliveries->store, deliveries->receiver, arena, &text);

	if (stored != STORED_OK)
		return stored;
	if (!deliveries->parked && text != NULL &&
	    ledger_receiver_read(arena, text, &row))
		print_receiver(deliveries, &row, arena);
	else if (!deliveries->parked && !deliveries->json)
		printf(
		    "%s: nothing was delivered so far\n", deliveries->receiver);
	return ledger_lanes(
	    deliveries->store, deliveries->receiver, show, deliveries);
}

static int
list_all(struct deliveries *deliveries, const struct config *config,
    struct arena *arena)
{
	enum stored stored = STORED_OK;

	for (const struct config_receiver *r = config->receivers;
	     stored == STORED_OK && r->name != NULL; r++) {
		if (deliveries->name != NULL &&
		    strcmp(deliveries->name, r->name) != 0)
			continue;
		deliveries->receiver = r->name;
		stored = list(deliveries, arena);
	}
	return clients_read(stored);
}

int
deliveries_command(int argc, char **argv, struct arena *arena)
{
	struct deliveries deliveries = {.parked = false};
	const struct option options[] = {
	    {"--parked", .flag = &deliveries.parked},
	    {"--json", .flag = &deliveries.json},
	    {"NAME", .value = &deliveries.name, .kind = OPERAND_MAYBE},
	    {0},
	};
	const struct config *config;
	int code;

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	config = command_config(arena);
	if (config == NULL)
		return EXIT_WRONG;
	if (deliveries.name != NULL &&
	    config_receiver(config, deliveries.name) == NULL)
		return command_fail(EXIT_REFUSED, "no receiver '%s' in %s",
		    deliveries.name, config->path);
	deliveries.store = clients_open_of(arena, config);
	if (deliveries.store == NULL)
		return EXIT_WRONG;
	code = list_all(&deliveries, config, arena);
	store_close(deliveries.store);
	return code;
}
