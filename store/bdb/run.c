/* SPDX-License-Identifier: ISC */
/*
 * Runs a job as a transaction: inside of the guard, until it is on the disk,
 * and again after a deadlock or a recovery.
 */
#include <errno.h>
#include <string.h>

#include <db.h>

#include "kit/log.h"
#include "kit/monotonic.h"
#include "kit/spent.h"
#include "store/bdb/private.h"
#include "store/lib/pause.h"

#define CALL_MILLISECONDS 3000
#define PAUSE_NANOSECONDS 2000000
#define REOPENS 2
#define CHECKPOINT_KILOBYTES 2048

static int
open_again(struct bdb *bdb)
{
	int error = bdb_open(bdb);

	if (error != 0 && bdb_condemn(bdb) == 0)
		error = bdb_open(bdb);
	return error;
}

/* Old files are removed once for each new file of the log. */
static void
archive(struct bdb *bdb)
{
	const uint64_t log = atomic_load(&bdb->shared->log);
	int error;

	if (log == atomic_load(&bdb->shared->archived))
		return;
	error = bdb_archive(bdb);
	if (error == 0)
		atomic_store(&bdb->shared->archived, log);
	else if (error != EBUSY)
		log_line("store: old logs stay: %s", db_strerror(error));
}

/*
 * Recovery after a crash reads the log from the checkpoint before the last, and
 * until the next one the cache keeps what has changed: eight pages of 4 kB at
 * most for a registration's 9 kB of the log, so that this is half of the cache.
 * Pages that a checkpoint could not write are written by the next one, after a
 * recovery; but not if the disk itself is at fault, for then the kernel may
 * take them for written.
 */
static void
checkpoint(struct bdb *bdb)
{
	const int error =
	    bdb->env->txn_checkpoint(bdb->env, CHECKPOINT_KILOBYTES, 0, 0);

	if (error == 0) {
		archive(bdb);
		return;
	}
	log_line("store: checkpoint: %s", db_strerror(error));
	if (error != ENOSPC && error != EDQUOT)
		bdb_fall_sick(bdb, BDB_TABLES_SICK);
	bdb_close(bdb);
}

/* Commits to the log, which is not yet to say: to the disk. */
static int
commit(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	int error = txn->commit(txn, DB_TXN_WRITE_NOSYNC);

	if (error == 0)
		error = bdb_ticket(bdb, &job->ticket);
	if (error != 0)
		job->unsure = true;
	else
		checkpoint(bdb);
	return error;
}

static int
run_once(struct bdb *bdb, struct bdb_job *job)
{
	DB_TXN *txn = NULL;
	int error;

	if (bdb->env == NULL && (error = open_again(bdb)) != 0)
		return error;
	if (job->needs != NULL && *job->needs == NULL &&
	    (error = bdb_open_late(bdb, job->needs)) != 0)
		return error;
	/* Whoever reads is alone in the store: see guard.c. */
	if (job->writes &&
	    (error = bdb->env->txn_begin(bdb->env, NULL, &txn, 0)) != 0)
		return error;
	error = job->work == NULL ? 0 : job->work(bdb, txn, job);
	if (txn == NULL)
		return error;
	if (error == 0)
		return commit(bdb, txn, job);
	(void)txn->abort(txn);
	return error;
}

static bool
is_answer(int error)
{
	return error == 0 || error == DB_NOTFOUND || error == DB_KEYEXIST;
}

/* Closes the environment, but for an answer, a deadlock, and a record that is
 * damaged, which recovery would not mend.  An environment that panics in the
 * epoch in which it was opened may have failed to write. */
static void
close_after(struct bdb *bdb, int error)
{
	if (is_answer(error) || error == DB_LOCK_DEADLOCK || error == EBADMSG ||
	    bdb->env == NULL)
		return;
	if (error == DB_RUNRECOVERY &&
	    bdb->epoch == atomic_load(&bdb->shared->epoch))
		bdb_fall_sick(bdb, BDB_LOGS_SICK);
	bdb_close(bdb);
}

static int
run_inside(struct bdb *bdb, struct bdb_job *job, int64_t deadline)
{
	int error = bdb_enter_until(bdb, deadline);

	if (error != 0)
		return error;
	error = run_once(bdb, job);
	close_after(bdb, error);
	bdb_leave(bdb, bdb->env != NULL);
	return error;
}

/* An error in `synced` says that the epoch ended, whatever it was that failed.
 * A lock that is not granted in two seconds may be a dead process's: only the
 * next open finds that out. */
static bool
worth_another(int error, int synced, unsigned *reopens)
{
	if (error == DB_LOCK_DEADLOCK)
		return true;
	return ((synced != 0 && synced != ETIMEDOUT) ||
		   error == DB_LOCK_NOTGRANTED || error == DB_RUNRECOVERY) &&
	       (*reopens)++ < REOPENS;
}

static int
run(struct bdb *bdb, struct bdb_job *job)
{
	const int64_t deadline = monotonic_deadline(
	    bdb->waited ? BDB_AGAIN_MILLISECONDS : CALL_MILLISECONDS);
	unsigned reopens = 0;

	for (unsigned attempt = 0;; attempt++) {
		int error = run_inside(bdb, job, deadline), synced = 0;

		if (error == 0 && job->writes)
			synced = bdb_sync(bdb, &job->ticket, deadline);
		if (synced != 0) {
			job->unsure = true;
			error = synced;
		}
		bdb->waited = error == ETIMEDOUT;
		if (is_answer(error) ||
		    !worth_another(error, synced, &reopens) ||
		    monotonic_now() > deadline)
			return error;
		pause_before(attempt, PAUSE_NANOSECONDS);
	}
}

enum stored
bdb_run(struct bdb *bdb, struct bdb_job *job)
{
	const int64_t start = monotonic_now();
	int error;

	if (job->writes && bdb->frozen) {
		log_line("store: %s: %s: a snapshot cannot be changed",
		    bdb->home, job->name);
		return STORED_UNABLE;
	}
	error = run(bdb, job);
	spent_store(start);
	switch (error) {
	case 0:
		return STORED_OK;
	case DB_NOTFOUND:
		return STORED_MISSING;
	case DB_KEYEXIST:
		return STORED_CONFLICT;
	default:
		log_line("store: %s: %s: %s%s", bdb->home, job->name,
		    db_strerror(error),
		    job->unsure ? "; it may have happened all the same" : "");
		return STORED_UNABLE;
	}
}
