/* SPDX-License-Identifier: ISC */
/*
 * Loads rows as they are.  Whatever may be written is read before, with DB_RMW:
 * so a load that is tried again, because nobody knows whether its commit was
 * one, passes over what is there.
 */
#include <string.h>

#include <db.h>

#include "kit/arena.h"
#include "store/bdb/private.h"

struct loading {
	const struct stored_row *rows;
	size_t count, at;
};

/* The client is there: is it this very one? */
static int
compare_client(const DBT *data, struct arena *arena, const struct client *fresh)
{
	struct client old;
	const int error = bdb_record_read(data, arena, &old);

	if (error != 0 || rows_same_client(&old, fresh))
		return error;
	return DB_KEYEXIST;
}

static int
load_client(struct bdb *bdb, DB_TXN *txn, const struct client *client,
    struct arena *arena, bool *written)
{
	DBT key = bdb_text(client->client_id), data = bdb_bytes(NULL, 0);
	int error = bdb->clients->get(bdb->clients, txn, &key, &data, DB_RMW);

	if (error == 0)
		return compare_client(&data, arena, client);
	if (error != DB_NOTFOUND)
		return error;
	*written = true;
	data = bdb_text(bdb_record_write(arena, client));
	return bdb->clients->put(bdb->clients, txn, &key, &data, 0);
}

static int
load_record(
    DB *table, DB_TXN *txn, const struct stored_record *record, bool *written)
{
	DBT key = bdb_text(record->key), data = bdb_bytes(NULL, 0);
	int error = table->get(table, txn, &key, &data, DB_RMW);

	if (error == 0)
		return bdb_is_text(&data, record->text) ? 0 : DB_KEYEXIST;
	if (error != DB_NOTFOUND)
		return error;
	*written = true;
	data = bdb_text(record->text);
	return table->put(table, txn, &key, &data, 0);
}

/* On entry *written says whether the row before this one was. */
static int
load_audit(struct bdb *bdb, DB_TXN *txn, const struct stored_record *record,
    bool *written)
{
	char key[JOURNAL_KEY];

	if (record->key != NULL)
		return load_record(bdb->audit, txn, record, written);
	return *written ? bdb_audit(bdb, txn, record->text, key) : 0;
}

static int
load_row(struct bdb *bdb, DB_TXN *txn, const struct stored_row *row,
    struct arena *arena, bool *written)
{
	if (row->table != TABLE_AUDIT || row->record.key != NULL)
		*written = false;
	switch (row->table) {
	case TABLE_CLIENTS:
		return load_client(bdb, txn, &row->client, arena, written);
	case TABLE_SPENT:
		return bdb_keep_spent(bdb, txn, &row->spent, arena, written);
	case TABLE_AUDIT:
		return load_audit(bdb, txn, &row->record, written);
	case TABLE_SEALS:
	case TABLE_DELIVERIES: /* not in a copy: rows_sound() */
		break;
	}
	return load_record(bdb->seals, txn, &row->record, written);
}

/* An access token that was revoked is a spent jti. */
static bool
tells(const struct stored_row *row)
{
	return row->table == TABLE_CLIENTS || row->table == TABLE_SPENT;
}

static int
load_work(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	struct loading *loading = job->argument;
	struct arena *arena = arena_new();
	bool written = false, told = false;
	int error = 0;

	for (loading->at = 0; error == 0 && loading->at < loading->count;) {
		const struct stored_row *row = &loading->rows[loading->at];

		error = load_row(bdb, txn, row, arena, &written);
		told = told || (written && tells(row));
		if (error == 0)
			loading->at++;
	}
	arena_free(arena);
	/* The number moves last, and still before the commit: see
	 * generation.c. */
	if (error == 0 && told)
		bdb_generation_move(bdb);
	return error;
}

enum stored
bdb_load(struct store *store, const struct stored_row *rows, size_t count,
    size_t *at)
{
	struct bdb *bdb = (struct bdb *)store;
	struct loading loading = {rows, count, 0};
	struct bdb_job job = {.work = load_work,
	    .argument = &loading,
	    .name = "load",
	    .writes = true};
	enum stored stored;

	if (!rows_sound(rows, count))
		return STORED_UNABLE;
	for (size_t i = 0; i < count; i++)
		if (rows[i].table == TABLE_SEALS)
			job.needs = &bdb->seals;
	stored = bdb_run(bdb, &job);
	if (stored == STORED_CONFLICT)
		*at = loading.at;
	return stored;
}
