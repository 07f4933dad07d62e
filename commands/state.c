/* SPDX-License-Identifier: ISC */
#include <time.h>

#include "commands/command.h"
#include "commands/operation.h"

/* dcr suspend and dcr resume.  What was registered stays as it is; the tokens
 * of before are dead after either, those that another server gave to a client
 * while it was suspended too. */

static bool
enter(const struct operation *operation, struct client *client,
    enum client_state state)
{
	if (client->state == state)
		return false;
	client->state = state;
	client->state_since = operation->now;
	client->state_why = operation->why != NULL ? operation->why : "";
	store_withdraw(client);
	return true;
}

static bool
suspend(const struct operation *operation, struct client *client)
{
	return enter(operation, client, CLIENT_SUSPENDED);
}

static bool
resume(const struct operation *operation, struct client *client)
{
	return enter(operation, client, CLIENT_ACTIVE);
}

int
suspend_command(int argc, char **argv, struct arena *arena)
{
	struct operation operation = {
	    .event = "suspended",
	    .kind = CHANGE_REPLACE,
	    .make = suspend,
	    .now = time(NULL),
	};
	int code = operation_parse(&operation, argc, argv, true);

	if (code != EXIT_PASS)
		return code;
	if (operation.why == NULL)
		return command_usage(argv[0]);
	return operation_run(&operation, arena);
}

int
resume_command(int argc, char **argv, struct arena *arena)
{
	struct operation operation = {
	    .event = "resumed",
	    .kind = CHANGE_REPLACE,
	    .make = resume,
	    .now = time(NULL),
	};
	int code = operation_parse(&operation, argc, argv, false);

	return code != EXIT_PASS ? code : operation_run(&operation, arena);
}
