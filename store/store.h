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
 * The contract of every back end.  A call that returns STORED_OK has been made
 * durable before it returns; a call that returns anything else has changed
 * nothing.  STORED_UNABLE says nothing about what the store holds: the world
 * failed, and nobody may take that for "there is none".
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

/* What is left to do for one of those who are told of each change, or how far
 * one of them has been told.  A key is printable and not empty, nor is the text,
 * which is one line. */
struct stored_delivery {
	const char *key;
	const char *text; /* NULL: no such row */
};
#define DELIVERY_KEY_MOST 1000 /* bytes */
#define DELIVERIES_MOST 512    /* rows that are written together */

/* A jti that was spent, or that of an access token that was revoked. */
struct stored_spent {
	const char *issuer, *jti;
	int64_t expires; /* seconds since the epoch */
};

/* The tables whose rows a store holds, and a copy of it must hold as well, all
 * but the last: who reads a copy has been told nothing.  The counts of sources
 * are in none of them: those are of a day. */
enum stored_table {
	TABLE_CLIENTS,
	TABLE_SPENT,
	TABLE_AUDIT,
	TABLE_SEALS,
	TABLE_DELIVERIES
};
#define TABLES 4 /* in a copy */

struct stored_row {
	enum stored_table table;
	union {
		struct client client;
		struct stored_spent spent;
		struct stored_record record; /* audit, seals, deliveries;
						the key of a delivery is as
						struct stored_delivery has it */
	};
};

/* Some of the rows of a table. */
enum stored_index { INDEX_SOFTWARE, INDEX_CERTIFICATE };
struct stored_range {
	enum stored_table table;
	enum stored_index index; /* of clients: those under `key` of it */
	const char *key;	 /* NULL: all clients */
	const char *after;	 /* those with a greater key, of all clients
				    a greater client_id; not of a table of
				    jtis, nor of an index; NULL: all */
};

/* One thing that `dcr doctor` says of a store. */
enum finding_state {
	FINDING_GOOD,
	FINDING_POOR,  /* the store works, and somebody should look */
	FINDING_BAD,   /* something is wrong */
	FINDING_MENDED /* something was wrong, until now */
};

struct store_finding {
	enum finding_state state;
	const char *what;   /* "log", "indexes": one word */
	const char *detail; /* a line */
};

struct store;

/* Those who are told rows (and return false to be told no further one), figures
 * and findings. */
typedef bool store_row_fn(void *context, const struct stored_row *row);
typedef void store_figure_fn(void *context, const char *name, int64_t value);
typedef void store_finding_fn(
    void *context, const struct store_finding *finding);

