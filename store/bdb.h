/* SPDX-License-Identifier: ISC */
#ifndef STORE_BDB_H
#define STORE_BDB_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/journal.h"
#include "store/store.h"

#define BDB_MARK 37

/*
 * Private to store/bdb*.c, which include <db.h> before it.
 *
 * The environment is opened at the first use and again after each failure, so
 * that a store whose files are out of order for a while heals by itself.  A
 * process may have one store per directory open (DB_REGISTER's rule), and must
 * not take one along through fork().
 */
struct bdb {
	struct store store;
	char *home;
	int directory; /* the same, open */
	int lock;      /* -1 until the first use */
	char idle[BDB_MARK];
	_Atomic uint64_t *generation; /* mapped; NULL until the first use */
	bool told;		      /* that it cannot be */
	bool astray;		      /* the last sweep failed */
	DB_ENV *env;		      /* NULL: closed, like all that follows */
	DB *clients;
	DB *by_software;
	DB *by_certificate;
	DB *jti;
	DB *audit;
	DB *notes; /* these two are opened when a job needs them */
	DB *seals;
};

/* Once, before the others: what the lock file shall say. */
void bdb_guard(struct bdb *bdb);

/* Once: what Berkeley DB does on a full disk (bdb_disk.c).  0 or an errno. */
int bdb_disk(void);

/* Every use of what follows happens between these two.  0 or an errno; the
 * environment may be found closed by bdb_enter. */
int bdb_enter(struct bdb *bdb);
void bdb_leave(struct bdb *bdb, bool sound);

/* The lock file, open from now on.  0 or an errno. */
int bdb_lock_file(struct bdb *bdb);

/* The counter of store.h's generation(): had, by bdb_enter at the latest;
 * moved, between bdb_enter and the commit; and let go of. */
int bdb_generation_map(struct bdb *bdb);
void bdb_generation_move(struct bdb *bdb);
void bdb_generation_unmap(struct bdb *bdb);

/* Closes, and has the next open recover.  0 or an errno. */
int bdb_condemn(struct bdb *bdb);

/* 0, or an error after which nothing is open. */
int bdb_open(struct bdb *bdb);

/* One of the two tables that bdb_open leaves out, in a transaction of its
 * own.  0, or an error after which this table is not open. */
int bdb_open_late(struct bdb *bdb, DB **table);
void bdb_close(struct bdb *bdb);

/*
 * One transaction.  `work` returns 0 to commit it, DB_NOTFOUND or DB_KEYEXIST
 * (STORED_MISSING, STORED_CONFLICT) or any other error to roll it back; it is
 * called again after a deadlock or a recovery.  When `unsure` is set, a commit
 * failed before: the change may or may not be there.
 */
struct bdb_job {
	int (*work)(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job);
	void *argument;
	const char *name; /* for the log */
	DB **needs;	  /* a table that may not be open; NULL: none */
	bool writes;
	bool unsure;
};

enum stored bdb_run(struct bdb *bdb, struct bdb_job *job);

/* A clock that only goes forward, in nanoseconds; and a pause for a random
 * part of `most` nanoseconds, doubled at each attempt up to five times. */
int64_t bdb_clock(void);
bool bdb_late(int64_t since, int64_t milliseconds);
void bdb_pause(int64_t most, unsigned attempt);

/* Whether the table has this very record: what to ask when unsure. */
bool bdb_is_there(DB *table, DB_TXN *txn, const char *key, const char *record);

/* A DBT over somebody else's bytes, and over a string without its NUL. */
DBT bdb_bytes(const char *bytes, size_t length);
DBT bdb_text(const char *string);

/* The calls that have a file of their own. */
enum stored bdb_change(struct store *store, struct stored_change *change);
enum stored bdb_spent(
    struct store *store, const char *issuer, const char *jti, int64_t now);
uint64_t bdb_generation(struct store *store);
enum stored bdb_each(struct store *store, enum stored_index index,
    const char *key, bool (*each)(void *context, const struct client *client),
    void *context);
enum stored bdb_read(struct store *store, enum stored_journal journal,
    const char *after,
    bool (*each)(void *context, const struct stored_record *record),
    void *context);
enum stored bdb_seal(struct store *store, const struct stored_record *record);

/* Their parts, inside of a change's transaction: 0, or as a job's work.  With
 * DB_KEYEXIST the clash is set. */
int bdb_spend_jti(struct bdb *bdb, DB_TXN *txn, struct stored_change *change);
bool bdb_is_spent(
    struct bdb *bdb, DB_TXN *txn, const struct stored_change *change);
int bdb_spend_note(struct bdb *bdb, DB_TXN *txn, struct stored_change *change);
int bdb_sweep(struct bdb *bdb, DB_TXN *txn, const struct stored_change *change);
int bdb_audit(
    struct bdb *bdb, DB_TXN *txn, const char *text, char key[JOURNAL_KEY]);

/*
 * A client as clients.db keeps it: lines of a name, a space and a value, the
 * first one being the format's version; an empty line; the metadata.  Format
 * 1, which is read as well, knew neither states nor tokens.
 */
char *bdb_record_write(struct arena *arena, const struct client *client);

/* 0, or EBADMSG (and a line in the log) when it is no record. */
int bdb_record_read(const DBT *record, struct arena *arena, struct client *out);

/* A line's value, inside of the record; false when there is no such line. */
bool bdb_record_line(const DBT *record, const char *name, DBT *value);

/* Whether it says that the client is suspended. */
bool bdb_record_suspended(const DBT *record);

/* A row of notes.db: "DAY COUNT", both of them decimal. */
bool bdb_note_read(const DBT *data, int64_t *day, int64_t *count);

/* Decimal, all of it, nothing else. */
bool bdb_number(const DBT *text, int64_t *number);

#endif
