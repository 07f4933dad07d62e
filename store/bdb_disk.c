/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <db.h>

#include "store/bdb.h"

/*
 * Two ways of Berkeley DB's with a full disk that would be ours to suffer.
 *
 * When a file cannot be made for want of space or of descriptors, it sleeps
 * two seconds, then four, then six, in the hope that somebody makes room; and
 * whoever calls would have the guard for all that time.  A hundredth of it is
 * enough for what it waits for otherwise: another thread or process, and there
 * is none inside.
 */
static int
sleep_less(u_long seconds, u_long microseconds)
{
	const u_long most = 99999, shorter = seconds * 10000 + microseconds;
	const struct timespec wait = {
	    .tv_nsec = (long)(shorter > most ? most : shorter) * 1000};

	(void)nanosleep(&wait, NULL);
	return 0;
}

/*
 * And it makes a file longer by writing its last byte.  In a region, which is
 * mapped, the hole before that is a SIGBUS for whoever touches it when the
 * disk is full by then; so the blocks are had first, or there is an error that
 * somebody looks at.  (A log is made like that as well, once: all the better.)
 */
static ssize_t
write_no_hole(int fd, const void *bytes, size_t size)
{
	off_t at;

	if (size == 1 && (at = lseek(fd, 0, SEEK_CUR)) > 0) {
		errno = posix_fallocate(fd, 0, at + 1);
		if (errno != 0)
			return -1;
	}
	return write(fd, bytes, size);
}

int
bdb_disk(void)
{
	int error = db_env_set_func_yield(sleep_less);

	if (error == 0)
		error = db_env_set_func_write(write_no_hole);
	return error;
}
