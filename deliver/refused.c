/* SPDX-License-Identifier: ISC */
/* Records that a receiver has refused an event, and suspends the client. */
#include "deliver/refused.h"

#include "deliver/suspend.h"
#include "kit/arena.h"
#include "kit/conf/config_receivers.h"
#include "kit/log.h"
#include "kit/trail.h"

enum { RECORDS_A_DAY = 100000 };

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
		stored = suspend(store, profile,
		    &(struct suspension){.client_id = client_id,
			.by = "receiver",
			.why = arena_printf(
			    arena, "%s refused it: %s", receiver->name, words),
			.now = now},
		    arena);
	arena_free(arena);
	return stored;
}
