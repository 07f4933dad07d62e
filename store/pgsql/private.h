/* SPDX-License-Identifier: ISC */
#ifndef STORE_PGSQL_PRIVATE_H
#define STORE_PGSQL_PRIVATE_H

/*
 * What the files of store/pgsql share.
 *
 * A connection is made at the first use and again whenever it was lost, so
 * that a store whose database is away for a while heals by itself.  It must
 * not be taken along through fork().
 *
 * What is text elsewhere is bytea in the tables: any bytes fit, whatever the
 * encoding of the database, and the order is that of the bytes, whatever its
 * collation.
 */

#include <stdbool.h>
#include <stdint.h>

#include <libpq-fe.h>

#include "store/lib/finding.h"
#include "store/lib/journal.h"
#include "store/lib/rows.h"
#include "store/pgsql/library.h"
#include "store/pgsql/statements.h"
#include "store/store.h"

#define PGSQL_MILLISECONDS 5000	     /* for a call, connecting included */
#define PGSQL_LOCK_MILLISECONDS 4000 /* the most that is waited for one */
#define PGSQL_BATCH 64		     /* rows that are read at a time */

struct pgsql {
	struct store store;
	char *conninfo;		       /* may hold a password: never printed */
	const struct pgsql_calls *pq;  /* NULL until the first use */
	PQconninfoOption *options;     /* the same */
	PGconn *conn;		       /* NULL: none */
	size_t host;		       /* of several: the one to try first */
	int64_t began, deadline;       /* of the call: monotonic_now() */
	int64_t heard;		       /* when the server last said anything */
	int64_t shut, shut_to_commits; /* until then: patience.c */
	int64_t budget;		       /* nanoseconds, where it is limited */
	bool prepared[STATEMENTS];     /* on this connection */
	bool unbegun;		       /* a transaction begins with what is
					   sent next */
	bool limited;		       /* see budget */
	bool silent;	    /* the server, until the time was over, */
	bool silent_commit; /* and that was in a commit */
	bool committing;
	bool waived;	    /* connect, whatever the tables' form is */
	bool frozen;	    /* a snapshot: one transaction, read only */
	bool warned;	    /* by the server, since this was last cleared */
	bool asynchronous;  /* the server would have had commits be lost */
	int64_t migrations; /* those of this connection's database */
	char why[300];	    /* the last error, without values */
};

/* Values of one call, as they are sent; begin with {.count = 0}.  They point
 * into what they were made from. */
#define PGSQL_VALUES 20
struct pgsql_values {
	int count;
	Oid types[PGSQL_VALUES];
	const char *bytes[PGSQL_VALUES];
	int lengths[PGSQL_VALUES];
	char numbers[PGSQL_VALUES][8];
};
void pgsql_bytes(struct pgsql_values *values, const void *bytes, size_t length);
void pgsql_text(struct pgsql_values *values, const char *string); /* or NULL */
void pgsql_number(struct pgsql_values *values, int64_t number);
void pgsql_truth(struct pgsql_values *values, bool truth);

/*
 * Statements that go to the server together and are answered together: a round
 * trip.  After one that is an error the server passes over the others; one that
 * merely has no row to show is known when all have been done.  Begin with
 * {.count = 0}.
 */
#define PGSQL_STEPS 16
struct pgsql_step {
	enum sql statement;
	struct pgsql_values values;
	enum stored_clash clash; /* what it means that there is no row */
	unsigned which;		 /* of the counts */
	int64_t rows;		 /* -1: the server did not come to it */
	PGresult *result;	 /* binary */
};
struct pgsql_trip {
	int count;
	struct pgsql_step steps[PGSQL_STEPS];
};
struct pgsql_values *pgsql_step(struct pgsql_trip *trip, enum sql statement);
/* The same, for a statement whose having no row is a clash. */
struct pgsql_values *pgsql_step_or(
    struct pgsql_trip *trip, enum sql statement, enum stored_clash clash);

/* What a statement, or a whole attempt, came to. */
enum upshot {
	PGSQL_DONE,
	PGSQL_MISSING,
	PGSQL_CLASH,
	PGSQL_AGAIN,  /* it met another transaction, and was rolled back */
	PGSQL_GONE,   /* the connection was lost, or is good for nothing */
	PGSQL_FAILED, /* anything else; p->why says what */
};

