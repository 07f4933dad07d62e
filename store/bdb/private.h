/* SPDX-License-Identifier: ISC */
#ifndef STORE_BDB_PRIVATE_H
#define STORE_BDB_PRIVATE_H

/* What the files of store/bdb share, which include <db.h> before it. */

#include <dirent.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/lib/finding.h"
#include "store/lib/journal.h"
#include "store/lib/rows.h"
#include "store/store.h"

#define BDB_CACHE_BYTES (16 * 1024 * 1024) /* shared by all processes */
#define BDB_AGAIN_MILLISECONDS 250 /* to wait, if the last time was in vain */
#define BDB_MARK 37		   /* bytes: 'i' or 'b', and a boot's id */

struct bdb_lock { /* one of the two that processes wait for: lock.c */
	_Atomic uint32_t turn;	  /* what those who wait sleep on */
	_Atomic uint32_t waiting; /* so many, and those who died in it */
	_Atomic int32_t pid;	  /* the holder's; 0: the holder does not say */
	_Atomic uint64_t started; /* when that process was, in clock ticks */
	_Atomic int64_t alive;	  /* when the holder last got on, by
				     monotonic_now() */
};

/*
 * What all processes have in common beside Berkeley DB: the file "lock",
 * mapped.  It is true of one boot, and no byte of it is trusted that could make
 * us acknowledge something (guard.c, sync.c).
 */
struct bdb_shared {
	char mark[64];		     /* guard.c */
	_Atomic uint64_t generation; /* generation.c */
	_Atomic uint64_t epoch;	     /* one more at each recovery */
	_Atomic uint64_t committed;  /* tickets given out in this epoch */
	_Atomic uint64_t synced;     /* the last of those that are on disk */
	_Atomic uint64_t log;	     /* the log file of the newest commit */
	_Atomic uint64_t synced_log; /* that of the newest that is on disk */
	_Atomic uint32_t sick;	     /* enum bdb_sick */
	struct bdb_lock guard;
	struct bdb_lock sync;
	_Atomic uint64_t archived; /* the log file at which old ones went */
};

/* What a write to the disk that failed may have left in the page cache alone,
 * where it looks as if it were on disk. */
enum bdb_sick { BDB_LOGS_SICK = 1, BDB_TABLES_SICK = 2 };

/* A commit that is in the log and waits for the disk. */
struct bdb_ticket {
	uint64_t epoch, number;
};

/*
 * The environment is opened at the first use and again after each failure, so
 * that a store whose files are out of order for a while heals by itself.  A
 * process may have one store per directory open (DB_REGISTER's rule), and must
 * not take one along through fork().
 */
struct bdb {
	struct store store;
	char *home;
	int directory; /* the same, open, or -1 until it can be */
	int lock;      /* the file "lock"; -1 until the first use */
	char idle[BDB_MARK];
	int32_t pid;		   /* this process, and */
	uint64_t started;	   /* when it was; 0: unknown */
	struct bdb_shared *shared; /* NULL until the first use */
	uint64_t epoch;		   /* in which the environment was opened */
	int log;		   /* the file that was synced last, or -1 */
	uint64_t log_number, log_epoch;
	unsigned complaints; /* of the library since it was opened */
	bool waited;	     /* in vain, the last time */
	bool recovered;	     /* by the open that goes on, or went on last */
	bool told;	     /* that "lock" cannot be mapped */
	bool astray;	     /* the last sweep failed */
	bool frozen;	     /* a snapshot: read only, and its folder goes when
				it is closed */
	DB_ENV *env;	     /* NULL: closed, like all that follows */
	DB *clients;
	DB *by_software, *by_certificate;
	DB *jti;
	DB *audit;
	DB *notes, *seals, *deliveries; /* opened when a job needs them */
};

/* guard.c: one process at a time is inside of Berkeley DB.  bdb_guard() comes
 * once and first: what the lock file shall say.  Each use of the environment
 * happens between enter and leave; bdb_enter() waits for some seconds, the
 * other one until the deadline (kit/monotonic.h).  Both return 0 or an errno,
 * and may leave the environment closed. */
void bdb_guard(struct bdb *bdb);
int bdb_enter(struct bdb *bdb);
int bdb_enter_until(struct bdb *bdb, int64_t deadline);
void bdb_leave(struct bdb *bdb, bool sound);

