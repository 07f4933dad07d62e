/* SPDX-License-Identifier: ISC */
/* Suspends a client that serves no more, with a record. */
#include "deliver/suspend.h"

#include "deliver/told.h"
#include "kit/trail.h"

enum { TRIES = 5 };

/* STORED_CONFLICT: somebody else was faster. */
static enum stored
try_it(struct store *store, const struct profile *profile,
    const struct suspension *it, struct arena *arena)
{
	struct client client;
	struct stored_change change = {
	    .kind = CHANGE_REPLACE, .client = &client, .now = it->now};
	struct trail trail = {.event = "suspended",
	    .at = it->now,
	    .by = it->by,
	    .client_id = it->client_id,
	    .why = it->why};
	const enum stored stored =
	    store->ops->get(store, it->client_id, arena, &client);

	if (stored != STORED_OK || client.state != CLIENT_ACTIVE)
		return stored;
	client.state = CLIENT_SUSPENDED;
	client.state_since = it->now;
	client.state_why = it->why;
	client.state_by = it->by;
	change_withdraw(&client);
	trail.facts =
	    told_facts(arena, profile, &client, client.version + 1, NULL);
	change.audit = trail_text(arena, &trail);
	return store->ops->change(store, &change);
}

enum stored
suspend(struct store *store, const struct profile *profile,
    const struct suspension *it, struct arena *arena)
{
	enum stored stored = STORED_CONFLICT;

	for (int i = 0; i < TRIES && stored == STORED_CONFLICT; i++)
		stored = try_it(store, profile, it, arena);
	if (stored == STORED_MISSING)
		return STORED_OK;
	return stored == STORED_OK ? STORED_OK : STORED_UNABLE;
}