/* patience.c, how long the server is waited for.  begin sets the deadline.
 * admit does so for a call that has its request's time at most; false, and
 * p->why: the server was silent a moment ago, and is not to be tried now.
 * After true comes settle.  heard: the server has said something; unheard: the
 * time is over.  The server waits for a lock no longer than we hear of it. */
void pgsql_begin(struct pgsql *p, int64_t milliseconds);
bool pgsql_late(const struct pgsql *p);
bool pgsql_admit(struct pgsql *p, int64_t milliseconds, bool writes);
void pgsql_settle(struct pgsql *p, bool answered, bool writes);
void pgsql_limit(struct store *store, int64_t milliseconds);
void pgsql_heard(struct pgsql *p);
void pgsql_unheard(struct pgsql *p);
int pgsql_lock_milliseconds(const struct pgsql *p);

/* Keeps p->why for the log. */
void pgsql_say(struct pgsql *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Connected, set up, and the tables have the form that we need. */
enum upshot pgsql_ready(struct pgsql *p);
void pgsql_drop(struct pgsql *p);

/* Waits until the connection can be read or written (poll's events), or for
 * so many milliseconds (negative: no limit but the deadline).  False: not. */
bool pgsql_wait(struct pgsql *p, short events, int64_t milliseconds);

/* What all calls of libpq are made of that send something.  flush: until all of
 * it is sent.  next: the next result, NULL between two statements; when the
 * outcome is not PGSQL_DONE the connection is dropped, or good for nothing.
 * judge: of one result; not PGSQL_DONE, and p->why, for an error. */
enum upshot pgsql_flush(struct pgsql *p);
enum upshot pgsql_next(struct pgsql *p, PGresult **result);
enum upshot pgsql_judge(struct pgsql *p, const PGresult *result);
enum upshot pgsql_gone(struct pgsql *p);

/* Goes, and comes to the outcome of the first step that is an error.  The
 * results are trip_end's to clear. */
enum upshot pgsql_go(struct pgsql *p, struct pgsql_trip *trip);
void pgsql_trip_end(const struct pgsql *p, struct pgsql_trip *trip);

/* One of the statements, and its result in binary, which is the caller's to
 * clear when the outcome is PGSQL_DONE; or the number of rows alone. */
enum upshot pgsql_ask(struct pgsql *p, enum sql statement,
    const struct pgsql_values *values, PGresult **result);
enum upshot pgsql_do(struct pgsql *p, enum sql statement,
    const struct pgsql_values *values, int64_t *rows);

/* Any SQL without values, several statements too: the last one's result, in
 * text, and it may be NULL. */
enum upshot pgsql_sql(struct pgsql *p, const char *sql, PGresult **result);

/* Reads a column.  False, and p->why: it is not what it should be. */
bool pgsql_get_text(struct pgsql *p, const PGresult *result, int row,
    int column, struct arena *arena, const char **out);
bool pgsql_get_number(
    struct pgsql *p, const PGresult *result, int row, int column, int64_t *out);
bool pgsql_get_truth(
    struct pgsql *p, const PGresult *result, int row, int column, bool *out);

/*
 * A call: one transaction when it writes, and otherwise statements of which
 * each is its own.  `work` is called again after it met another transaction
 * or the connection was lost.  When `unsure` is set, the answer to a commit
 * was lost before: the change may or may not be there.
 */
struct pgsql_job {
	enum upshot (*work)(struct pgsql *p, struct pgsql_job *job);
	void *argument;
	const char *name;     /* for the log */
	int64_t milliseconds; /* 0: PGSQL_MILLISECONDS */
	bool writes;
	bool unsure;
	struct pgsql_trip *last; /* work fills it: goes with the commit */
	enum upshot (*told)(struct pgsql *p, struct pgsql_job *job); /* reads
				    what came back of it; NULL: nobody does */
};
enum stored pgsql_run(struct pgsql *p, struct pgsql_job *job);

/* A client's columns, in the order of all statements; from the second on. */
void pgsql_put_client(
    struct pgsql_values *values, const struct client *client, uint64_t version);
bool pgsql_get_client(struct pgsql *p, const PGresult *result, int row,
    struct arena *arena, struct client *out);

/* The name of a spent jti, as spend.c tells it: head, digest and rest. */
void pgsql_put_name(struct pgsql_values *values, struct arena *arena,
    const char *issuer, const char *jti);

/* Parts of a change, inside of its transaction; PGSQL_CLASH sets the clash. */
#define PGSQL_MARK 16 /* bytes by which a change knows a row as its own */
void pgsql_spend_jti(struct pgsql_trip *trip, struct arena *arena,
    const struct stored_change *change, const unsigned char mark[PGSQL_MARK]);
void pgsql_spend_counts(
    struct pgsql_trip *trip, const struct stored_change *change);
void pgsql_spend_note(
    struct pgsql_trip *trip, const struct stored_change *change);
void pgsql_sweep(struct pgsql_trip *trip, const struct stored_change *change);
int64_t pgsql_signed(uint64_t key); /* a number that is ordered as the keys */
void pgsql_lock_software(struct pgsql_trip *trip, const char *software);

/* A record of the trail, as a step; the key that it was given, when that has
 * been done; and what it means that it is an error. */
bool pgsql_audit(struct pgsql_trip *trip, enum sql how, const char *text);
bool pgsql_audit_key(
    struct pgsql *p, const struct pgsql_step *step, char key[JOURNAL_KEY]);
void pgsql_audit_failed(struct pgsql *p);

/* Of the client that is to be changed, locked, *old gets the version and the
 * software (the arena's). */
enum upshot pgsql_find_client(struct pgsql *p,
    const struct stored_change *change, struct arena *arena,
    struct client *old);

/* Whether the client has become what the change makes of it. */
enum upshot pgsql_is_written(struct pgsql *p,
    const struct stored_change *change, struct arena *arena, bool *happened);

/* The steps that lock what a change has to lock of software, and that write the
 * client. */
void pgsql_lock_change(struct pgsql_trip *trip,
    const struct stored_change *change, const struct client *old);
void pgsql_write_client(struct pgsql_trip *trip,
    const struct stored_change *change, const struct client *old);

/* What the steps of a change that have been done tell: PGSQL_CLASH sets the
 * clash. */
enum upshot pgsql_clashes(struct pgsql *p, const struct pgsql_trip *trip,
    struct stored_change *change);

/* The step that waits for the end of whoever is writing a record, and steps
 * that wait for the end of whoever is spending the jti and then look for the
 * mark. */
void pgsql_touch(struct pgsql_trip *trip);
void pgsql_find_mark(struct pgsql_trip *trip, struct arena *arena,
    const struct stored_change *change, const unsigned char mark[PGSQL_MARK]);
enum upshot pgsql_same(struct pgsql *p, enum sql statement,
    const struct pgsql_values *values, bool *same);

/* Has the server write to its disk what has been committed: no record of the
 * trail is told that a crash could take back.  *last is the key of the last of
 * those. */
enum upshot pgsql_settle_trail(struct pgsql *p, char last[JOURNAL_KEY]);

/* The operations that have a file of their own. */
enum stored pgsql_change(struct store *store, struct stored_change *change);
enum stored pgsql_spent(
    struct store *store, const char *issuer, const char *jti, int64_t now);
enum stored pgsql_rows(struct store *store, const struct stored_range *range,
    store_row_fn *each, void *context);
enum stored pgsql_seal(struct store *store, const struct stored_record *record);
enum stored pgsql_deliver(struct store *store,
    const struct stored_delivery *was, const struct stored_delivery *rows,
    size_t count);
enum stored pgsql_prune(
    struct store *store, const char *until, size_t *removed);
enum stored pgsql_load(struct store *store, const struct stored_row *rows,
    size_t count, size_t *at);
enum stored pgsql_publish(struct store *store, const struct stored_key *keys,
    size_t count, int64_t now);
enum stored pgsql_unpublish(struct store *store, const char *kid);
enum stored pgsql_published(struct store *store, int64_t now,
    bool (*each)(void *context, const struct stored_key *key), void *context);
struct store *pgsql_snapshot(
    struct store *store, struct arena *arena, const char **why);
store_figures_fn pgsql_figures, pgsql_glance;
enum stored pgsql_examine(
    struct store *store, bool repair, store_finding_fn *tell, void *context);
enum stored pgsql_migrate(struct store *store,
    void (*tell)(void *context, const char *step), void *context);

/* An examination.  value: the first one of an answer, as text; NULL: it cannot
 * be had. */
struct looking {
	struct pgsql *p;
	bool repair;
	struct finding_listener listener;
};
const char *pgsql_value(const struct looking *looking, const char *sql);
void pgsql_look_at_server(const struct looking *looking);

#define PGSQL_MIGRATIONS 8 /* the tables of this program have had so many */

/* shown.c, of what follows "postgresql:". */
bool pgsql_takes(struct arena *arena, const char *place);
const char *pgsql_shown(struct arena *arena, const char *place);

#endif
