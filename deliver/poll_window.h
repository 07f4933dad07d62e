/* SPDX-License-Identifier: ISC */
#ifndef DELIVER_POLL_WINDOW_H
#define DELIVER_POLL_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "deliver/ledger.h"
#include "deliver/poll.h"
#include "kit/limits.h"

/* What is next for a receiver that polls, in the order in which it is offered. */
struct poll_item {
	const char *position; /* a client_id while clients are handed over, else
				 the key of a record; NULL: of a lane */
	const char *client_id;
	const char *jti;
	const struct json *event;
	bool done; /* the receiver has it, or has refused it */
};

struct poll_window {
	struct poll_item items[LIMIT_POLL];
	size_t count;
	const char *end; /* how far was looked: nothing else is up to there */
	bool last;	 /* nothing is behind that */
};

/* Which part of it all is being told. */
enum poll_phase { POLL_CLIENTS, POLL_DELETIONS, POLL_TRAIL };
enum poll_phase poll_phase(const struct ledger_receiver *state);

/* Adds what is behind where the receiver is; nothing of it is done. */
enum stored poll_window_read(const struct poller *poller,
    const struct ledger_receiver *state, int64_t now, struct arena *arena,
    struct poll_window *to);

/* Adds the event of a lane that is to be offered again.  STORED_MISSING: it has
 * none any more. */
enum stored poll_window_add(const struct poller *poller,
    const struct ledger_lane *lane, int64_t now, struct arena *arena,
    struct poll_window *to);

#endif
