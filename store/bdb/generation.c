/* SPDX-License-Identifier: ISC */
/*
 * Moves and tells the number of store.h's generation().
 *
 * The number moves inside of the guard and before the commit.  So it has moved
 * once a change is acknowledged; and whoever sees it move a little early, and
 * reads the store for that, waits for the guard, and so for the commit.  A
 * process that is killed in between has moved it for nothing.
 *
 * Like the audit trail's keys the number is the time in microseconds, or one
 * more than the last: a file that was cut short or made anew goes on behind all
 * numbers that were in use.  The number need not get to the disk, for no reader
 * outlives the page cache.
 */
#include <string.h>

#include <db.h>

#include "kit/log.h"
#include "store/bdb/private.h"

static uint64_t
number_after(uint64_t number)
{
	uint64_t next;

	return journal_next(number, &next) ? next : number + 1;
}

void
bdb_generation_move(struct bdb *bdb)
{
	_Atomic uint64_t *generation = &bdb->shared->generation;
	uint64_t number = atomic_load(generation);

	while (!atomic_compare_exchange_weak(
	    generation, &number, number_after(number)))
		continue;
}

static int
know(struct bdb *bdb)
{
	return bdb->shared != NULL ? 0 : bdb_share(bdb);
}

/* Of two processes that begin to count one is late, and its number is
 * dropped. */
uint64_t
bdb_generation(struct store *store)
{
	struct bdb *bdb = (struct bdb *)store;
	const int error = know(bdb);
	uint64_t none = 0;

	if (error != 0) {
		if (!bdb->told)
			log_line("store: %s/lock cannot be mapped: %s",
			    bdb->home, strerror(error));
		bdb->told = true;
		return 0;
	}
	if (atomic_load(&bdb->shared->generation) == 0)
		(void)atomic_compare_exchange_strong(
		    &bdb->shared->generation, &none, number_after(0));
	return atomic_load(&bdb->shared->generation);
}
