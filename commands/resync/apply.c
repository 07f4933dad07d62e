/* SPDX-License-Identifier: ISC */
/* Suspends and resumes the clients for which that was decided. */
#include <stdio.h>

#include "commands/lib/command.h"
#include "commands/lib/operate.h"
#include "commands/resync/private.h"
#include "kit/arena.h"

struct carrying {
	const struct resync *resync;
	const struct resync_client *client;
};

/* Is it still whose it was when that was decided?  A client may have come with
 * another statement meanwhile, and is asked about next time. */
static bool
is_same(void *context, const struct client *client)
{
	const struct carrying *carrying = context;
	struct arena *arena = arena_new();
	struct holder holder;
	bool same;

	holder_read(&carrying->resync->judge, arena, client, &holder);
	same = holder_same(&holder, &carrying->client->holder);
	arena_free(arena);
	return same;
}

static const char *
event_of(const struct resync_client *client)
{
	return client->plan == RESYNC_SUSPEND ? "suspended" : "resumed";
}

static enum operated
carry_out(const struct resync *resync, const struct resync_client *client,
    struct arena *arena)
{
	struct carrying carrying = {resync, client};
	const struct operation operation = {.event = event_of(client),
	    .kind = CHANGE_REPLACE,
	    .state = client->plan == RESYNC_SUSPEND ? CLIENT_SUSPENDED
						    : CLIENT_ACTIVE,
	    .by = BY_DIRECTORY,
	    .anew = true,
	    .why = client->why,
	    .now = resync->now,
	    .profile = resync->judge.profile,
	    .fits = is_same,
	    .context = &carrying};
	struct client unused;

	return operate(
	    resync->store, &operation, client->client_id, arena, &unused);
}

static void
tell(const struct resync *resync, const struct resync_client *client)
{
	printf("%s %s%s: %s\n", client->client_id,
	    resync->dry ? "would be " : "", event_of(client), client->why);
}

/* What others have done meanwhile is theirs: a client that an operator has
 * suspended, or that is gone, or whose statement is another one, is no fault of
 * this run. */
static void
apply_one(struct resync *resync, const struct resync_client *client)
{
	struct arena *arena = arena_new();
	const enum operated operated =
	    resync->dry ? OPERATED : carry_out(resync, client, arena);

	switch (operated) {
	case OPERATED:
		tell(resync, client);
		break;
	case OPERATED_ALREADY:
	case OPERATED_OTHERS:
	case OPERATED_MISSING:
		break;
	case OPERATED_ELSE:
	case OPERATED_BUSY:
	case OPERATED_UNREAD:
	case OPERATED_UNWRITTEN:
		(void)operate_exit(operated, client->client_id);
		resync->code = EXIT_UNABLE;
		break;
	}
	arena_free(arena);
}

void
resync_apply(struct resync *resync)
{
	for (size_t i = 0; i < resync->count; i++) {
		if (resync->clients[i]->plan == RESYNC_KEEP)
			continue;
		if (progress_interrupted()) {
			resync_fail(resync, EXIT_UNABLE,
			    "interrupted; the rest is for the next run");
			return;
		}
		apply_one(resync, resync->clients[i]);
	}
}
