/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <db.h>

#include "kit/log.h"
#include "store/bdb.h"

#define CALL_MILLISECONDS 5000
#define PAUSE_NANOSECONDS 2000000
#define REOPENS 2
#define CHECKPOINT_KILOBYTES 1024

int64_t
bdb_clock(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

bool
bdb_late(int64_t since, int64_t milliseconds)
{
	return bdb_clock() - since > milliseconds * 1000000;
}

void
bdb_pause(int64_t most, unsigned attempt)
{
	const int64_t noise = bdb_clock() ^ ((int64_t)getpid() * 7919);
	const struct timespec wait = {
	    .tv_nsec = noise % (most << (attempt > 5 ? 5 : attempt))};

	(void)nanosleep(&wait, NULL);
}

static int
open_again(struct bdb *bdb)
{
	int error = bdb_open(bdb);

	if (error != 0 && bdb_condemn(bdb) == 0)
		error = bdb_open(bdb);
	return error;
}

/* Recovery after a crash reads the log from the checkpoint before the last. */
static void
checkpoint(struct bdb *bdb)
{
	int error =
	    bdb->env->txn_checkpoint(bdb->env, CHECKPOINT_KILOBYTES, 0, 0);

	if (error != 0) {
		log_line("store: checkpoint: %s", db_strerror(error));
		bdb_close(bdb);
	}
}

static int
run_once(struct bdb *bdb, struct bdb_job *job)
{
	DB_TXN *txn;
	int error;

	if (bdb->env == NULL && (error = open_again(bdb)) != 0)
		return error;
	if (job->needs != NULL && *job->needs == NULL &&
	    (error = bdb_open_late(bdb, job->needs)) != 0)
		return error;
	error = bdb->env->txn_begin(bdb->env, NULL, &txn, 0);
	if (error != 0)
		return error;
	error = job->work(bdb, txn, job);
	if (error != 0) {
		(void)txn->abort(txn);
		return error;
	}
	error = txn->commit(txn, 0);
	if (error != 0)
		job->unsure = true;
	else if (job->writes)
		checkpoint(bdb);
	return error;
}

/* A lock that is not granted in two seconds may be a dead process's: only
 * the next open finds that out. */
static bool
worth_another(struct bdb *bdb, int error, unsigned *reopens)
{
	if (error == DB_LOCK_DEADLOCK)
		return true;
	/* A record that is damaged: recovery would not mend it. */
	if (bdb->env == NULL || error == EBADMSG)
		return false;
	bdb_close(bdb);
	if (error != DB_LOCK_NOTGRANTED && error != DB_RUNRECOVERY)
		return false;
	return (*reopens)++ < REOPENS;
}

static int
run(struct bdb *bdb, struct bdb_job *job)
{
	const int64_t start = bdb_clock();
	unsigned reopens = 0;
	int error;

	for (unsigned attempt = 0;; attempt++) {
		error = run_once(bdb, job);
		if (error == 0 || error == DB_NOTFOUND ||
		    error == DB_KEYEXIST ||
		    !worth_another(bdb, error, &reopens) ||
		    bdb_late(start, CALL_MILLISECONDS))
			return error;
		bdb_pause(PAUSE_NANOSECONDS, attempt);
	}
}

bool
bdb_is_there(DB *table, DB_TXN *txn, const char *key, const char *record)
{
	DBT name = bdb_text(key), data = bdb_bytes(NULL, 0);

	return table->get(table, txn, &name, &data, 0) == 0 &&
	       data.size == strlen(record) &&
	       memcmp(data.data, record, data.size) == 0;
}

enum stored
bdb_run(struct bdb *bdb, struct bdb_job *job)
{
	int error = bdb_enter(bdb);

	if (error == 0) {
		error = run(bdb, job);
		bdb_leave(bdb, bdb->env != NULL);
	}
	switch (error) {
	case 0:
		return STORED_OK;
	case DB_NOTFOUND:
		return STORED_MISSING;
	case DB_KEYEXIST:
		return STORED_CONFLICT;
	default:
		log_line("store: %s: %s: %s", bdb->home, job->name,
		    db_strerror(error));
		return STORED_UNABLE;
	}
}
