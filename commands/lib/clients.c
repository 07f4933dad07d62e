/* SPDX-License-Identifier: ISC */
/* The configuration's store, and a client in it as an operator sees it. */
#include "commands/lib/clients.h"

#include <string.h>
#include <time.h>

#include "commands/lib/command.h"
#include "kit/conf/config.h"
#include "kit/conf/owner.h"
#include "kit/identifier.h"
#include "kit/json.h"
#include "store/store.h"

struct store *
clients_open_of(struct arena *arena, const struct config *config)
{
	const char *why = NULL;
	struct store *store = store_open(config->store, arena, &why);

	if (store == NULL)
		command_fail(EXIT_WRONG, "%s: %s%s", config->path, why,
		    owner_note(arena));
	return store;
}

struct store *
clients_open(struct arena *arena)
{
	const struct config *config = command_config(arena);

	return config == NULL ? NULL : clients_open_of(arena, config);
}

int
clients_read(enum stored stored)
{
	if (stored == STORED_OK)
		return EXIT_PASS;
	return command_fail(EXIT_UNABLE, "the store cannot be read");
}

static const struct json *
metadata(struct arena *arena, const struct client *client)
{
	const struct json *all =
	    json_parse(arena, client->metadata, strlen(client->metadata), NULL);
	struct json *told;

	if (json_type(all) != JSON_OBJECT)
		return all;
	told = json_copy(arena, all);
	json_remove(told, "software_statement");
	return told;
}

const char *
clients_software_id(struct arena *arena, const struct client *client)
{
	return identifier_of_key(arena, client->software);
}

/* What an older program did not keep is left out. */
static void
set(struct json *all, const char *name, const char *text)
{
	if (text != NULL && *text != '\0')
		json_set_string(all, name, text);
}

struct json *
clients_json(struct arena *arena, const struct client *client)
{
	struct json *all = json_new_object(arena);

	json_set_string(all, "client_id", client->client_id);
	json_set_string(all, "software_id", clients_software_id(arena, client));
	json_set_string(all, "certificate_sha256", client->certificate);
	set(all, "certificate_subject", client->subject);
	set(all, "certificate_issuer", client->issuer);
	json_set_integer(all, "registered", client->registered);
	json_set_integer(all, "changed", client->changed);
	json_set_integer(all, "version", (int64_t)client->version);
	json_set_string(all, "state",
	    client_state_name(client_state_at(client, time(NULL))));
	json_set_integer(all, "state_since", client->state_since);
	json_set_string(all, "state_why", client->state_why);
	set(all, "state_by", client->state_by);
	set(all, "profile", client->profile);
	if (client->expires != 0)
		json_set_integer(all, "expires", client->expires);
	json_set_integer(all, "not_before", client_not_before(client));
	json_set_boolean(all, "token_issued", client->token != NULL);
	json_set(all, "metadata", metadata(arena, client));
	return all;
}
