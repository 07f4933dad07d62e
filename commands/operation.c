/* SPDX-License-Identifier: ISC */
#include "commands/operation.h"

#include <stdio.h>
#include <string.h>

#include "commands/clients.h"
#include "commands/command.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/moment.h"
#include "kit/trail.h"
#include "validators/lib/submission.h"

enum { TRIES = 5 };

/* It is kept as one line of text, in a record that must be read again. */
static bool
fit_to_keep(const char *why)
{
	struct arena *arena = arena_new();
	struct json *object = json_new_object(arena);
	size_t length = strlen(why);
	const char *text;
	bool fit = length > 0 && length <= LIMIT_DESCRIPTION;

	json_set_string(object, "why", why);
	text = json_text(arena, object);
	if (json_parse(arena, text, strlen(text), NULL) == NULL)
		fit = false;
	for (const char *c = why; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 127)
			fit = false;
	arena_free(arena);
	return fit;
}

int
operation_parse(
    struct operation *operation, int argc, char **argv, bool takes_why)
{
	for (int i = 1; i < argc; i++) {
		if (takes_why && strcmp(argv[i], "--why") == 0 && i + 1 < argc)
			operation->why = argv[++i];
		else if (operation->client_id == NULL && *argv[i] != '-' &&
			 *argv[i] != '\0')
			operation->client_id = argv[i];
		else
			return command_usage(argv[0]);
	}
	if (operation->client_id == NULL)
		return command_usage(argv[0]);
	if (operation->why != NULL && !fit_to_keep(operation->why))
		return command_fail(EXIT_WRONG,
		    "--why: must be one line of text, 1 to %d bytes",
		    LIMIT_DESCRIPTION);
	return EXIT_PASS;
}

static const char *
record(const struct operation *operation, const struct client *client,
    struct arena *arena)
{
	const struct trail trail = {
	    .event = operation->event,
	    .at = operation->now,
	    .by = "operator",
	    .client_id = client->client_id,
	    .why = operation->why,
	    .before =
		operation->kind == CHANGE_REMOVE ? client->metadata : NULL,
	};

	return trail_text(arena, &trail);
}

static int
unknown(const struct operation *operation)
{
	return command_fail(
	    EXIT_REFUSED, "no client '%s'", operation->client_id);
}

static int
unchanged(const struct client *client, struct arena *arena)
{
	printf("%s is %s already, since %s%s%s\n", client->client_id,
	    clients_state(client), moment_text(arena, client->state_since),
	    *client->state_why != '\0' ? ": " : "", client->state_why);
	return EXIT_PASS;
}

/* STORED_CONFLICT in *stored: somebody else was faster. */
static int
attempt(const struct operation *operation, struct store *store,
    struct arena *arena, enum stored *stored)
{
	struct client client;
	struct stored_change change = {
	    .kind = operation->kind,
	    .client = &client,
	    .now = operation->now,
	};

	*stored = store->ops->get(store, operation->client_id, arena, &client);
	if (*stored == STORED_MISSING)
		return unknown(operation);
	if (*stored != STORED_OK)
		return command_fail(EXIT_UNABLE, "the store cannot be read");
	if (operation->make != NULL && !operation->make(operation, &client))
		return unchanged(&client, arena);
	change.audit = record(operation, &client, arena);
	*stored = store->ops->change(store, &change);
	if (*stored == STORED_MISSING)
		return unknown(operation);
	if (*stored == STORED_UNABLE)
		return command_fail(EXIT_UNABLE, "the store cannot write");
	if (*stored == STORED_OK)
		printf("%s %s\n", client.client_id, operation->event);
	return EXIT_PASS;
}

int
operation_run(const struct operation *operation, struct arena *arena)
{
	struct store *store = clients_open(arena);
	enum stored stored = STORED_CONFLICT;
	int code = EXIT_UNABLE;

	if (store == NULL)
		return EXIT_WRONG;
	for (int i = 0; i < TRIES && stored == STORED_CONFLICT; i++)
		code = attempt(operation, store, arena, &stored);
	store_close(store);
	if (stored == STORED_CONFLICT)
		return command_fail(EXIT_UNABLE,
		    "others keep changing '%s'; nothing was done",
		    operation->client_id);
	return code;
}
