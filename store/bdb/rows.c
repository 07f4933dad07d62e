/* SPDX-License-Identifier: ISC */
/*
 * Reads the rows of a table, or those under a key of an index, in the order of
 * their keys: some at a time, and handed out with no lock held, for whoever
 * gets them may take as long as he likes.
 */
#include <string.h>

#include <db.h>

#include "kit/arena.h"
#include "store/bdb/private.h"

#define BATCH 64
#define NO_ROW (-1) /* neither an errno nor one of Berkeley DB's */

struct batch {
	const struct stored_range *range;
	DB **table; /* of the struct bdb; an index when there is a key */
	DBT after;
	struct arena *arena; /* owns the rows, and the next `after` */
	bool end;
	size_t count;
	struct stored_row rows[BATCH];
};

/* The row of bdb_sweep() is the one without a NUL in its key. */
static int
read_spent(const DBT *key, const DBT *data, struct arena *arena,
    struct stored_spent *spent)
{
	size_t before;

	if (key->size == 0 || memchr(key->data, '\0', key->size) == NULL)
		return NO_ROW;
	spent->issuer = arena_strndup(arena, key->data, key->size);
	before = strlen(spent->issuer) + 1;
	spent->jti = spent->issuer + before;
	if (strlen(spent->jti) == key->size - before &&
	    bdb_number(data, &spent->expires))
		return 0;
	return bdb_unreadable("jti.db");
}

/* Control characters could make two texts look alike, or one look like two. */
static bool
read_lines(const DBT *key, const DBT *data, struct arena *arena,
    struct stored_record *out)
{
	if (!journal_line(key->data, key->size) ||
	    !journal_line(data->data, data->size))
		return false;
	out->key = arena_strndup(arena, key->data, key->size);
	out->text = arena_strndup(arena, data->data, data->size);
	return true;
}

static int
read_record(const DBT *key, const DBT *data, struct arena *arena,
    struct stored_record *out)
{
	uint64_t number;

	if (read_lines(key, data, arena, out) &&
	    journal_number(out->key, &number))
		return 0;
	return bdb_unreadable("a journal");
}

static int
read_delivery(const DBT *key, const DBT *data, struct arena *arena,
    struct stored_record *out)
{
	return read_lines(key, data, arena, out)
		   ? 0
		   : bdb_unreadable("deliveries.db");
}

static int
read_row(struct batch *batch, const DBT *key, const DBT *data)
{
	struct stored_row *row = &batch->rows[batch->count];
	int error;

	row->table = batch->range->table;
	if (row->table == TABLE_CLIENTS)
		error = bdb_record_read(data, batch->arena, &row->client);
	else if (row->table == TABLE_SPENT)
		error = read_spent(key, data, batch->arena, &row->spent);
	else if (row->table == TABLE_DELIVERIES)
		error = read_delivery(key, data, batch->arena, &row->record);
	else
		error = read_record(key, data, batch->arena, &row->record);
	if (error == 0)
		batch->count++;
	return error == NO_ROW ? 0 : error;
}

static int
get(const struct batch *batch, DBC *cursor, DBT *key, DBT *data, bool first)
{
	DBT index;

	if (batch->range->key == NULL)
		return cursor->get(
		    cursor, key, data, first ? DB_SET_RANGE : DB_NEXT);
	index = bdb_text(batch->range->key);
	return cursor->pget(
	    cursor, &index, key, data, first ? DB_GET_BOTH_RANGE : DB_NEXT_DUP);
}

static int
fill(struct batch *batch, DBC *cursor)
{
	DBT key = batch->after, data = bdb_bytes(NULL, 0);
	int error = get(batch, cursor, &key, &data, true);

	while (error == 0) {
		error = read_row(batch, &key, &data);
		if (error == 0 && batch->count == BATCH) {
			batch->after = bdb_behind(batch->arena, &key);
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
	DB *table = *batch->table;
	DBC *cursor;
	int error;

	(void)bdb;
	batch->count = 0;
	batch->end = false;
	error = table->cursor(table, txn, &cursor, DB_READ_COMMITTED);
	if (error != 0)
		return error;
	return bdb_close_cursor(cursor, fill(batch, cursor));
}

static DB **
table_of(struct bdb *bdb, const struct stored_range *range)
{
	switch (range->table) {
	case TABLE_CLIENTS:
		if (range->key == NULL)
			return &bdb->clients;
		return range->index == INDEX_SOFTWARE ? &bdb->by_software
						      : &bdb->by_certificate;
	case TABLE_SPENT:
		return &bdb->jti;
	case TABLE_AUDIT:
		return &bdb->audit;
	case TABLE_SEALS:
		return &bdb->seals;
	case TABLE_DELIVERIES:
		break;
	}
	return &bdb->deliveries;
}

enum stored
bdb_rows(struct store *store, const struct stored_range *range,
    store_row_fn *each, void *context)
{
	struct bdb *bdb = (struct bdb *)store;
	struct batch batch = {.range = range, .table = table_of(bdb, range)};
	struct bdb_job job = {.work = batch_work,
	    .argument = &batch,
	    .name = "rows",
	    .needs = batch.table};
	struct arena *before = arena_new();
	enum stored stored;
	bool more;

	if (range->after != NULL && *range->after != '\0') {
		const DBT after = bdb_text(range->after);

		batch.after = bdb_behind(before, &after);
	}
	do {
		batch.arena = arena_new();
		stored = bdb_run(bdb, &job);
		arena_free(before);
		before = batch.arena;
		more = stored == STORED_OK;
		for (size_t i = 0; more && i < batch.count; i++)
			more = each(context, &batch.rows[i]);
	} while (more && !batch.end);
	arena_free(before);
	return stored;
}
