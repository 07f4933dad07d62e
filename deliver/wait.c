/* SPDX-License-Identifier: ISC */
/* Holds an answer until receivers have been told what it says. */
#include "deliver/wait.h"

#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "deliver/ledger.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"
#include "kit/monotonic.h"

enum { FIRST = 2, LONGEST = 20 /* milliseconds between two looks */ };

/* Has the client a lane with an event up to this key, that may still be
 * delivered? */
static bool
is_in_lane(struct store *store, const char *name, const char *client_id,
    const char *key, struct arena *arena)
{
	struct stored_record row = {.key = ledger_key(arena, name, client_id)};
	struct ledger_lane lane;

	return ledger_get(store, row.key, arena, &row.text) == STORED_OK &&
	       row.text != NULL && ledger_lane_read(arena, &row, &lane) &&
	       !lane.parked && strcmp(lane.key, key) <= 0;
}

/* Is there something to wait for? */
static bool
is_pending(struct store *store, const char *name, const char *client_id,
    const char *key)
{
	struct arena *arena = arena_new();
	struct ledger_receiver row;
	const char *text = NULL;
	bool pending = ledger_get(store, name, arena, &text) == STORED_OK &&
		       text != NULL &&
		       ledger_receiver_read(arena, text, &row) &&
		       *row.lease != '\0' && row.until >= time(NULL) &&
		       row.failing_since == 0;

	if (pending && strcmp(row.cursor, key) >= 0)
		pending = is_in_lane(store, name, client_id, key, arena);
	arena_free(arena);
	return pending;
}

void
wait_until_told(struct store *store, const struct config *config,
    const char *client_id, const char *key)
{
	const int64_t begun = monotonic_now();

	for (const struct config_receiver *r = config->receivers;
	     r->name != NULL; r++) {
		long pause = FIRST;

		while (monotonic_since(begun) < r->wait &&
		       is_pending(store, r->name, client_id, key)) {
			const struct timespec some = {0, pause * 1000000};

			(void)nanosleep(&some, NULL);
			pause = pause < LONGEST ? 2 * pause : LONGEST;
		}
	}
}
