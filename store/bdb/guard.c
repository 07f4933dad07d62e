/* SPDX-License-Identifier: ISC */
/*
 * Lets one process at a time into Berkeley DB.
 *
 * Debian's library has process-shared pthread mutexes in its regions: a process
 * that is killed while it holds one leaves all others waiting for ever, past
 * every timeout, and recovery by a newcomer does not wake them.  And a recovery
 * that runs while another process writes may lose what that process
 * acknowledges.  A lock of the kernel's ends with its holder, so nobody enters
 * regions that somebody died in.
 *
 * The mark in the file "lock" says 'i' (idle) or 'b' (busy: if the lock is
 * free, the last holder died inside), and then the boot that it is true of:
 * after a power failure the region files are of any age, and __db.register may
 * not say so.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <db.h>

#include "kit/log.h"
#include "kit/monotonic.h"
#include "store/bdb/private.h"

#define WAIT_MILLISECONDS 3000

void
bdb_guard(struct bdb *bdb)
{
	const ssize_t size = BDB_MARK - 1;
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);

	bdb->lock = -1;
	bdb->log = -1;
	bdb->pid = (int32_t)getpid();
	bdb->started = bdb_process_started(bdb->pid);
	if (fd < 0 || read(fd, bdb->idle + 1, (size_t)size) != size)
		memset(bdb->idle + 1, '-', (size_t)size);
	bdb->idle[0] = 'i';
	if (fd >= 0)
		(void)close(fd);
}

/* Nothing of the old regions may be waited for: only panic makes closing keep
 * its hands off their mutexes. (That leaks some 30 kB, too.) */
static void
abandon(struct bdb *bdb)
{
	if (bdb->env != NULL) {
		bdb_hush(bdb);
		(void)bdb->env->set_flags(bdb->env, DB_PANIC_ENVIRONMENT, 1);
	}
	bdb_close(bdb);
}

/* Without the register, which a failed recovery leaves with our own number in
 * it, the next open recovers. */
int
bdb_condemn(struct bdb *bdb)
{
	abandon(bdb);
	bdb->recovered = true;
	if (unlinkat(bdb->directory, "__db.register", 0) == 0) {
		log_line("store: recovering %s", bdb->home);
		return 0;
	}
	return errno == ENOENT ? 0 : errno;
}

static int
mark_busy(struct bdb *bdb)
{
	char *mark = bdb->shared->mark;
	int error = 0;

	if (memcmp(mark, bdb->idle, BDB_MARK) != 0 ||
	    atomic_load(&bdb->shared->sick) != 0)
		error = bdb_condemn(bdb);
	if (error != 0)
		return error;
	/* Somebody has recovered the environment: the one that is open here has
	 * the old regions. */
	if (bdb->env != NULL && bdb->epoch != atomic_load(&bdb->shared->epoch))
		abandon(bdb);
	memcpy(mark, bdb->idle, BDB_MARK);
	mark[0] = 'b';
	return 0;
}

int
bdb_enter_until(struct bdb *bdb, int64_t deadline)
{
	int error = bdb->shared != NULL ? 0 : bdb_share(bdb);

	if (error == 0)
		error = bdb_take(bdb, BDB_GUARD, deadline);
	if (error != 0)
		return error;
	error = bdb_share(bdb); /* it may have been cut short meanwhile */
	if (error == 0)
		error = mark_busy(bdb);
	if (error != 0)
		bdb_give(bdb, BDB_GUARD);
	return error;
}

int
bdb_enter(struct bdb *bdb)
{
	return bdb_enter_until(
	    bdb, monotonic_deadline(
		     bdb->waited ? BDB_AGAIN_MILLISECONDS : WAIT_MILLISECONDS));
}

/* An environment that failed stays marked: the next to enter recovers it. */
void
bdb_leave(struct bdb *bdb, bool sound)
{
	if (sound)
		bdb->shared->mark[0] = 'i';
	bdb_give(bdb, BDB_GUARD);
}
