/* SPDX-License-Identifier: ISC */
/* Removes the files of the log that no recovery needs. */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <db.h>

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

int
bdb_archive(struct bdb *bdb)
{
	char **none = NULL;
	const int fd = hold_copiers(bdb);
	int error;

	if (fd < 0 && errno != ENOENT)
		return errno;
	error = bdb->env->log_archive(bdb->env, &none, DB_ARCH_REMOVE);
	if (fd >= 0)
		(void)close(fd);
	return error;
}
