/* SPDX-License-Identifier: ISC */
/*
 * Copies the tables and the log of a store while others use it, in the order of
 * Berkeley DB's guide: tables first, then the log, then catastrophic recovery.
 *
 * Nobody writes a page outside of the guard, so what is read inside of it holds
 * no half-written page; and the guard is given up after each piece, so that
 * nobody waits for long.  A page that was read before a change is brought up to
 * it by the log, and a page that was read with a change that nobody committed
 * is set back.
 *
 * For that the log must reach back to the checkpoint that is made before the
 * first page is read: the file "copying" is locked so that nobody removes files
 * of the log.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <db.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/log.h"
#include "store/bdb/private.h"

#define PIECE ((size_t)4 * 1024 * 1024)
#define PATIENCE 10

struct copying {
	struct bdb *bdb;
	int folder; /* where to */
	char *piece;
	unsigned first, last; /* files of the log to copy */
};

static int
read_all(int fd, char *bytes, size_t most, off_t from, size_t *length)
{
	for (*length = 0; *length < most;) {
		const ssize_t n = pread(
		    fd, bytes + *length, most - *length, from + (off_t)*length);

		if (n < 0 && errno != EINTR)
			return errno;
		if (n == 0)
			break;
		*length += n < 0 ? 0 : (size_t)n;
	}
	return 0;
}

/* A copy of many pieces is not given up because one of them waits. */
static int
enter(struct bdb *bdb)
{
	int error = bdb_enter(bdb);

	for (int i = 0; i < PATIENCE && error == ETIMEDOUT; i++)
		error = bdb_enter(bdb);
	return error;
}

static int
copy_pieces(const struct copying *copying, int from, int to)
{
	struct bdb *bdb = copying->bdb;
	size_t length = 0;
	off_t at = 0;
	int error;

	do {
		error = enter(bdb);
		if (error != 0)
			return error;
		error = read_all(from, copying->piece, PIECE, at, &length);
		bdb_leave(bdb, bdb->env != NULL);
		if (error == 0 && !file_write(to, copying->piece, length))
			error = errno;
		at += (off_t)length;
	} while (error == 0 && length == PIECE);
	return error;
}

static int
copy_file(const struct copying *copying, const char *name)
{
	int from, to, error;

	from = openat(
	    copying->bdb->directory, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (from < 0)
		return errno;
	to = openat(copying->folder, name,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	error = to < 0 ? errno : copy_pieces(copying, from, to);
	if (to >= 0 && close(to) != 0 && error == 0)
		error = errno;
	(void)close(from);
	return error;
}

/* Calls `visit` with each name in the store's folder. */
static int
visit_all(struct copying *copying,
    int (*visit)(struct copying *copying, const char *name))
{
	DIR *all = bdb_folder(copying->bdb->directory);
	const struct dirent *entry;
	int error = 0;

	if (all == NULL)
		return errno;
	while (error == 0 && (entry = readdir(all)) != NULL)
		error = visit(copying, entry->d_name);
	(void)closedir(all);
	return error;
}

static int
copy_table(struct copying *copying, const char *name)
{
	const size_t length = strlen(name);

	if (length < 4 || strcmp(name + length - 3, ".db") != 0 ||
	    strncmp(name, "__db", 4) == 0)
		return 0;
	return copy_file(copying, name);
}

static int
find_log(struct copying *copying, const char *name)
{
	unsigned number;

	if (!bdb_is_log(name) || sscanf(name + 4, "%u", &number) != 1)
		return 0;
	if (number < copying->first)
		copying->first = number;
	if (number > copying->last)
		copying->last = number;
	return 0;
}

/* A file of the log that is missing is an error: a log with a hole would not
 * bring the tables to one moment. */
static int
copy_log(const struct copying *copying)
{
	char name[16];
	int error = 0;

	for (unsigned i = copying->first; error == 0 && i <= copying->last;
	     i++) {
		(void)snprintf(name, sizeof name, "log.%010u", i);
		error = copy_file(copying, name);
	}
	return error;
}

/* Each change that others have found committed shall be in the copy. */
static int
flush_work(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	(void)txn;
	(void)job;
	return bdb->env->log_flush(bdb->env, NULL);
}

static int
checkpoint_work(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	(void)txn;
	(void)job;
	return bdb->env->txn_checkpoint(bdb->env, 0, 0, DB_FORCE);
}

static int
run(struct bdb *bdb,
    int (*work)(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job))
{
	struct bdb_job job = {.work = work, .name = "snapshot"};

	return bdb_run(bdb, &job) == STORED_OK ? 0 : EIO;
}

static int
copy_all(struct copying *copying)
{
	int error = run(copying->bdb, checkpoint_work);

	if (error == 0)
		error = visit_all(copying, find_log);
	if (error == 0)
		error = visit_all(copying, copy_table);
	if (error == 0)
		error = run(copying->bdb, flush_work);
	/* The last file is told before the first is copied: all before the last
	 * are full.  The copy of a file that was not full, with another behind
	 * it, would be a log with a hole. */
	if (error == 0)
		error = visit_all(copying, find_log);
	return error == 0 ? copy_log(copying) : error;
}

int
bdb_copy(struct bdb *bdb, int folder)
{
	int lock = openat(bdb->directory, "copying",
	    O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	struct arena *arena;
	struct copying copying = {
	    .bdb = bdb, .folder = folder, .first = UINT32_MAX};
	int error;

	if (lock < 0)
		return errno;
	if (flock(lock, LOCK_SH) != 0) {
		error = errno;
		(void)close(lock);
		return error;
	}
	arena = arena_new();
	copying.piece = arena_alloc(arena, PIECE);
	error = copy_all(&copying);
	arena_free(arena);
	(void)close(lock);
	return error;
}
