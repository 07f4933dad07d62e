/* SPDX-License-Identifier: ISC */
/*
 * Maps the file "lock", by which the processes of a store share some numbers.
 *
 * Nothing is done about a folder that is put in place of the store's under
 * running processes: to those, lock and tables are the old folder's as well.
 * And whoever cuts the file itself short under them has them end by SIGBUS.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <db.h>

#include "store/bdb/private.h"

_Static_assert(sizeof(((struct bdb_shared *)0)->mark) >= BDB_MARK,
    "the mark is in front of the numbers");
_Static_assert(ATOMIC_INT_LOCK_FREE == 2 && ATOMIC_LONG_LOCK_FREE == 2 &&
		   ATOMIC_LLONG_LOCK_FREE == 2,
    "an atomic number works across processes");

static int
open_file(struct bdb *bdb)
{
	if (bdb->directory < 0)
		bdb->directory =
		    open(bdb->home, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (bdb->directory < 0)
		return errno;
	if (bdb->lock < 0)
		bdb->lock = openat(bdb->directory, "lock",
		    O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	return bdb->lock < 0 ? errno : 0;
}

/* posix_fallocate, since ftruncate promises a block that a full disk does not
 * have: that would be a SIGBUS, later. */
static int
lengthen(int fd)
{
	const off_t length = sizeof(struct bdb_shared);
	struct stat status;

	if (fstat(fd, &status) != 0)
		return errno;
	return status.st_size < length ? posix_fallocate(fd, 0, length) : 0;
}

static int
map(struct bdb *bdb)
{
	void *file = mmap(NULL, sizeof(struct bdb_shared),
	    PROT_READ | PROT_WRITE, MAP_SHARED, bdb->lock, 0);

	if (file == MAP_FAILED)
		return errno;
	bdb->shared = file;
	return 0;
}

/* No lock is needed: making the file longer twice is making it longer once. */
int
bdb_share(struct bdb *bdb)
{
	int error = open_file(bdb);

	if (error == 0)
		error = lengthen(bdb->lock);
	if (error == 0 && bdb->shared == NULL)
		error = map(bdb);
	return error;
}

void
bdb_unshare(struct bdb *bdb)
{
	if (bdb->shared != NULL)
		(void)munmap(bdb->shared, sizeof *bdb->shared);
	bdb->shared = NULL;
	if (bdb->lock >= 0)
		(void)close(bdb->lock);
	bdb->lock = -1;
}
