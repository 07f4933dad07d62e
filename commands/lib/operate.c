/* SPDX-License-Identifier: ISC */
/* Suspends, resumes or deletes one client, with the record of it. */
#include "commands/lib/operate.h"

#include <string.h>

#include "commands/lib/command.h"
#include "commands/lib/who.h"
#include "deliver/told.h"
#include "kit/arena.h"
#include "kit/trail.h"

enum { TRIES = 5 };

static const struct trail_facts *
facts(const struct operation *operation, const struct client *client,
    struct arena *arena)
{
	if (operation->kind == CHANGE_REMOVE)
		return told_deletion(arena, client, operation->now);
	return told_facts(
	    arena, operation->profile, client, client->version + 1, NULL);
}

static const char *
record(const struct operation *operation, const struct client *client,
    struct arena *arena)
{
	const struct trail trail = {
	    .event = operation->event,
	    .at = operation->now,
	    .by = operation->by,
	    .operator= strcmp(operation->by, BY_OPERATOR) == 0 ? who(arena)
							       : NULL,
	    .client_id = client->client_id,
	    .why = operation->why,
	    .before = operation->kind == CHANGE_REMOVE
			  ? trail_members(arena, client->metadata)
			  : NULL,
	    .facts = facts(operation, client, arena),
	};

	return trail_text(arena, &trail);
}

/* Who has put the client into its state.  An older program told nobody, and
 * only operators suspended then. */
static const char *
state_by(const struct client *client)
{
	return *client->state_by != '\0' ? client->state_by : BY_OPERATOR;
}

static bool
may_resume(const char *by, const struct client *client)
{
	return strcmp(by, BY_OPERATOR) == 0 ||
	       strcmp(by, state_by(client)) == 0;
}

/* Is a suspended client one that the operator takes over, or one that is
 * suspended for another reason from now on? */
static bool
takes_over(const struct operation *operation, const struct client *client)
{
	const bool same = strcmp(operation->by, state_by(client)) == 0;

	if (operation->state != CLIENT_SUSPENDED)
		return false;
	return same ? operation->anew : strcmp(operation->by, BY_OPERATOR) == 0;
}

enum operated
operate_would(const struct operation *operation, const struct client *client)
{
	if (operation->kind != CHANGE_REPLACE)
		return OPERATED;
	/* Whether one that waits is let in is for an operator to say. */
	if (client->state == CLIENT_PENDING &&
	    strcmp(operation->by, BY_OPERATOR) != 0)
		return OPERATED_OTHERS;
	if (client->state == operation->state && !takes_over(operation, client))
		return OPERATED_ALREADY;
	if (operation->state == CLIENT_ACTIVE &&
	    !may_resume(operation->by, client))
		return OPERATED_OTHERS;
	return OPERATED;
}

/* What was registered stays as it is; the tokens of before are dead after
 * either change of state, also those that another server gave to a client while
 * it was suspended. */
static void
enter(const struct operation *operation, struct client *client)
{
	if (client->state != operation->state)
		client->state_since = operation->now;
	client->state = operation->state;
	client->state_by = operation->by;
	client->state_why = operation->why != NULL ? operation->why : "";
	change_withdraw(client);
}

static enum operated
write_it(const struct operation *operation, struct store *store,
    const struct client *client, struct arena *arena)
{
	struct stored_change change = {
	    .kind = operation->kind,
	    .client = client,
	    .now = operation->now,
	    .audit = record(operation, client, arena),
	};

	switch (store->ops->change(store, &change)) {
	case STORED_OK:
		return OPERATED;
	case STORED_MISSING:
		return OPERATED_MISSING;
	case STORED_CONFLICT:
		return OPERATED_BUSY;
	case STORED_UNABLE:
		break;
	}
	return OPERATED_UNWRITTEN;
}

static enum operated
attempt(const struct operation *operation, struct store *store,
    const char *client_id, struct arena *arena, struct client *client)
{
	const enum stored stored =
	    store->ops->get(store, client_id, arena, client);
	enum operated would;

	if (stored != STORED_OK)
		return stored == STORED_MISSING ? OPERATED_MISSING
						: OPERATED_UNREAD;
	if (operation->fits != NULL &&
	    !operation->fits(operation->context, client))
		return OPERATED_ELSE;
	would = operate_would(operation, client);
	if (would != OPERATED)
		return would;
	if (operation->kind == CHANGE_REPLACE)
		enter(operation, client);
	return write_it(operation, store, client, arena);
}

enum operated
operate(struct store *store, const struct operation *operation,
    const char *client_id, struct arena *arena, struct client *client)
{
	enum operated operated = OPERATED_BUSY;

	for (int i = 0; i < TRIES && operated == OPERATED_BUSY; i++)
		operated = attempt(operation, store, client_id, arena, client);
	return operated;
}

int
operate_exit(enum operated operated, const char *client_id)
{
	switch (operated) {
	case OPERATED:
	case OPERATED_ALREADY:
		return EXIT_PASS;
	case OPERATED_OTHERS:
		return command_fail(EXIT_REFUSED,
		    "client '%s' was suspended by somebody else", client_id);
	case OPERATED_ELSE:
		return command_fail(EXIT_UNABLE,
		    "client '%s' was changed meanwhile; nothing was done",
		    client_id);
	case OPERATED_MISSING:
		return command_fail(EXIT_REFUSED, "no client '%s'", client_id);
	case OPERATED_BUSY:
		return command_fail(EXIT_UNABLE,
		    "client '%s' is changed by others all the time; nothing "
		    "was done",
		    client_id);
	case OPERATED_UNREAD:
		return command_fail(EXIT_UNABLE, "the store cannot be read");
	case OPERATED_UNWRITTEN:
		break;
	}
	return command_fail(EXIT_UNABLE, "the store cannot write");
}
