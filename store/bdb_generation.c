/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <db.h>

#include "kit/log.h"
#include "store/bdb.h"

/*
 * A counter that all processes map, behind the mark in the lock file: who
 * shares the guard shares it.  It moves inside of the guard and before the
 * commit.  So it has moved once a change is acknowledged; and who sees it move
 * a little early, and reads the store for that, waits for the guard, and so
 * for the commit.  Who is killed in between has moved it for nothing.
 *
 * Like the audit trail's keys it is the time in microseconds, or one more than
 * the last: a file that was cut short or made anew goes on behind all numbers
 * that were in use.  It need not get to the disk, for no reader outlives the
 * page cache.  Nothing is done about a folder that is put in place of this one
 * under running processes (a backup that is restored): to those, guard and
 * tables are the old folder's as well.  And whoever cuts the file itself under
 * them has them end by SIGBUS: a restore is done with dcr stopped.
 */
#define PLACE 64
#define LENGTH (PLACE + sizeof(uint64_t))

_Static_assert(PLACE >= BDB_MARK, "the counter is behind the mark");
_Static_assert(ATOMIC_LONG_LOCK_FREE == 2 && ATOMIC_LLONG_LOCK_FREE == 2,
    "an atomic number works across processes");

static uint64_t
number_after(uint64_t number)
{
	uint64_t next;

	return journal_next(number, &next) ? next : number + 1;
}

static int
map(struct bdb *bdb)
{
	char *file = mmap(
	    NULL, LENGTH, PROT_READ | PROT_WRITE, MAP_SHARED, bdb->lock, 0);

	if (file == MAP_FAILED)
		return errno;
	bdb->generation = (_Atomic uint64_t *)(void *)(file + PLACE);
	return 0;
}

/* Not ftruncate, which promises a block that a full disk does not have: that
 * would be a SIGBUS, later. */
static int
lengthen(int fd)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return errno;
	return status.st_size < (off_t)LENGTH ? posix_fallocate(fd, 0, LENGTH)
					      : 0;
}

/* It needs no guard: making the file longer twice is making it longer once,
 * and of two who begin to count one is late. */
int
bdb_generation_map(struct bdb *bdb)
{
	uint64_t none = 0;
	int error = bdb_lock_file(bdb);

	if (error == 0)
		error = lengthen(bdb->lock);
	if (error == 0 && bdb->generation == NULL)
		error = map(bdb);
	if (error == 0 && atomic_load(bdb->generation) == 0)
		(void)atomic_compare_exchange_strong(
		    bdb->generation, &none, number_after(0));
	return error;
}

void
bdb_generation_move(struct bdb *bdb)
{
	uint64_t number = atomic_load(bdb->generation);

	while (!atomic_compare_exchange_weak(
	    bdb->generation, &number, number_after(number)))
		continue;
}

void
bdb_generation_unmap(struct bdb *bdb)
{
	if (bdb->generation != NULL)
		(void)munmap((char *)bdb->generation - PLACE, LENGTH);
	bdb->generation = NULL;
}

uint64_t
bdb_generation(struct store *store)
{
	struct bdb *bdb = (struct bdb *)store;
	int error;

	if (bdb->generation != NULL)
		return atomic_load(bdb->generation);
	error = bdb_generation_map(bdb);
	if (error == 0)
		return atomic_load(bdb->generation);
	if (!bdb->told)
		log_line("store: %s/lock cannot be mapped: %s", bdb->home,
		    strerror(error));
	bdb->told = true;
	return 0;
}