/* Closes, and has the next open recover.  0 or an errno. */
int bdb_condemn(struct bdb *bdb);

/* lock.c.  take and try: 0, EWOULDBLOCK or another errno.  To wait: read the
 * lock's turn, try, and sleep while the turn is that; a holder that keeps the
 * lock for too long, and does not say that it is alive, is killed by those who
 * wait. */
enum bdb_which { BDB_GUARD, BDB_SYNC };
uint64_t bdb_process_started(int32_t pid);
int bdb_try(struct bdb *bdb, enum bdb_which which);
void bdb_wait(struct bdb *bdb, enum bdb_which which, uint32_t turn);
int bdb_take(struct bdb *bdb, enum bdb_which which, int64_t deadline);
void bdb_give(struct bdb *bdb, enum bdb_which which);
void bdb_alive(struct bdb *bdb);

/* share.c: the lock file, open and mapped from now on.  0 or an errno. */
int bdb_share(struct bdb *bdb);
void bdb_unshare(struct bdb *bdb);

/* What is in an open folder; the caller's to close.  NULL and errno. */
DIR *bdb_folder(int folder);

bool bdb_is_log(const char *name); /* of a file */

/* The store's tables and log, into that folder.  0, or an errno after a line
 * in the log. */
int bdb_copy(struct bdb *bdb, int folder);

/* The counter of store.h's generation(): moved between bdb_enter() and the
 * commit. */
void bdb_generation_move(struct bdb *bdb);

/* sync.c, durability: inside, after a commit; outside, until the commit is on
 * disk (0, or an errno: nobody can say whether it is); inside, when the
 * environment was recovered. */
int bdb_ticket(struct bdb *bdb, struct bdb_ticket *ticket);
int bdb_sync(
    struct bdb *bdb, const struct bdb_ticket *ticket, int64_t deadline);
int bdb_begin_epoch(struct bdb *bdb);
void bdb_fall_sick(struct bdb *bdb, enum bdb_sick sick);

/* Writes each log file (and table) anew, after a write to the disk failed;
 * nothing is open meanwhile.  0 or an errno. */
int bdb_rewrite(struct bdb *bdb, unsigned sick);

/* Removes the log files that no recovery needs.  0; EBUSY: somebody copies
 * them, and they stay; or another error. */
int bdb_archive(struct bdb *bdb);

/* regions.c, the files that all processes share through memory: room for them
 * before they are made, and all of it afterwards.  0 or an errno. */
int bdb_regions_fit(struct bdb *bdb);
int bdb_regions_fill(const struct bdb *bdb);

/* env.c.  open: 0, or an error after which nothing is open.  open_late: one of
 * the tables that bdb_open() leaves out, in a transaction of its own; 0, or
 * an error after which this table is not open.  hush: the library tells the log
 * nothing more, for what is wrong is known. */
extern const char *const bdb_tables[]; /* their files; NULL ends */
int bdb_open(struct bdb *bdb);
int bdb_open_late(struct bdb *bdb, DB **table);
void bdb_hush(struct bdb *bdb);
void bdb_close(struct bdb *bdb);

/*
 * One transaction, or none (txn is NULL) for who writes nothing.  `work` (NULL:
 * to open the store is all) returns 0 to commit it, DB_NOTFOUND or DB_KEYEXIST
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
	struct bdb_ticket ticket; /* of the commit */
};

enum stored bdb_run(struct bdb *bdb, struct bdb_job *job);

/* dbt.c.  A DBT over somebody else's bytes, and over a string without its NUL;
 * the least key that is greater, which is the same with a NUL behind it. */
DBT bdb_bytes(const char *bytes, size_t length);
DBT bdb_text(const char *string);
DBT bdb_behind(struct arena *arena, const DBT *key);
bool bdb_same(const DBT *a, const DBT *b);
bool bdb_is_text(const DBT *dbt, const char *text);

/* Decimal, all of it, nothing else. */
bool bdb_number(const DBT *text, int64_t *number);

/* The beginning of a key in quotes, as db_dump -p prints it. */
const char *bdb_quoted(struct arena *arena, const DBT *key);

/* Whether the table has this very record: what to ask when unsure. */
bool bdb_is_there(DB *table, DB_TXN *txn, const char *key, const char *record);

int bdb_unreadable(const char *table); /* EBADMSG, after a line in the log */
int bdb_close_cursor(DBC *cursor, int error); /* the error, or closing's */

