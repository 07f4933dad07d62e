/* SPDX-License-Identifier: ISC */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/lib/change.h"

struct arena;
struct stored_key; /* store/lib/stored_key.h */

/*
 * The contract of every back end.  A call that returns STORED_OK has been
 * made durable before it returns; one that returns anything else has changed
 * nothing.  UNABLE is not an answer: the world failed and nobody may take it
 * for "there is none".
 */
enum stored {
	STORED_OK,
	STORED_MISSING,
	STORED_CONFLICT, /* struct stored_change says which */
	STORED_UNABLE
};

/* A line of one of the two lists that only grow.  A key is 16 hex digits, and a
 * later record has a greater key: of the audit trail, microseconds since the
 * epoch, or one more than the last where the clock went back; of the seals, a
 * number. */
struct stored_record {
	const char *key;
	const char *text; /* without line ends */
};

/* A jti that was spent, or a token that was revoked. */
struct stored_spent {
	const char *issuer, *jti;
	int64_t expires; /* seconds since the epoch */
};

/* What a store holds and a copy of it must hold as well, a row at a time.  The
 * counts of sources are no part of it: they are of a day. */
enum stored_table { TABLE_CLIENTS, TABLE_SPENT, TABLE_AUDIT, TABLE_SEALS };
#define TABLES 4

struct stored_row {
	enum stored_table table;
	union {
		struct client client;
		struct stored_spent spent;
		struct stored_record record; /* audit, seals */
	};
};

/* Which rows of a table. */
enum stored_index { INDEX_SOFTWARE, INDEX_CERTIFICATE };
struct stored_range {
	enum stored_table table;
	enum stored_index index; /* clients: that have `key` there */
	const char *key;	 /* NULL: all of them */
	const char *after;	 /* audit, seals: with a greater key than this;
				    NULL: all of them */
};

/* What `dcr doctor` says of a store. */
enum finding_state {
	FINDING_GOOD,
	FINDING_POOR,  /* it works, and somebody should look */
	FINDING_BAD,   /* something is wrong */
	FINDING_MENDED /* it was, until now */
};

struct store_finding {
	enum finding_state state;
	const char *what;   /* "log", "indexes": one word */
	const char *detail; /* a line */
};

struct store;

/* Who is told rows (false: no further one), figures and findings. */
typedef bool store_row_fn(void *context, const struct stored_row *row);
typedef void store_figure_fn(void *context, const char *name, int64_t value);
typedef void store_finding_fn(
    void *context, const struct store_finding *finding);

struct store_ops {
	const char *name; /* the scheme: "bdb" in "bdb:/var/lib/dcr" */

	/* NULL, and *why (the arena's), when the place is wrong.  A place that
	 * is right but out of order for the moment opens, and answers UNABLE. */
	struct store *(*open)(
	    const char *place, struct arena *arena, const char **why);
	void (*close)(struct store *store);

	enum stored (*change)(
	    struct store *store, struct stored_change *change);

	/* *out and its strings are the arena's. */
	enum stored (*get)(struct store *store, const char *client_id,
	    struct arena *arena, struct client *out);

	/* Was this jti spent, and is it to be remembered at `now`?  STORED_OK
	 * or STORED_MISSING. */
	enum stored (*spent)(struct store *store, const char *issuer,
	    const char *jti, int64_t now);

	/* A number that is another one, in every process, once a client was
	 * added, replaced or removed or a token revoked: while it is the same,
	 * so is what get, rows and spent have answered (of revoked tokens)
	 * since it was read.  It costs no system call.  0: nobody can tell. */
	uint64_t (*generation)(struct store *store);

	/* All calls from now on, until this is called again, wait no longer
	 * for whatever the store waits for than so many milliseconds together;
	 * 0: each as long as it always may.  NULL where each of them is short,
	 * and all that come after one that had to wait. */
	void (*limit)(struct store *store, int64_t milliseconds);

	/* Rows in the order of their keys: clients by client_id, spent jtis
	 * (expired ones too) by issuer and jti, in bytes.  `each` may end it by
	 * returning false; the row's strings live until it returns.  It must
	 * not call the store.  See store/lib/rows.h. */
	enum stored (*rows)(struct store *store,
	    const struct stored_range *range, store_row_fn *each,
	    void *context);

	/* Adds a seal under this key; STORED_CONFLICT when it is there. */
	enum stored (*seal)(
	    struct store *store, const struct stored_record *record);

	/* Takes away the oldest records of the audit trail, up to this key and
	 * some at a time; *removed says how many, and 0 that none is left.  The
	 * newest record of all stays: later keys are counted from it.  That the
	 * chain over them holds is for who calls it (store/lib/chain.h). */
	enum stored (*prune)(
	    struct store *store, const char *until, size_t *removed);

	/* Puts rows as they are, with their versions and keys: all of them, or
	 * none.  One that is there already is passed over if it is the same (a
	 * jti: until the later of both times); if it is another one,
	 * STORED_CONFLICT, and *at says which of the rows.  It claims nothing
	 * and records nothing: that is for who calls it.  A record of the audit
	 * trail whose key is NULL goes with the row before it, which is no such
	 * record: it is passed over with that, or written with a key of the
	 * store's. */
	enum stored (*load)(struct store *store, const struct stored_row *rows,
	    size_t count, size_t *at);

	/* These three are NULL where one machine has the store to itself.
	 * Puts keys; those that are there stay until the later of both times.
	 * Tells those that are not over at `now`, in no order; `each` as above. */
	enum stored (*publish)(struct store *store,
	    const struct stored_key *keys, size_t count, int64_t now);
	enum stored (*unpublish)(struct store *store, const char *kid);
	enum stored (*published)(struct store *store, int64_t now,
	    bool (*each)(void *context, const struct stored_key *key),
	    void *context);

	/* What the store is at this moment, to be read while others go on
	 * writing, and to be closed before the store is: whatever would change
	 * it is UNABLE, and of the calls below it has `migrate` alone.  NULL and *why (the
	 * arena's) when it cannot be had. */
	struct store *(*snapshot)(
	    struct store *store, struct arena *arena, const char **why);

	/* Numbers about it, for people who watch it: names are lower-case words
	 * with underscores, the unit is the last one where there is one. */
	enum stored (*figures)(
	    struct store *store, store_figure_fn *tell, void *context);

	/* Tells what is well and what is not, and mends what it can if it is
	 * asked to.  UNABLE only when it could not even look. */
	enum stored (*examine)(struct store *store, bool repair,
	    store_finding_fn *tell, void *context);

	/* Brings tables that an older program made, or nobody yet, to the form
	 * that this one needs, and tells each step; of a snapshot it tells
	 * those that it would take.  NULL: there are none. */
	enum stored (*migrate)(struct store *store,
	    void (*tell)(void *context, const char *step), void *context);
};

/* A store and its operations; open with store_open. */
struct store {
	const struct store_ops *ops;
};

/* By URI: "bdb:/var/lib/dcr" or "postgresql:host=db dbname=dcr".  NULL and *why
 * (the arena's) when there is no such scheme or place. */
struct store *store_open(
    const char *uri, struct arena *arena, const char **why);
void store_close(struct store *store);

/* By the URI's scheme; NULL: there is no such kind. */
const struct store_ops *store_kind(const char *uri);

/* ops->limit, where there is one. */
void store_limit(struct store *store, int64_t milliseconds);

/* All that were compiled in; NULL ends. */
extern const struct store_ops *const stores[];

extern const struct store_ops store_bdb;
extern const struct store_ops store_postgresql; /* where DCR_POSTGRESQL is */

#endif
