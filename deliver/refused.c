/* SPDX-License-Identifier: ISC */
/* Records that a receiver has refused an event, and suspends the client. */
#include "deliver/refused.h"

#include "deliver/told.h"
#include "kit/arena.h"
#include "kit/conf/config_receivers.h"
#include "kit/log.h"
#include "kit/trail.h"

enum { TRIES = 5, RECORDS_A_DAY = 100000 };

static enum stored
note(struct store *store, const struct config_receiver *receiver,
    const char *client_id, const char *why, int64_t now, struct arena *arena)
{
	const struct trail trail = {.event = "undelivered",
	    .at = now,
	    .by = "receiver",
	    .client_id = client_id,
	    .why = why};
	struct stored_change change = {.kind = CHANGE_NOTE,
	    .now = now,
	    .audit = trail_text(arena, &trail),
	    .note_source = arena_printf(arena, "receiver %s", receiver->name),
	    .note_most = RECORDS_A_DAY};
	const enum stored stored = store->ops->change(store, &change);

	if (stored == STORED_CONFLICT)
		log_line("deliver: %s: more than %d refusals today: %s is not "
			 "on record",
		    receiver->name, RECORDS_A_DAY, client_id);
	return stored == STORED_UNABLE ? STORED_UNABLE : STORED_OK;
}

/* STORED_CONFLICT: somebody else was faster. */
static enum stored
try_suspend(struct store *store, const struct profile *profile,
    const char *client_id, const char *why, int64_t now, struct arena *arena)
{
	struct client client;
	struct stored_change change = {
	    .kind = CHANGE_REPLACE, .client = &client, .now = now};
	struct trail trail = {.event = "suspended",
	    .at = now,
	    .by = "receiver",
	    .client_id = client_id,
	    .why = why};
	const enum stored stored =
	    store->ops->get(store, client_id, arena, &client);

	if (stored != STORED_OK || client.state != CLIENT_ACTIVE)
		return stored;
	client.state = CLIENT_SUSPENDED;
	client.state_since = now;
	client.state_why = why;
	client.state_by = "receiver";
	change_withdraw(&client);
	trail.facts =
	    told_facts(arena, profile, &client, client.version + 1, NULL);
	change.audit = trail_text(arena, &trail);
	return store->ops->change(store, &change);
}

static enum stored
suspend(struct store *store, const struct profile *profile,
    const char *client_id, const char *why, int64_t now, struct arena *arena)
{
	enum stored stored = STORED_CONFLICT;

	for (int i = 0; i < TRIES && stored == STORED_CONFLICT; i++)
		stored =
		    try_suspend(store, profile, client_id, why, now, arena);
	if (stored == STORED_MISSING)
		return STORED_OK;
	return stored == STORED_OK ? STORED_OK : STORED_UNABLE;
}

enum stored
refused(struct store *store, const struct profile *profile,
    const struct config_receiver *receiver, const char *client_id,
    const char *key, const char *words, int64_t now)
{
	struct arena *arena = arena_new();
	enum stored stored = note(store, receiver, client_id,
	    arena_printf(
		arena, "%s refused %s: %s", receiver->name, key, words),
	    now, arena);

	if (stored == STORED_OK && receiver->suspends)
		stored = suspend(store, profile, client_id,
		    arena_printf(
			arena, "%s refused it: %s", receiver->name, words),
		    now, arena);
	arena_free(arena);
	return stored;
}
