/* SPDX-License-Identifier: ISC */
#ifndef DELIVER_POLL_H
#define DELIVER_POLL_H

#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

struct arena;
struct config_receiver;
struct json;
struct profile;
struct signing;

/*
 * A receiver that polls its events (RFC 8936).  What it has acknowledged is in
 * its row of TABLE_DELIVERIES (deliver/ledger.h), and that row is all: nobody
 * has to deliver to it.
 *
 * The oldest LIMIT_POLL events that it has not settled are offered, and no later
 * one: a receiver that goes on without an event has to say why (setErrs), or is
 * told nothing new in the end.  An event with an error is a parked lane, as of
 * any receiver, and is offered again after `dcr deliver retry`.
 *
 * A new receiver is offered every client as it is, after that the deletions in
 * the audit trail, for what it may have from before, and then the trail.
 */
struct poller {
	struct store *store;
	const struct profile *profile;
	const struct config_receiver *receiver;
	struct signing *signing;
};

/* What a poll says (sections 2.2 and 2.4). */
struct poll_request {
	const struct json *ack;	   /* an array of strings; or NULL */
	const struct json *errors; /* setErrs; or NULL */
	size_t most;		   /* events; maxEvents */
};

/* Settles what is acknowledged or refused, and answers {"sets":{...},
 * "moreAvailable":B} (section 2.3).  STORED_UNABLE and *why: the store or the
 * keys cannot be used now; what was settled by then may stay so.  All is the
 * arena's. */
enum stored poll_answer(const struct poller *poller,
    const struct poll_request *request, int64_t now, struct arena *arena,
    const struct json **out, const char **why);

#endif