typedef enum stored store_figures_fn(
    struct store *store, store_figure_fn *tell, void *context);

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

	/* STORED_OK: this jti was spent, and is to be remembered at `now`;
	 * else STORED_MISSING. */
	enum stored (*spent)(struct store *store, const char *issuer,
	    const char *jti, int64_t now);

	/* The client, unless this jti was spent, as `spent` says: then
	 * STORED_CONFLICT.  NULL where two questions cost no more than one
	 * (store_get_unspent() asks either way). */
	enum stored (*get_unspent)(struct store *store, const char *client_id,
	    const struct stored_spent *spent, int64_t now, struct arena *arena,
	    struct client *out);

	/* A number that is another one, in every process, once a client was
	 * added, replaced or removed or a token revoked: while it is the same,
	 * so is what get, rows and spent have answered (of revoked tokens)
	 * since the number was read.  To ask costs no system call.  0: nobody
	 * can tell. */
	uint64_t (*generation)(struct store *store);

	/* All calls from now on, until this is called again, together wait for
	 * so many milliseconds at most; 0: each call as long as it always may.
	 * NULL where a call never waits long, and those after one that had to
	 * wait do so even less. */
	void (*limit)(struct store *store, int64_t milliseconds);

	/* Rows in the order of their keys: clients by client_id, spent jtis
	 * (expired ones too) by issuer and jti, in bytes.  A row's
	 * strings live until `each` returns, which must not call the store.
	 * store/lib/rows.h has simpler forms of this. */
	enum stored (*rows)(struct store *store,
	    const struct stored_range *range, store_row_fn *each,
	    void *context);

	/* Adds a seal under this key; STORED_CONFLICT when there is one. */
	enum stored (*seal)(
	    struct store *store, const struct stored_record *record);

	/* Puts rows of TABLE_DELIVERIES, DELIVERIES_MOST at most, or removes
	 * those whose text is NULL: all of them or none, and only if the row
	 * was->key has the text was->text at that moment (NULL: is not there);
	 * else STORED_CONFLICT.  `was` NULL: whatever is there.  The generation
	 * stays. */
	enum stored (*deliver)(struct store *store,
	    const struct stored_delivery *was,
	    const struct stored_delivery *rows, size_t count);

	/* Takes away the oldest records of the audit trail, up to this key and
	 * some at a time; *removed says how many, and 0 that none is left.  The
	 * newest record of all stays: later keys are counted from it.  Whoever
	 * calls this sees to it that the chain of seals holds
	 * (store/lib/chain.h). */
	enum stored (*prune)(
	    struct store *store, const char *until, size_t *removed);

	/* Puts rows as they are, with their versions and keys: all of them, or
	 * none.  A row that is there already is passed over if it is the same
	 * (a jti: until the later of both times); if it is another one,
	 * STORED_CONFLICT, and *at says which of the rows.  No software is
	 * claimed and nothing recorded: that is for the caller.  A record of
	 * the audit trail whose key is NULL goes with the row before it, which
	 * has to be another row than such a record: both are passed over, or
	 * the record is written with a key of the store's. */
	enum stored (*load)(struct store *store, const struct stored_row *rows,
	    size_t count, size_t *at);

	/* The keys that access tokens are signed with; NULL, all three, where
	 * one machine has the store to itself.  publish puts keys: one that is
	 * there stays until the later of both times.  published tells, in no
	 * order, those that are not over at `now`. */
	enum stored (*publish)(struct store *store,
	    const struct stored_key *keys, size_t count, int64_t now);
	enum stored (*unpublish)(struct store *store, const char *kid);
	enum stored (*published)(struct store *store, int64_t now,
	    bool (*each)(void *context, const struct stored_key *key),
	    void *context);

	/* The store as it is at this moment, to be read while others go on
	 * writing, and to be closed before the store is: whatever would change
	 * a snapshot is UNABLE, and of the operations below it has `migrate`
	 * alone.  NULL and *why (the arena's) when it cannot be had. */
	struct store *(*snapshot)(
	    struct store *store, struct arena *arena, const char **why);

	/* Numbers about the store, for people who watch it: names are
	 * lower-case words with underscores, and the last word is the unit
	 * where there is one. */
	store_figures_fn *figures;

	/* Those of the numbers that cost no walk over rows.  NULL: none. */
	store_figures_fn *glance;

	/* Tells what is well and what is not, and with `repair` mends what can
	 * be mended.  UNABLE only when the store could not even be looked at. */
	enum stored (*examine)(struct store *store, bool repair,
	    store_finding_fn *tell, void *context);

	/* Brings tables that an older program made, or nobody yet, to the form
	 * that this program needs, and tells each step; of a snapshot, the
	 * steps that would be taken.  NULL: there are never any. */
	enum stored (*migrate)(struct store *store,
	    void (*tell)(void *context, const char *step), void *context);

	/* What `open` is given, as anybody may read it: without a password.
	 * NULL: as it is. */
	const char *(*shown)(struct arena *arena, const char *place);
};

/* A store and its operations, as store_open() gives it. */
struct store {
	const struct store_ops *ops;
};

/* Opens a store by its URI: "bdb:/var/lib/dcr" or "postgresql:host=db
 * dbname=dcr".  NULL and *why (the arena's) when there is no such scheme or
 * place. */
struct store *store_open(
    const char *uri, struct arena *arena, const char **why);
void store_close(struct store *store);

/* The kind of store that the URI's scheme names; NULL: there is none. */
const struct store_ops *store_kind(const char *uri);

/* The URI as anybody may read it; of a kind that is not known the scheme
 * alone.  The arena's, or the URI itself. */
const char *store_shown(struct arena *arena, const char *uri);

/* ops->get_unspent, or `spent` and then `get`; spent->expires is not looked
 * at. */
enum stored store_get_unspent(struct store *store, const char *client_id,
    const struct stored_spent *spent, int64_t now, struct arena *arena,
    struct client *out);

/* ops->limit, where there is one. */
void store_limit(struct store *store, int64_t milliseconds);

/* Takes a change as far as a registration would go, and leaves nothing:
 * STORED_OK when the store, and the disk below it, can be written to. */
enum stored store_try(struct store *store);

/* The kinds that were compiled in (store/kinds.c); NULL ends. */
extern const struct store_ops *const stores[];

extern const struct store_ops store_bdb;
extern const struct store_ops store_postgresql; /* where DCR_POSTGRESQL is */

#endif
