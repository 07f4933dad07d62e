/* SPDX-License-Identifier: ISC */
#include <string.h>

#include <db.h>

#include "kit/arena.h"
#include "store/bdb.h"

/* Clients are read some at a time and handed out with no lock held: the
 * callback may take as long as it likes. */
#define BATCH 32

struct batch {
	enum stored_index index;
	const char *key;
	const char *after; /* a client_id, or NULL at first */
	struct arena *arena;
	size_t count;
	struct client clients[BATCH];
};

/*
 * The first client behind `after`.  Its terminating NUL is looked for along
 * with it: what sorts at or behind that is what sorts behind the string.
 */
static int
seek(const struct batch *batch, DBC *cursor, DBT *data)
{
	const size_t length =
	    batch->after == NULL ? 0 : strlen(batch->after) + 1;
	DBT id = bdb_bytes(batch->after, length), key;

	if (batch->key == NULL)
		return cursor->get(cursor, &id, data, DB_SET_RANGE);
	key = bdb_text(batch->key);
	return cursor->pget(cursor, &key, &id, data, DB_GET_BOTH_RANGE);
}

static int
next(const struct batch *batch, DBC *cursor, DBT *data)
{
	DBT key = bdb_bytes(NULL, 0);

	return cursor->get(
	    cursor, &key, data, batch->key == NULL ? DB_NEXT : DB_NEXT_DUP);
}

static int
fill(struct batch *batch, DBC *cursor)
{
	DBT data = bdb_bytes(NULL, 0);
	int error = seek(batch, cursor, &data);

	for (batch->count = 0; error == 0;) {
		error = bdb_record_read(
		    &data, batch->arena, &batch->clients[batch->count]);
		if (error != 0 || ++batch->count == BATCH)
			return error;
		error = next(batch, cursor, &data);
	}
	return error == DB_NOTFOUND ? 0 : error;
}

static int
batch_work(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	struct batch *batch = job->argument;
	DB *table = bdb->clients;
	DBC *cursor;
	int error, closing;

	if (batch->key != NULL)
		table = batch->index == STORED_BY_SOFTWARE
			    ? bdb->by_software
			    : bdb->by_certificate;
	error = table->cursor(table, txn, &cursor, DB_READ_COMMITTED);
	if (error != 0)
		return error;
	error = fill(batch, cursor);
	closing = cursor->close(cursor);
	return error != 0 ? error : closing;
}

static bool
hand_out(const struct batch *batch,
    bool (*each)(void *context, const struct client *client), void *context)
{
	for (size_t i = 0; i < batch->count; i++)
		if (!each(context, &batch->clients[i]))
			return false;
	return batch->count == BATCH;
}

enum stored
bdb_each(struct store *store, enum stored_index index, const char *key,
    bool (*each)(void *context, const struct client *client), void *context)
{
	struct batch batch = {.index = index, .key = key};
	struct bdb_job job = {
	    .work = batch_work, .argument = &batch, .name = "each"};
	struct arena *before = NULL;
	enum stored stored;
	bool more;

	do {
		batch.arena = arena_new();
		stored = bdb_run((struct bdb *)store, &job);
		arena_free(before);
		before = batch.arena;
		more = stored == STORED_OK && hand_out(&batch, each, context);
		if (more)
			batch.after = batch.clients[BATCH - 1].client_id;
	} while (more);
	arena_free(before);
	return stored;
}
