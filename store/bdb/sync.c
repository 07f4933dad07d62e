/* SPDX-License-Identifier: ISC */
/*
 * Gets what was committed to the disk.
 *
 * Whoever commits writes the log inside of the guard and gets it to the disk
 * outside: one process does that for all whose records were written by then,
 * while others commit.  So others read what is not on the disk yet, and it may
 * be gone after a power failure.  That breaks no promise: to show a client, or
 * to refuse a jti that is spent, says nothing of what comes after, and whoever
 * made the change was not told that it is there.  A change that is built upon
 * it is behind it in the log, and is acknowledged when both are on the disk.
 *
 * Once a write to the disk failed, a second try proves nothing: the kernel
 * tells the failure once and keeps the pages as if they were written.  So the
 * epoch is over: all who wait look what became of their change, in the store as
 * it is after the logs were written anew (rewrite.c) and recovered.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <db.h>

#include "kit/log.h"
#include "kit/monotonic.h"
#include "store/bdb/private.h"

/* Comes after each commit, inside of the guard: the log's file is known before
 * the number that counts on it. */
int
bdb_ticket(struct bdb *bdb, struct bdb_ticket *ticket)
{
	struct bdb_shared *shared = bdb->shared;
	DB_LOG_STAT *stat;
	const int error = bdb->env->log_stat(bdb->env, &stat, 0);

	if (error != 0)
		return error;
	atomic_store(&shared->log, stat->st_cur_file);
	free(stat);
	ticket->epoch = atomic_load(&shared->epoch);
	ticket->number = atomic_fetch_add(&shared->committed, 1) + 1;
	return 0;
}

void
bdb_fall_sick(struct bdb *bdb, enum bdb_sick sick)
{
	(void)atomic_fetch_or(&bdb->shared->sick, (uint32_t)sick);
}

/* When the epoch is still the ticket's afterwards, it was the one in which this
 * number was written. */
static bool
is_synced(const struct bdb_shared *shared, const struct bdb_ticket *ticket)
{
	return atomic_load(&shared->synced) >= ticket->number &&
	       atomic_load(&shared->epoch) == ticket->epoch;
}

static bool
is_over(const struct bdb_shared *shared, const struct bdb_ticket *ticket)
{
	return atomic_load(&shared->epoch) != ticket->epoch ||
	       atomic_load(&shared->sick) != 0;
}

static int
sync_file(int directory, const char *name)
{
	const int fd = openat(directory, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	int error = 0;

	if (fd < 0)
		return errno == ENOENT ? 0 : errno;
	if (fsync(fd) != 0)
		error = errno;
	(void)close(fd);
	return error;
}

/* Syncs each log file, and the folder that they are in. */
static int
sync_all(struct bdb *bdb)
{
	DIR *folder = bdb_folder(bdb->directory);
	const struct dirent *entry;
	int error = 0;

	if (folder == NULL)
		return errno;
	while (error == 0 && (entry = readdir(folder)) != NULL)
		if (bdb_is_log(entry->d_name))
			error = sync_file(dirfd(folder), entry->d_name);
	if (error == 0 && fsync(dirfd(folder)) != 0)
		error = errno;
	(void)closedir(folder);
	return error;
}

/* By epoch too: a file that was written anew has the number of the old one. */
static int
open_log(struct bdb *bdb, uint64_t number, uint64_t epoch)
{
	char name[32];

	if (bdb->log >= 0 && bdb->log_number == number &&
	    bdb->log_epoch == epoch)
		return 0;
	if (bdb->log >= 0)
		(void)close(bdb->log);
	(void)snprintf(name, sizeof name, "log.%010u", (unsigned)number);
	bdb->log =
	    openat(bdb->directory, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	bdb->log_number = number;
	bdb->log_epoch = epoch;
	return bdb->log < 0 ? errno : 0;
}

static int
sync_log(struct bdb *bdb, uint64_t number)
{
	const uint64_t epoch = atomic_load(&bdb->shared->epoch);
	int error;

	if (number != atomic_load(&bdb->shared->synced_log))
		return sync_all(bdb);
	error = open_log(bdb, number, epoch);
	if (error != 0)
		return error;
	return fdatasync(bdb->log) == 0 ? 0 : errno;
}

/* Called by the holder of the lock. */
static int
flush(struct bdb *bdb)
{
	struct bdb_shared *shared = bdb->shared;
	const uint64_t committed = atomic_load(&shared->committed);
	const uint64_t log = atomic_load(&shared->log);
	const int error = sync_log(bdb, log);

	if (error != 0) {
		bdb_fall_sick(bdb, BDB_LOGS_SICK);
		log_line("store: %s: the log does not get to the disk: %s",
		    bdb->home, strerror(error));
		return error;
	}
	atomic_store(&shared->synced_log, log);
	atomic_store(&shared->synced, committed);
	return 0;
}

static int
sync_for_all(struct bdb *bdb, const struct bdb_ticket *ticket)
{
	int error = 0;

	if (!is_synced(bdb->shared, ticket))
		error = is_over(bdb->shared, ticket) ? EIO : flush(bdb);
	bdb_give(bdb, BDB_SYNC);
	return error;
}

int
bdb_sync(struct bdb *bdb, const struct bdb_ticket *ticket, int64_t deadline)
{
	struct bdb_shared *shared = bdb->shared;

	for (;;) {
		const uint32_t turn = atomic_load(&shared->sync.turn);
		int error;

		if (is_synced(shared, ticket))
			return 0;
		if (is_over(shared, ticket))
			return EIO;
		error = bdb_try(bdb, BDB_SYNC);
		if (error == 0)
			return sync_for_all(bdb, ticket);
		if (error != EWOULDBLOCK)
			return error;
		if (monotonic_now() > deadline)
			return ETIMEDOUT;
		bdb_wait(bdb, BDB_SYNC, turn);
	}
}

/* The lock keeps off whoever is about to say what of the old epoch is on
 * disk. */
int
bdb_begin_epoch(struct bdb *bdb)
{
	struct bdb_shared *shared = bdb->shared;
	int error = bdb_take(bdb, BDB_SYNC, monotonic_deadline(2000));

	if (error != 0)
		return error;
	error = sync_all(bdb);
	if (error == 0) {
		(void)atomic_fetch_add(&shared->epoch, 1);
		atomic_store(&shared->committed, 0);
		atomic_store(&shared->synced, 0);
		atomic_store(&shared->synced_log, 0);
		atomic_store(&shared->sick, 0);
	} else
		bdb_fall_sick(bdb, BDB_LOGS_SICK);
	bdb_give(bdb, BDB_SYNC);
	return error;
}
