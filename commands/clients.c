/* SPDX-License-Identifier: ISC */
#include "commands/clients.h"

#include <string.h>

#include "commands/command.h"
#include "kit/config.h"
#include "kit/json.h"
#include "store/store.h"

struct store *
clients_open(struct arena *arena)
{
	const struct config *config = command_config(arena);
	const char *why = NULL;

	if (config == NULL || !command_become_owner(config))
		return NULL;
	struct store *store = store_open(config->store, arena, &why);
	if (store == NULL)
		command_fail(EXIT_WRONG, "%s: %s", config->path, why);
	return store;
}

struct json *
clients_json(struct arena *arena, const struct client *client)
{
	struct json *all = json_new_object(arena);

	json_set_string(all, "client_id", client->client_id);
	json_set_string(all, "software_id", client->software_id);
	json_set_string(all, "certificate_sha256", client->certificate);
	json_set_integer(all, "registered", client->registered);
	json_set_integer(all, "changed", client->changed);
	json_set_integer(all, "version", (int64_t)client->version);
	json_set(all, "metadata",
	    json_parse(
		arena, client->metadata, strlen(client->metadata), NULL));
	return all;
}
