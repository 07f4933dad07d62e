/* SPDX-License-Identifier: ISC */
#ifndef DELIVER_POLL_SETTLE_H
#define DELIVER_POLL_SETTLE_H

#include "deliver/poll_window.h"

/* A poll under way. */
struct polling {
	const struct poller *poller;
	const struct poll_request *request;
	int64_t now;
	struct arena *arena;
	const char *was; /* the receiver's row; NULL: it has none */
	struct ledger_receiver state;
	bool has_lanes;
	struct poll_window window;

	/* What is to be written: the receiver's row, and a lane for each
	 * event. */
	struct stored_delivery rows[2 * LIMIT_POLL + 1];
	size_t count;

	const char *refused[LIMIT_POLL]; /* jtis that are on record */
	size_t refusals;
};

/* Puts a row among those to be written, in place of one with its key. */
void poll_settle_row(struct polling *p, const char *key, const char *text);

/* Marks what the receiver has acknowledged or refused, now or before, and moves
 * its state behind what it has in one piece. */
enum stored poll_settle(struct polling *p);

#endif
