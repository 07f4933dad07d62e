/* SPDX-License-Identifier: ISC */
/* dcr suspend, resume and delete: what an operator does to clients. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/lib/who.h"
#include "commands/operation/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/moment.h"
#include "store/store.h"

/* What a command takes beside the clients that it is about. */
struct terms {
	bool why;  /* the reason must be said */
	bool many; /* it can be done to all of a software */
};

static int
check_whom(const struct operation_whom *whom)
{
	const int named = (whom->client_id != NULL) + (whom->software != NULL) +
			  (whom->organisation != NULL);

	if (named != 1)
		return command_misuse("give %s ID, --software and "
				      "--organisation",
		    named == 0 ? "one of" : "only one of");
	if (whom->client_id != NULL && whom->directory != NULL)
		return command_misuse("--directory goes with --software and "
				      "--organisation");
	if (whom->client_id != NULL && whom->dry)
		return command_misuse("--dry-run goes with --software and "
				      "--organisation");
	return EXIT_PASS;
}

static int
parse(struct operation *operation, struct operation_whom *whom,
    const struct terms *terms, int argc, char **argv)
{
	const char *as = NULL;
	struct option options[] = {
	    {"ID", .value = &whom->client_id,
		.kind = terms->many ? OPERAND_MAYBE : OPERAND},
	    {"--why", .value = &operation->why},
	    {"--as", .value = &as},
	    {"--software", .value = &whom->software},
	    {"--organisation", .value = &whom->organisation},
	    {"--directory", .value = &whom->directory},
	    {"--dry-run", .flag = &whom->dry},
	    {0},
	};
	int code;

	if (!terms->many)
		options[3].name = NULL;
	if (!options_read(argc, argv, options) || !who_take(as))
		return EXIT_WRONG;
	code = check_whom(whom);
	if (code != EXIT_PASS)
		return code;
	if (terms->why && operation->why == NULL)
		return command_misuse("--why is needed");
	return command_why_fits(operation->why) ? EXIT_PASS : EXIT_WRONG;
}

void
operation_tell_unchanged(const struct client *client, struct arena *arena)
{
	printf("%s is %s already, since %s%s%s\n", client->client_id,
	    client_state_name(client->state),
	    moment_text(arena, client->state_since),
	    *client->state_why != '\0' ? ": " : "", client->state_why);
}

static int
one(struct store *store, const struct operation *operation,
    const char *client_id, struct arena *arena)
{
	struct client client;
	const enum operated operated =
	    operate(store, operation, client_id, arena, &client);

	if (operated == OPERATED)
		printf("%s %s\n", client.client_id, operation->event);
	else if (operated == OPERATED_ALREADY)
		operation_tell_unchanged(&client, arena);
	return operate_exit(operated, client_id);
}

static int
run(struct operation operation, const struct terms *terms, int argc,
    char **argv, struct arena *arena)
{
	struct operation_whom whom = {.client_id = NULL};
	const struct config *config;
	struct store *store;
	int code;

	operation.by = BY_OPERATOR;
	operation.now = time(NULL);
	code = parse(&operation, &whom, terms, argc, argv);
	if (code != EXIT_PASS)
		return code;
	config = command_config(arena);
	store = config == NULL ? NULL : clients_open_of(arena, config);
	if (store == NULL)
		return EXIT_WRONG;
	/* Where the profile cannot be read, a client can be suspended all the
	 * same: the record is without what was registered. */
	operation.profile =
	    command_profile(arena, config->profile, config->overlay);
	if (whom.client_id != NULL)
		code = one(store, &operation, whom.client_id, arena);
	else
		code = operation_many(config, store, &operation, &whom, arena);
	store_close(store);
	return code;
}

int
suspend_command(int argc, char **argv, struct arena *arena)
{
	const struct operation suspend = {.event = "suspended",
	    .kind = CHANGE_REPLACE,
	    .state = CLIENT_SUSPENDED};
	const struct terms terms = {.why = true, .many = true};

	return run(suspend, &terms, argc, argv, arena);
}

int
resume_command(int argc, char **argv, struct arena *arena)
{
	const struct operation resume = {
	    .event = "resumed", .kind = CHANGE_REPLACE, .state = CLIENT_ACTIVE};
	const struct terms terms = {.many = true};

	return run(resume, &terms, argc, argv, arena);
}

/* The tokens of a client end with it: the hash of the registration access token
 * was in its row, and an access token belongs to no client any more. */
int
delete_command(int argc, char **argv, struct arena *arena)
{
	const struct operation delete = {
	    .event = "deleted", .kind = CHANGE_REMOVE};
	const struct terms terms = {.many = false};

	return run(delete, &terms, argc, argv, arena);
}
