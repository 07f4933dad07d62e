/* SPDX-License-Identifier: ISC */
/* dcr suspend, resume and delete: what an operator does to one client. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "deliver/told.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/moment.h"
#include "kit/trail.h"
#include "store/store.h"

/* What the bank's operator does to one client: the client is read, changed,
 * and written together with the record of it; once more, and a few times, when
 * somebody else was faster. */
struct operation {
	const char *event;     /* of the record (kit/trail.h) */
	enum change_kind kind; /* CHANGE_REPLACE or CHANGE_REMOVE */
	enum client_state
	    state; /* of CHANGE_REPLACE: which the client enters */
	enum { WHY_REFUSED, WHY_TAKEN, WHY_NEEDED } takes;
	const char *client_id;
	const char *why; /* NULL: not said */
	const struct profile *profile;
	int64_t now; /* seconds since the epoch */
};

enum { TRIES = 5 };

/* A reason is kept as one line of text, in a record that must be read again. */
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

static int
parse(struct operation *operation, int argc, char **argv)
{
	const struct option options[] = {
	    {"ID", .value = &operation->client_id, .kind = OPERAND},
	    {operation->takes == WHY_REFUSED ? NULL : "--why",
		.value = &operation->why},
	    {0},
	};

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	if (operation->takes == WHY_NEEDED && operation->why == NULL)
		return command_misuse("--why is needed");
	if (operation->why != NULL && !fit_to_keep(operation->why))
		return command_fail(EXIT_WRONG,
		    "--why: must be one line of text, 1 to %d bytes",
		    LIMIT_DESCRIPTION);
	return EXIT_PASS;
}

static const struct trail_facts *
facts(const struct operation *operation, const struct client *client,
    struct arena *arena)
{
	if (operation->kind == CHANGE_REMOVE)
		return told_deletion(arena, client, operation->now);
	return told_facts(
	    arena, operation->profile, client, client->version + 1, NULL, NULL);
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
	    .before = operation->kind == CHANGE_REMOVE
			  ? trail_members(arena, client->metadata)
			  : NULL,
	    .facts = facts(operation, client, arena),
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

/* What was registered stays as it is; the tokens of before are dead after
 * either change of state, also those that another server gave to a client while
 * it was suspended. */
static bool
enter(const struct operation *operation, struct client *client)
{
	if (client->state == operation->state)
		return false;
	client->state = operation->state;
	client->state_since = operation->now;
	client->state_why = operation->why != NULL ? operation->why : "";
	client->state_by = "operator";
	change_withdraw(client);
	return true;
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
		return clients_read(*stored);
	if (operation->kind == CHANGE_REPLACE && !enter(operation, &client))
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

static int
run(struct operation operation, int argc, char **argv, struct arena *arena)
{
	enum stored stored = STORED_CONFLICT;
	struct store *store;
	int code;

	operation.now = time(NULL);
	code = parse(&operation, argc, argv);
	if (code != EXIT_PASS)
		return code;
	store = clients_open(arena);
	if (store == NULL)
		return EXIT_WRONG;
	/* Where it cannot be read, a client can be suspended all the same: the
	 * record is without what was registered. */
	operation.profile = command_profile(arena, NULL, NULL);
	for (int i = 0; i < TRIES && stored == STORED_CONFLICT; i++)
		code = attempt(&operation, store, arena, &stored);
	store_close(store);
	if (stored == STORED_CONFLICT)
		return command_fail(EXIT_UNABLE,
		    "client '%s' is changed by others all the time; nothing "
		    "was done",
		    operation.client_id);
	return code;
}

int
suspend_command(int argc, char **argv, struct arena *arena)
{
	const struct operation suspend = {.event = "suspended",
	    .kind = CHANGE_REPLACE,
	    .state = CLIENT_SUSPENDED,
	    .takes = WHY_NEEDED};

	return run(suspend, argc, argv, arena);
}

int
resume_command(int argc, char **argv, struct arena *arena)
{
	const struct operation resume = {.event = "resumed",
	    .kind = CHANGE_REPLACE,
	    .state = CLIENT_ACTIVE,
	    .takes = WHY_REFUSED};

	return run(resume, argc, argv, arena);
}

/* The tokens of a client end with it: the hash of the registration access token
 * was in its row, and an access token belongs to no client any more. */
int
delete_command(int argc, char **argv, struct arena *arena)
{
	const struct operation delete = {
	    .event = "deleted", .kind = CHANGE_REMOVE, .takes = WHY_TAKEN};

	return run(delete, argc, argv, arena);
}
