/* SPDX-License-Identifier: ISC */
/*
 * Examines a store for `dcr doctor`: its environment and its log here, files
 * and rows in files of their own.
 */
#include <sys/file.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <db.h>

#include "kit/arena.h"
#include "store/bdb/private.h"

/* A checkpoint comes with the first write after 2 MiB, and log files before the
 * last but one are removed when the next file begins: where there is several
 * times that, something keeps them from it. */
#define LOG_WITHOUT_CHECKPOINT (16L * 1024 * 1024)
#define LOG_FILES_IDLE 4

/* True when nobody is inside, and the mark is not that of somebody who left.
 * The file is opened anew, since the guard's lock is on the descriptor of the
 * store. */
static bool
was_left_badly(const struct bdb *bdb)
{
	const int fd =
	    openat(bdb->directory, "lock", O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	char mark[BDB_MARK];
	bool badly = false;

	if (fd < 0)
		return false;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		badly =
		    pread(fd, mark, sizeof mark, 0) == (ssize_t)sizeof mark &&
		    mark[0] != '\0' &&
		    memcmp(mark, bdb->idle, sizeof mark) != 0;
	(void)close(fd);
	return badly;
}

/* The environment is recovered by whoever enters, so there is no looking
 * without mending. */
static enum stored
examine_environment(const struct examining *examining)
{
	struct bdb_job job = {.name = "examine"};
	const bool badly = was_left_badly(examining->bdb);
	const enum stored stored = bdb_run(examining->bdb, &job);

	if (stored != STORED_OK)
		finding_say(&examining->listener, FINDING_BAD, "environment",
		    "%s cannot be opened; the log says why",
		    examining->bdb->home);
	else if (badly)
		finding_say(&examining->listener, FINDING_MENDED, "environment",
		    "recovered: the regions were of another boot, or somebody "
		    "died inside");
	else
		finding_say(&examining->listener, FINDING_GOOD, "environment",
		    "Berkeley DB's environment opens");
	return stored;
}

struct logs {
	int64_t idle;	 /* files that no recovery needs */
	int64_t unsaved; /* bytes since the last checkpoint */
};

static int
look_at_logs(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	struct logs *logs = job->argument;
	DB_LOG_STAT *statistics = NULL;
	char **names = NULL;
	int error = bdb->env->log_stat(bdb->env, &statistics, 0);

	(void)txn;
	if (error != 0)
		return error;
	logs->unsaved = (int64_t)statistics->st_wc_mbytes * 1024 * 1024 +
			statistics->st_wc_bytes;
	free(statistics);
	error = bdb->env->log_archive(bdb->env, &names, 0);
	for (logs->idle = 0; names != NULL && names[logs->idle] != NULL;)
		logs->idle++;
	free(names);
	return error;
}

static int
clear_logs(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	int error = bdb->env->txn_checkpoint(bdb->env, 0, 0, DB_FORCE);

	if (error == 0)
		error = bdb_archive(bdb);
	return error == 0 || error == EBUSY ? look_at_logs(bdb, txn, job)
					    : error;
}

static bool
piling_up(const struct logs *logs)
{
	return logs->idle >= LOG_FILES_IDLE ||
	       logs->unsaved > LOG_WITHOUT_CHECKPOINT;
}

static void
examine_logs(const struct examining *examining)
{
	struct logs logs = {0, 0};
	struct bdb_job job = {
	    .work = look_at_logs, .argument = &logs, .name = "examine"};
	enum stored stored = bdb_run(examining->bdb, &job);
	enum finding_state state = FINDING_GOOD;

	if (stored == STORED_OK && piling_up(&logs)) {
		state = FINDING_POOR;
		job.work = clear_logs;
		if (examining->repair)
			stored = bdb_run(examining->bdb, &job);
		if (examining->repair && !piling_up(&logs))
			state = FINDING_MENDED;
	}
	if (stored != STORED_OK)
		finding_say(&examining->listener, FINDING_BAD, "log",
		    "the log cannot be read");
	else
		finding_say(&examining->listener, state, "log",
		    "%lld bytes since the last checkpoint, %lld files that no "
		    "recovery needs",
		    (long long)logs.unsaved, (long long)logs.idle);
}

enum stored
bdb_examine(
    struct store *store, bool repair, store_finding_fn *tell, void *context)
{
	struct examining examining = {.bdb = (struct bdb *)store,
	    .repair = repair,
	    .listener = {tell, context, arena_new()}};
	enum stored stored;

	bdb_examine_files(&examining);
	stored = examine_environment(&examining);
	if (stored == STORED_OK) {
		examine_logs(&examining);
		bdb_examine_rows(&examining);
	}
	arena_free(examining.listener.arena);
	return stored;
}
