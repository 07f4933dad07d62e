/* SPDX-License-Identifier: ISC */
/* dcr show: one client, as text or as JSON. */
#include <stdio.h>
#include <time.h>

#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/moment.h"
#include "store/store.h"
#include "validators/lib/submission.h"

static const char *
known(const char *text)
{
	return *text != '\0' ? text : "not known";
}

/* Which of the access tokens that were given out are dead. */
static const char *
withdrawn(struct arena *arena, const struct client *client)
{
	const int64_t not_before = client_not_before(client);

	return not_before == 0 ? "none was withdrawn"
			       : arena_printf(arena, "dead from before %s",
				     moment_text(arena, not_before));
}

static const char *
expires(struct arena *arena, const struct client *client)
{
	return client->expires != 0 ? moment_text(arena, client->expires)
				    : "never";
}

static void
print_text(struct arena *arena, const struct client *client)
{
	const struct json *metadata =
	    json_get(clients_json(arena, client), "metadata");

	printf("client_id    %s\nsoftware_id  %s\ncertificate  sha256 %s\n"
	       "subject      %s\nissuer       %s\n"
	       "registered   %s\nchanged      %s, version %llu\n"
	       "judged by    %s\nexpires      %s\n"
	       "state        %s since %s%s%s%s%s\ntoken        %s\n"
	       "tokens       %s\n\n%s\n",
	    client->client_id, clients_software_id(arena, client),
	    client->certificate, known(client->subject), known(client->issuer),
	    moment_text(arena, client->registered),
	    moment_text(arena, client->changed),
	    (unsigned long long)client->version, known(client->profile),
	    expires(arena, client),
	    client_state_name(client_state_at(client, time(NULL))),
	    moment_text(arena, client->state_since),
	    *client->state_by != '\0' ? " by " : "", client->state_by,
	    *client->state_why != '\0' ? ": " : "", client->state_why,
	    client->token != NULL ? "issued" : "none was issued",
	    withdrawn(arena, client), json_text_pretty(arena, metadata));
}

int
show_command(int argc, char **argv, struct arena *arena)
{
	bool json = false;
	const char *client_id = NULL;
	const struct option options[] = {
	    {"--json", .flag = &json},
	    {"ID", .value = &client_id, .kind = OPERAND_ID},
	    {0},
	};
	struct client client;

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	struct store *store = clients_open(arena);
	if (store == NULL)
		return EXIT_WRONG;
	enum stored stored = store->ops->get(store, client_id, arena, &client);
	store_close(store);
	if (stored == STORED_MISSING)
		return command_fail(EXIT_REFUSED, "no client '%s'", client_id);
	if (stored != STORED_OK)
		return clients_read(stored);
	if (json)
		puts(json_text_pretty(arena, clients_json(arena, &client)));
	else
		print_text(arena, &client);
	return EXIT_PASS;
}
