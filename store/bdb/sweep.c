/* SPDX-License-Identifier: ISC */
/*
 * Forgets a little at a time what nobody has to remember: each change that
 * adds a row to jti.db or notes.db also looks at the STEPS rows behind those
 * that were looked at last, and deletes what is over.  A change that counts a
 * source once more adds none, and the table does not grow by it.
 *
 * Where the last look ended is a row of the table itself.  So a process that
 * serves one request goes on where the last one was, and all processes together
 * are one sweeper, which looks at more rows than they add: the sweep comes
 * round within a third as many changes as the table has rows, whatever keys the
 * clients choose.  The row is no more than a hint: any bytes are a place to
 * begin at.
 */
#include <string.h>

#include <db.h>

#include "kit/arena.h"
#include "kit/log.h"
#include "store/bdb/private.h"

#define STEPS 4

struct sweep {
	struct bdb *bdb;
	DB *table;
	DBT place; /* that row's key, which is no other's */
	bool (*is_over)(const DBT *data, int64_t now);
	int64_t now;
};

/* The margin is for a clock that is wrong for a while.  A row that cannot be
 * read is not over. */
static bool
jti_over(const DBT *data, int64_t now)
{
	int64_t expires;

	return now >= JOURNAL_DAY && bdb_number(data, &expires) &&
	       expires < now - JOURNAL_DAY;
}

static bool
note_over(const DBT *data, int64_t now)
{
	int64_t day, count;

	return bdb_note_read(data, &day, &count) && day < now / JOURNAL_DAY - 1;
}

static int
read_place(const struct sweep *sweep, DB_TXN *txn, struct arena *arena, DBT *at)
{
	DBT key = sweep->place, data = bdb_bytes(NULL, 0);
	const int error =
	    sweep->table->get(sweep->table, txn, &key, &data, DB_RMW);

	*at = bdb_bytes(NULL, 0);
	if (error != 0)
		return error == DB_NOTFOUND ? 0 : error;
	*at = bdb_bytes(arena_strndup(arena, data.data, data.size), data.size);
	return 0;
}

static int
write_place(const struct sweep *sweep, DB_TXN *txn, DBT at)
{
	DBT key = sweep->place;

	return sweep->table->put(sweep->table, txn, &key, &at, 0);
}

static int
step(const struct sweep *sweep, DBC *cursor, DBT *key, u_int32_t where)
{
	DBT data = bdb_bytes(NULL, 0);
	const int error = cursor->get(cursor, key, &data, where | DB_RMW);

	if (error != 0 || !sweep->is_over(&data, sweep->now))
		return error;
	return cursor->del(cursor, 0);
}

/* Walks from *at to where the next sweep begins: behind the last key, which is
 * that key and a NUL, or at the beginning. */
static int
walk(const struct sweep *sweep, DBC *cursor, struct arena *arena, DBT *at)
{
	DBT key = *at;
	int error = step(sweep, cursor, &key, DB_SET_RANGE);

	for (unsigned i = 1; error == 0 && i < STEPS; i++)
		error = step(sweep, cursor, &key, DB_NEXT);
	*at = bdb_bytes(NULL, 0);
	if (error != 0)
		return error == DB_NOTFOUND ? 0 : error;
	*at = bdb_behind(arena, &key);
	return 0;
}

static int
move_on(const struct sweep *sweep, DB_TXN *txn, struct arena *arena, DBT *at)
{
	DBC *cursor;
	int error = read_place(sweep, txn, arena, at);

	if (error == 0)
		error = sweep->table->cursor(sweep->table, txn, &cursor, 0);
	if (error != 0)
		return error;
	return bdb_close_cursor(cursor, walk(sweep, cursor, arena, at));
}

/*
 * A page that is damaged fails the requests that need it.  Lest it fail all
 * of them, the first one after a failure only sets the place back.
 */
static int
run(const struct sweep *sweep, DB_TXN *txn, struct arena *arena)
{
	DBT at = bdb_bytes(NULL, 0);
	int error = 0;

	if (!sweep->bdb->astray)
		error = move_on(sweep, txn, arena, &at);
	sweep->bdb->astray = error != 0 && error != DB_LOCK_DEADLOCK &&
			     error != DB_LOCK_NOTGRANTED;
	if (error == 0)
		error = write_place(sweep, txn, at);
	return error;
}

/* A jti's key has a NUL in it, a source has none. */
int
bdb_sweep(struct bdb *bdb, DB_TXN *txn, const struct stored_change *change,
    bool added, struct arena *arena)
{
	const struct sweep spent = {
	    bdb, bdb->jti, bdb_text("swept"), jti_over, change->now};
	const struct sweep notes = {
	    bdb, bdb->notes, bdb_bytes("\0swept", 6), note_over, change->now};
	int error = 0;

	if (change->jti != NULL)
		error = run(&spent, txn, arena);
	if (error == 0 && added)
		error = run(&notes, txn, arena);
	return error;
}
