/* SPDX-License-Identifier: ISC */
/* Writes what is left to do for those who are told of each change. */
#include <string.h>

#include <db.h>

#include "store/bdb/private.h"
#include "store/lib/delivery.h"

struct delivering {
	const struct stored_delivery *was, *rows;
	size_t count;
};

/* DB_KEYEXIST: the row is another one. */
static int
compare(struct bdb *bdb, DB_TXN *txn, const struct stored_delivery *row)
{
	DBT key = bdb_text(row->key), data = bdb_bytes(NULL, 0);
	const int error =
	    bdb->deliveries->get(bdb->deliveries, txn, &key, &data, DB_RMW);

	if (error == DB_NOTFOUND)
		return row->text == NULL ? 0 : DB_KEYEXIST;
	if (error != 0)
		return error;
	return row->text != NULL && bdb_is_text(&data, row->text) ? 0
								  : DB_KEYEXIST;
}

static int
write_row(struct bdb *bdb, DB_TXN *txn, const struct stored_delivery *row)
{
	DB *table = bdb->deliveries;
	DBT key = bdb_text(row->key), data;
	int error;

	if (row->text == NULL) {
		error = table->del(table, txn, &key, 0);
		return error == DB_NOTFOUND ? 0 : error;
	}
	data = bdb_text(row->text);
	return table->put(table, txn, &key, &data, 0);
}

/* Whether an attempt whose commit failed has happened all the same: 0. */
static int
compare_all(struct bdb *bdb, DB_TXN *txn, const struct delivering *delivering)
{
	int error = 0;

	for (size_t i = 0; error == 0 && i < delivering->count; i++)
		error = compare(bdb, txn, &delivering->rows[i]);
	return error;
}

static int
deliver_work(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	const struct delivering *delivering = job->argument;
	int error = DB_KEYEXIST;

	if (job->unsure)
		error = compare_all(bdb, txn, delivering);
	if (error != DB_KEYEXIST)
		return error;
	error =
	    delivering->was == NULL ? 0 : compare(bdb, txn, delivering->was);
	for (size_t i = 0; error == 0 && i < delivering->count; i++)
		error = write_row(bdb, txn, &delivering->rows[i]);
	return error;
}

enum stored
bdb_deliver(struct store *store, const struct stored_delivery *was,
    const struct stored_delivery *rows, size_t count)
{
	struct bdb *bdb = (struct bdb *)store;
	struct delivering delivering = {was, rows, count};
	struct bdb_job job = {.work = deliver_work,
	    .argument = &delivering,
	    .name = "deliver",
	    .needs = &bdb->deliveries,
	    .writes = true};
	enum stored stored;

	if (!delivery_sound(was, rows, count))
		return STORED_UNABLE;
	stored = bdb_run(bdb, &job);
	return delivery_outcome(stored, job.unsure);
}
