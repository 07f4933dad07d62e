/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <db.h>

#include "kit/log.h"
#include "store/bdb/private.h"

/* Whoever copies the log files, by hand or by our own commands, holds a shared
 * flock(2) of the file "copying". */
static int
hold_copiers(struct bdb *bdb)
{
	const int fd = openat(
	    bdb->directory, "copying", O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
		(void)close(fd);
		errno = EBUSY;
		return -1;
	}
	return fd;
}

/* After a checkpoint.  Once for each log file is enough. */
void
bdb_prune(struct bdb *bdb)
{
	const uint64_t log = atomic_load(&bdb->shared->log);
	char **none = NULL;
	int error, fd;

	if (log == bdb->pruned)
		return;
	fd = hold_copiers(bdb);
	if (fd < 0 && errno != ENOENT)
		return;
	error = bdb->env->log_archive(bdb->env, &none, DB_ARCH_REMOVE);
	if (error == 0)
		bdb->pruned = log;
	else
		log_line("store: old logs stay: %s", db_strerror(error));
	if (fd >= 0)
		(void)close(fd);
}
