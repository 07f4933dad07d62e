/* SPDX-License-Identifier: ISC */
#ifndef DELIVER_LEDGER_H
#define DELIVER_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "deliver/courier.h"
#include "store/store.h"

struct arena;

/*
 * The rows of TABLE_DELIVERIES (store/store.h): how far each receiver has been
 * told, and which events it has not taken.
 *
 * A receiver has one row, whose key is its name:
 *
 *	{"cursor":S,"lease":S,"until":N,"sweep":S,"deletions":S,"started":N,
 *	 "failing_since":N,"last_error":S,"asked":S,"acked":S}
 *
 * All records of the audit trail up to `cursor` are settled: delivered, put
 * into a lane, or of no interest.  `lease` says who delivers, "" nobody, and
 * `until` when somebody else may.  While a new receiver is handed over what is
 * there, `sweep` is the client_id up to which that is done, and after that
 * `deletions` the key of the trail up to which deletions are told.  Whoever else
 * changes a lane puts another word into `asked`.  Of a receiver that polls,
 * `acked` has what it has beyond that, with blanks between (deliver/poll.h).  Each write of any row of the
 * receiver replaces this one as it was read: so there is one writer at a time.
 *
 * A lane is a client's, and has a row while an event of it could not be
 * delivered; its key is ledger_key():
 *
 *	{"key":S,"event":S,"since":N,"attempts":N,"next":N,"answer":S,
 *	 "parked":true,"client_id":S}
 *
 * Times are seconds since the epoch.
 */
#define LEDGER_KEY 16
#define LEDGER_FIRST "0000000000000000" /* before every key of the trail */

struct ledger_receiver {
	char cursor[LEDGER_KEY + 1];
	const char *lease;
	int64_t until;
	const char *sweep;     /* NULL: it is done */
	const char *deletions; /* NULL: not begun, or done */
	int64_t started;
	int64_t failing_since;	/* 0: it is not */
	const char *last_error; /* NULL: there was none */
	const char *asked;	/* NULL: nobody has */
	const char *acked;	/* NULL: nothing */
};

struct ledger_lane {
	char key[LEDGER_KEY + 1];
	char event[16];
	char answer[COURIER_WORDS + 1];
	int64_t since, attempts, next;
	bool parked;
	const char *client_id;
};

/* Texts are the arena's.  What is read of a text that is none is false. */
const char *ledger_receiver_text(
    struct arena *arena, const struct ledger_receiver *receiver);
bool ledger_receiver_read(
    struct arena *arena, const char *text, struct ledger_receiver *out);
const char *ledger_lane_text(
    struct arena *arena, const char *name, const struct ledger_lane *lane);

/* The row's key is needed for the client_id. */
bool ledger_lane_read(struct arena *arena, const struct stored_record *row,
    struct ledger_lane *out);

/* "NAME CLIENT_ID"; where that is no key of a store, "NAME #SHA-256". */
const char *ledger_key(
    struct arena *arena, const char *name, const char *client_id);

/* *text is that of the row (the arena's), NULL where there is none. */
enum stored ledger_get(struct store *store, const char *key,
    struct arena *arena, const char **text);

/* Tells the lanes of a receiver, in order of their keys; strings live until
 * `each` returns, which must not call the store. */
enum stored ledger_lanes(struct store *store, const char *name,
    bool (*each)(void *context, const struct ledger_lane *lane), void *context);

#endif
