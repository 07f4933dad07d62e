/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <db.h>

#include "kit/log.h"
#include "store/bdb.h"

/*
 * One process at a time is inside of Berkeley DB.  Debian's library has
 * process-shared pthread mutexes in its regions: who is killed while holding
 * one leaves all others waiting for ever, past every timeout, and recovery by
 * a newcomer does not wake them.  And a recovery that runs while another
 * process writes may lose what that one acknowledges.  A lock of the kernel's
 * ends with its holder, so nobody enters regions that somebody died in.
 *
 * The file says 'i' (idle) or 'b' (busy: if the lock is free, the last holder
 * died inside), and then the boot that it is true of: after a power failure
 * the region files are of any age, and __db.register may not say so.  Behind
 * that is the counter of bdb_generation.c.
 */
#define WAIT_MILLISECONDS 3000

void
bdb_guard(struct bdb *bdb)
{
	const ssize_t size = BDB_MARK - 1;
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);

	bdb->lock = -1;
	if (fd < 0 || read(fd, bdb->idle + 1, (size_t)size) != size)
		memset(bdb->idle + 1, '-', (size_t)size);
	bdb->idle[0] = 'i';
	if (fd >= 0)
		(void)close(fd);
}

static int
acquire(int fd)
{
	const int64_t start = bdb_clock();

	for (unsigned attempt = 0; flock(fd, LOCK_EX | LOCK_NB) != 0;
	     attempt++) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return errno;
		if (bdb_late(start, WAIT_MILLISECONDS))
			return ETIMEDOUT;
		bdb_pause(50000, attempt / 8);
	}
	return 0;
}

/*
 * Nothing of the old regions may be waited for: panic is what makes closing
 * keep its hands off their mutexes.  (It leaks some 30 kB, too.)  Without the
 * register, which a failed recovery leaves with our own number in it, the next
 * open recovers.
 */
int
bdb_condemn(struct bdb *bdb)
{
	if (bdb->env != NULL)
		(void)bdb->env->set_flags(bdb->env, DB_PANIC_ENVIRONMENT, 1);
	bdb_close(bdb);
	if (unlinkat(bdb->directory, "__db.register", 0) == 0) {
		log_line("store: recovering %s", bdb->home);
		return 0;
	}
	return errno == ENOENT ? 0 : errno;
}

static int
mark_busy(struct bdb *bdb)
{
	char mark[BDB_MARK];
	int error = 0;

	if (pread(bdb->lock, mark, sizeof mark, 0) != (ssize_t)sizeof mark ||
	    memcmp(mark, bdb->idle, sizeof mark) != 0)
		error = bdb_condemn(bdb);
	if (error != 0)
		return error;
	memcpy(mark, bdb->idle, sizeof mark);
	mark[0] = 'b';
	errno = EIO;
	return pwrite(bdb->lock, mark, sizeof mark, 0) == (ssize_t)sizeof mark
		   ? 0
		   : errno;
}

int
bdb_lock_file(struct bdb *bdb)
{
	if (bdb->lock < 0)
		bdb->lock = openat(bdb->directory, "lock",
		    O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	return bdb->lock < 0 ? errno : 0;
}

int
bdb_enter(struct bdb *bdb)
{
	int error = bdb_lock_file(bdb);

	if (error == 0)
		error = acquire(bdb->lock);
	if (error != 0)
		return error;
	error = bdb_generation_map(bdb);
	if (error == 0)
		error = mark_busy(bdb);
	if (error != 0)
		(void)flock(bdb->lock, LOCK_UN);
	return error;
}

void
bdb_leave(struct bdb *bdb, bool sound)
{
	/* What failed stays marked: the next to enter recovers it. */
	if (sound && pwrite(bdb->lock, "i", 1, 0) != 1)
		log_line("store: %s/lock: %s", bdb->home, strerror(errno));
	(void)flock(bdb->lock, LOCK_UN);
}
