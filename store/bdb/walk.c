/* SPDX-License-Identifier: ISC */
#include <string.h>

#include <db.h>

#include "kit/arena.h"
#include "store/bdb/private.h"
#include "store/bdb/walk.h"

#define BATCH 64

struct batch {
	const struct bdb_walk *walk;
	DBT after;
	struct arena *arena; /* owns the rows, and the next `after` */
	bool end;
	size_t count;
	struct stored_row rows[BATCH];
};

static int
get(const struct batch *batch, DBC *cursor, DBT *key, DBT *data, bool first)
{
	DBT index;

	if (batch->walk->key == NULL)
		return cursor->get(
		    cursor, key, data, first ? DB_SET_RANGE : DB_NEXT);
	index = bdb_text(batch->walk->key);
	return cursor->pget(
	    cursor, &index, key, data, first ? DB_GET_BOTH_RANGE : DB_NEXT_DUP);
}

static int
read_row(struct batch *batch, const DBT *key, const DBT *data)
{
	int error = batch->walk->read(
	    key, data, batch->arena, &batch->rows[batch->count]);

	if (error == 0)
		batch->count++;
	return error == BDB_NO_ROW ? 0 : error;
}

/* Behind a key is that key and a NUL: nothing sorts between the two. */
static DBT
behind(struct arena *arena, const DBT *key)
{
	return bdb_bytes(
	    arena_strndup(arena, key->data, key->size), (size_t)key->size + 1);
}

static int
fill(struct batch *batch, DBC *cursor)
{
	DBT key = batch->after, data = bdb_bytes(NULL, 0);
	int error = get(batch, cursor, &key, &data, true);

	while (error == 0) {
		error = read_row(batch, &key, &data);
		if (error == 0 && batch->count == BATCH) {
			batch->after = behind(batch->arena, &key);
			return 0;
		}
		if (error == 0)
			error = get(batch, cursor, &key, &data, false);
	}
	batch->end = true;
	return error == DB_NOTFOUND ? 0 : error;
}

static int
batch_work(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	struct batch *batch = job->argument;
	DB *table = *batch->walk->table;
	DBC *cursor;
	int error, closing;

	(void)bdb;
	batch->count = 0;
	batch->end = false;
	error = table->cursor(table, txn, &cursor, DB_READ_COMMITTED);
	if (error != 0)
		return error;
	error = fill(batch, cursor);
	closing = cursor->close(cursor);
	return error != 0 ? error : closing;
}

static bool
hand_out(const struct batch *batch)
{
	for (size_t i = 0; i < batch->count; i++)
		if (!batch->walk->hand(batch->walk, &batch->rows[i]))
			return false;
	return !batch->end;
}

enum stored
bdb_walk(struct bdb *bdb, const struct bdb_walk *walk)
{
	struct batch batch = {.walk = walk};
	struct bdb_job job = {.work = batch_work,
	    .argument = &batch,
	    .name = walk->name,
	    .needs = walk->table};
	struct arena *before = arena_new();
	enum stored stored;
	bool more;

	if (walk->after.size > 0)
		batch.after = behind(before, &walk->after);
	do {
		batch.arena = arena_new();
		stored = bdb_run(bdb, &job);
		arena_free(before);
		before = batch.arena;
		more = stored == STORED_OK && hand_out(&batch);
	} while (more);
	arena_free(before);
	return stored;
}
