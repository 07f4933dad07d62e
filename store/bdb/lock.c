/* SPDX-License-Identifier: ISC */
/*
 * Takes and gives the two locks that processes wait for.  They are the
 * kernel's, and end with their holder.  Whoever waits sleeps until the holder
 * gives the lock away, and looks now and then, for a holder that died says
 * nothing.
 *
 * A holder that is stopped, or stuck, says nothing either, and keeps the lock.
 * What it is in the middle of cannot be taken from it while it lives, so it is
 * killed: not before STUCK_MILLISECONDS, twice the time that anybody has, and
 * only if it is the very process that wrote its number into the file.  Its
 * place is found marked busy, and is recovered.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <db.h>

#include "kit/log.h"
#include "kit/monotonic.h"
#include "store/bdb/private.h"

#define STUCK_MILLISECONDS 8000
#define NAP_NANOSECONDS 20000000

static struct bdb_lock *
lock_of(struct bdb *bdb, enum bdb_which which)
{
	return which == BDB_GUARD ? &bdb->shared->guard : &bdb->shared->sync;
}

/* Field 22 of proc(5)'s stat; the name in front may hold anything. */
uint64_t
bdb_process_started(int32_t pid)
{
	char path[32], text[1024], *at;
	ssize_t length;
	int fd;

	(void)snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	length = read(fd, text, sizeof text - 1);
	(void)close(fd);
	text[length < 0 ? 0 : length] = '\0';
	at = strrchr(text, ')');
	for (int field = 2; at != NULL && field < 22; field++)
		at = strchr(at + 1, ' ');
	return at == NULL ? 0 : strtoull(at, NULL, 10);
}

/* The descriptor is of one process, whoever gets the number after it. */
static void
kill_holder(int32_t pid, uint64_t started, const struct bdb_lock *lock)
{
	const int fd = (int)syscall(SYS_pidfd_open, pid, 0);

	if (fd < 0)
		return;
	if (bdb_process_started(pid) == started &&
	    atomic_load(&lock->pid) == pid &&
	    syscall(SYS_pidfd_send_signal, fd, SIGKILL, NULL, 0) == 0)
		log_line(
		    "store: killed process %d, which was stuck in the store",
		    (int)pid);
	(void)close(fd);
}

static void
evict(const struct bdb *bdb, const struct bdb_lock *lock)
{
	const int32_t pid = atomic_load(&lock->pid);
	const uint64_t started = atomic_load(&lock->started);

	if (pid > 0 && pid != bdb->pid && started != 0 &&
	    monotonic_since(atomic_load(&lock->alive)) > STUCK_MILLISECONDS)
		kill_holder(pid, started, lock);
}

static int
lock_file(int fd, enum bdb_which which)
{
	struct flock byte = {
	    .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 1, .l_len = 1};

	if (which == BDB_GUARD)
		return flock(fd, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
	if (fcntl(fd, F_OFD_SETLK, &byte) == 0)
		return 0;
	return errno == EAGAIN || errno == EACCES ? EWOULDBLOCK : errno;
}

static void
unlock_file(int fd, enum bdb_which which)
{
	struct flock byte = {
	    .l_type = F_UNLCK, .l_whence = SEEK_SET, .l_start = 1, .l_len = 1};

	if (which == BDB_GUARD)
		(void)flock(fd, LOCK_UN);
	else
		(void)fcntl(fd, F_OFD_SETLK, &byte);
}

/* The pid is stored last: whoever reads it reads what belongs to it. */
int
bdb_try(struct bdb *bdb, enum bdb_which which)
{
	struct bdb_lock *lock = lock_of(bdb, which);
	const int error = lock_file(bdb->lock, which);

	if (error != 0)
		return error == EINTR ? EWOULDBLOCK : error;
	atomic_store(&lock->pid, 0);
	atomic_store(&lock->started, bdb->started);
	atomic_store(&lock->alive, monotonic_now());
	atomic_store(&lock->pid, bdb->pid);
	return 0;
}

void
bdb_wait(struct bdb *bdb, enum bdb_which which, uint32_t turn)
{
	struct bdb_lock *lock = lock_of(bdb, which);
	const struct timespec nap = {.tv_nsec = NAP_NANOSECONDS};

	evict(bdb, lock);
	(void)atomic_fetch_add(&lock->waiting, 1);
	(void)syscall(SYS_futex, &lock->turn, FUTEX_WAIT, turn, &nap, NULL, 0);
	(void)atomic_fetch_sub(&lock->waiting, 1);
}

int
bdb_take(struct bdb *bdb, enum bdb_which which, int64_t deadline)
{
	struct bdb_lock *lock = lock_of(bdb, which);

	for (;;) {
		const uint32_t turn = atomic_load(&lock->turn);
		const int error = bdb_try(bdb, which);

		if (error != EWOULDBLOCK)
			return error;
		if (monotonic_now() > deadline)
			return ETIMEDOUT;
		bdb_wait(bdb, which, turn);
	}
}

/* A sync is of use to all who wait, the guard to one. */
void
bdb_give(struct bdb *bdb, enum bdb_which which)
{
	struct bdb_lock *lock = lock_of(bdb, which);
	const int most = which == BDB_GUARD ? 1 : 1000;

	atomic_store(&lock->pid, 0);
	unlock_file(bdb->lock, which);
	(void)atomic_fetch_add(&lock->turn, 1);
	if (atomic_load(&lock->waiting) != 0)
		(void)syscall(
		    SYS_futex, &lock->turn, FUTEX_WAKE, most, NULL, NULL, 0);
}

void
bdb_alive(struct bdb *bdb)
{
	atomic_store(&bdb->shared->guard.alive, monotonic_now());
}
