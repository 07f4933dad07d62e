/* SPDX-License-Identifier: ISC */
/*
 * Walks a table row by row as it is in its file, and lets others in between.
 *
 * The handles are a batch's own: a handle that stays open would be closed
 * behind our back when the environment is opened anew, and an index that is
 * associated with its table shows the table's rows in place of its own.
 *
 * Whoever waits for the guard looks whether it is free every one or two
 * milliseconds: to leave and to enter again at once is not to let others in.
 */
#include <errno.h>
#include <string.h>
#include <time.h>

#include <db.h>

#include "kit/arena.h"
#include "kit/monotonic.h"
#include "store/bdb/private.h"

#define ROWS 512
#define BATCH_MILLISECONDS 20
#define OTHERS_NANOSECONDS 2000000

struct batch {
	struct bdb_raw *raw;
	struct arena *arena;	   /* has the next two */
	DBT after_key, after_data; /* the last row; no data: at first */
	DBT last_key, last_data;   /* of this batch */
	void *saved;
	int64_t asked; /* when the guard was */
	bool more;
};

static int
open_tables(struct bdb *bdb, struct bdb_raw *raw)
{
	int error = 0;

	for (size_t i = 0; i < RAW_TABLES && raw->files[i] != NULL; i++) {
		error = db_create(&raw->tables[i], bdb->env, 0);
		if (error != 0) {
			raw->tables[i] = NULL;
			return error;
		}
		error = raw->tables[i]->open(raw->tables[i], NULL,
		    raw->files[i], NULL, DB_BTREE,
		    raw->writes ? DB_AUTO_COMMIT : DB_RDONLY, 0);
		if (error != 0)
			return error;
	}
	return error;
}

static void
close_tables(struct bdb_raw *raw)
{
	for (size_t i = 0; i < RAW_TABLES; i++) {
		if (raw->tables[i] != NULL)
			(void)raw->tables[i]->close(raw->tables[i], DB_NOSYNC);
		raw->tables[i] = NULL;
	}
}

/* Goes behind the last row: under the same key, where a key may have
 * several. */
static int
seek(const struct batch *batch, DBC *cursor, DBT *key, DBT *data)
{
	int error = DB_NOTFOUND;

	if (batch->after_data.data != NULL) {
		*key = batch->after_key;
		key->size--;
		*data = batch->after_data;
		error = cursor->get(cursor, key, data, DB_GET_BOTH_RANGE);
	}
	if (error != DB_NOTFOUND)
		return error;
	*key = batch->after_key;
	data->data = NULL;
	data->size = 0;
	return cursor->get(cursor, key, data, DB_SET_RANGE);
}

static int
walk(struct batch *batch, DBC *cursor)
{
	struct bdb_raw *raw = batch->raw;
	const int64_t start = monotonic_now();
	DBT key = bdb_bytes(NULL, 0), data = bdb_bytes(NULL, 0);
	u_int32_t flags = 0;
	int error;

	batch->more = false;
	data.flags = raw->keys_only ? DB_DBT_PARTIAL : 0;
	error = seek(batch, cursor, &key, &data);
	for (unsigned rows = 0; error == 0;) {
		error = raw->row(raw, cursor, &key, &data);
		if (error != 0)
			return error;
		if (++rows == ROWS ||
		    monotonic_since(start) > BATCH_MILLISECONDS) {
			batch->more = true;
			batch->last_key = bdb_behind(batch->arena, &key);
			error =
			    raw->tables[0]->get_flags(raw->tables[0], &flags);
			batch->last_data = (flags & DB_DUPSORT) != 0
					       ? bdb_behind(batch->arena, &data)
					       : bdb_bytes(NULL, 0);
			return error;
		}
		error = cursor->get(cursor, &key, &data, DB_NEXT);
	}
	return error == DB_NOTFOUND ? 0 : error;
}

static int
walk_table(struct batch *batch)
{
	struct bdb_raw *raw = batch->raw;
	DBC *cursor;
	int error;

	error = raw->tables[0]->cursor(raw->tables[0], raw->txn, &cursor, 0);
	if (error != 0)
		return error;
	return bdb_close_cursor(cursor, walk(batch, cursor));
}

/* The batch has a transaction of its own, for the handles go before the job's
 * ends. */
static int
write_table(struct bdb *bdb, struct batch *batch)
{
	struct bdb_raw *raw = batch->raw;
	int error = bdb->env->txn_begin(bdb->env, NULL, &raw->txn, 0);

	if (error != 0)
		return error;
	raw->wrote = false;
	error = walk_table(batch);
	if (error != 0) {
		(void)raw->txn->abort(raw->txn);
	} else {
		if (raw->wrote)
			bdb_generation_move(bdb);
		error = raw->txn->commit(raw->txn, 0);
	}
	raw->txn = NULL;
	return error;
}

static int
batch_work(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	struct batch *batch = job->argument;
	struct bdb_raw *raw = batch->raw;
	const int64_t waited = monotonic_now() - batch->asked;
	int error;

	(void)txn;
	if (waited > raw->waited)
		raw->waited = waited;
	if (raw->size > 0)
		memcpy(raw->context, batch->saved, raw->size);
	error = open_tables(bdb, raw);
	if (error == 0)
		error =
		    raw->writes ? write_table(bdb, batch) : walk_table(batch);
	close_tables(raw);
	return error == ENOENT ? DB_NOTFOUND : error;
}

enum stored
bdb_raw_walk(struct bdb *bdb, struct bdb_raw *raw)
{
	const struct timespec wait = {.tv_nsec = OTHERS_NANOSECONDS};
	struct batch batch = {.raw = raw, .after_key = bdb_bytes(NULL, 0)};
	struct bdb_job job = {.work = batch_work,
	    .argument = &batch,
	    .name = "examine",
	    .writes = raw->writes};
	struct arena *before = NULL;
	enum stored stored;
	int64_t since = monotonic_now();

	for (;;) {
		batch.arena = arena_new();
		batch.saved = arena_strndup(
		    batch.arena, raw->size > 0 ? raw->context : "", raw->size);
		batch.asked = monotonic_now();
		stored = bdb_run(bdb, &job);
		arena_free(before);
		before = batch.arena;
		if (stored != STORED_OK || !batch.more)
			break;
		batch.after_key = batch.last_key;
		batch.after_data = batch.last_data;
		if (monotonic_since(since) <= BATCH_MILLISECONDS)
			continue;
		(void)nanosleep(&wait, NULL);
		since = monotonic_now();
	}
	arena_free(before);
	return stored;
}