/* The operations that have a file of their own. */
enum stored bdb_change(struct store *store, struct stored_change *change);
enum stored bdb_spent(
    struct store *store, const char *issuer, const char *jti, int64_t now);
uint64_t bdb_generation(struct store *store);
enum stored bdb_rows(struct store *store, const struct stored_range *range,
    store_row_fn *each, void *context);
enum stored bdb_seal(struct store *store, const struct stored_record *record);
enum stored bdb_deliver(struct store *store, const struct stored_delivery *was,
    const struct stored_delivery *rows, size_t count);
enum stored bdb_trail_prune(
    struct store *store, const char *until, size_t *removed);
enum stored bdb_load(struct store *store, const struct stored_row *rows,
    size_t count, size_t *at);
struct store *bdb_snapshot(
    struct store *store, struct arena *arena, const char **why);
void bdb_snapshot_remove(int held, const char *folder);
store_figures_fn bdb_figures, bdb_glance;
enum stored bdb_examine(
    struct store *store, bool repair, store_finding_fn *tell, void *context);

/* Parts of operations, inside of a transaction: 0, or as a job's work.  With
 * DB_KEYEXIST the change's clash is set.  *added: notes.db has a row more. */
int bdb_spend_jti(struct bdb *bdb, DB_TXN *txn, struct stored_change *change,
    struct arena *arena);
bool bdb_is_spent(struct bdb *bdb, DB_TXN *txn,
    const struct stored_change *change, struct arena *arena);
int bdb_spend_note(
    struct bdb *bdb, DB_TXN *txn, struct stored_change *change, bool *added);
int bdb_spend_counts(
    struct bdb *bdb, DB_TXN *txn, struct stored_change *change, bool *added);
int bdb_sweep(struct bdb *bdb, DB_TXN *txn, const struct stored_change *change,
    bool added, struct arena *arena);
int bdb_keep_spent(struct bdb *bdb, DB_TXN *txn,
    const struct stored_spent *spent, struct arena *arena, bool *written);
int bdb_audit(
    struct bdb *bdb, DB_TXN *txn, const char *text, char key[JOURNAL_KEY]);

/*
 * A client as clients.db keeps it: the line "format 1"; lines of a name, a
 * space and a value; an empty line; the client metadata.  read: 0, or EBADMSG
 * and a line in the log.  line: its value, inside of the record; false when
 * there is no such line.
 */
char *bdb_record_write(struct arena *arena, const struct client *client);
int bdb_record_read(const DBT *record, struct arena *arena, struct client *out);
bool bdb_record_line(const DBT *record, const char *name, DBT *value);
/* Behind software and NUL in by_software.db; NULL: the client is there once. */
const char *bdb_record_mark(const DBT *record);
bool bdb_record_marked(const DBT *record, const DBT *software, const DBT *key);

/* A row of notes.db: "DAY COUNT", both of them decimal. */
bool bdb_note_read(const DBT *data, int64_t *day, int64_t *count);

/*
 * A table row by row as it is in its file, and an index as a table: to count
 * and to examine.  It goes in batches, each of them inside of the guard for
 * some milliseconds, and lets others in between.  What is there all the time is
 * seen once.
 */
#define RAW_TABLES 3
struct bdb_raw {
	const char *files[RAW_TABLES]; /* the first one is walked; NULL: none */
	bool keys_only;		       /* no data is wanted; not of an index */
	bool writes; /* the batch is a transaction; else there is none */

	/* Inside of the guard.  0 or an error, which ends the batch; it may
	 * write by the cursor and by tables[] when `writes` is set, and says
	 * so by `wrote`. */
	int (*row)(
	    struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *data);

	/* Plain bytes, put back to what they were when a batch has to be done
	 * again. */
	void *context;
	size_t size;

	DB *tables[RAW_TABLES];
	DB_TXN *txn;
	bool wrote;
	int64_t waited; /* for the guard, at most: nanoseconds */
};

/* STORED_MISSING: there is no such file. */
enum stored bdb_raw_walk(struct bdb *bdb, struct bdb_raw *raw);

/* An examination: of the files without entering, and of every row. */
struct examining {
	struct bdb *bdb;
	bool repair;
	struct finding_listener listener;
};
void bdb_examine_files(const struct examining *examining);
void bdb_examine_rows(const struct examining *examining);

#endif
