/* SPDX-License-Identifier: ISC */
/* dcr list: all registered clients, a line each. */
#include <stdio.h>
#include <string.h>

#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/moment.h"
#include "store/lib/rows.h"
#include "validators/lib/submission.h"

#define COLUMNS "%-32s  %-20s  %-9s  %-22s  %s\n"

/* Each client has an arena of its own: there may be a million of them. */
static bool
print_json(void *context, const struct client *client)
{
	struct arena *arena = arena_new();

	(void)context;
	puts(json_text(arena, clients_json(arena, client)));
	arena_free(arena);
	return !ferror(stdout);
}

static bool
print_row(void *context, const struct client *client)
{
	struct arena *arena = arena_new();
	const struct json *metadata =
	    json_parse(arena, client->metadata, strlen(client->metadata), NULL);
	const char *organisation = json_string(json_get(metadata, "org_name"));

	(void)context;
	printf(COLUMNS, client->client_id,
	    moment_text(arena, client->registered), client_state_name(client),
	    clients_software_id(arena, client),
	    organisation != NULL ? organisation : "-");
	arena_free(arena);
	return !ferror(stdout);
}

int
list_command(int argc, char **argv, struct arena *arena)
{
	bool json = false;
	const struct option options[] = {{"--json", .flag = &json}, {0}};

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	struct store *store = clients_open(arena);
	if (store == NULL)
		return EXIT_WRONG;
	if (!json)
		printf(COLUMNS, "CLIENT_ID", "REGISTERED", "STATE",
		    "SOFTWARE_ID", "ORGANISATION");
	enum stored stored = rows_clients(
	    store, INDEX_SOFTWARE, NULL, json ? print_json : print_row, NULL);
	store_close(store);
	return clients_read(stored);
}
