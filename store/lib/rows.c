/* SPDX-License-Identifier: ISC */
#include "store/store.h"

struct reader {
	enum stored_table table;
	bool (*each)(void *context, const struct stored_row *row);
	void *context;
};

static bool
row_of_client(void *context, const struct client *client)
{
	const struct reader *reader = context;
	const struct stored_row row = {
	    .table = TABLE_CLIENTS, .client = *client};

	return reader->each(reader->context, &row);
}

static bool
row_of_spent(void *context, const struct stored_spent *spent)
{
	const struct reader *reader = context;
	const struct stored_row row = {.table = TABLE_SPENT, .spent = *spent};

	return reader->each(reader->context, &row);
}

static bool
row_of_record(void *context, const struct stored_record *record)
{
	const struct reader *reader = context;
	const struct stored_row row = {
	    .table = reader->table, .record = *record};

	return reader->each(reader->context, &row);
}

enum stored
store_rows(struct store *store, enum stored_table table,
    bool (*each)(void *context, const struct stored_row *row), void *context)
{
	struct reader reader = {table, each, context};

	switch (table) {
	case TABLE_CLIENTS:
		return store->ops->each(
		    store, STORED_BY_SOFTWARE, NULL, row_of_client, &reader);
	case TABLE_SPENT:
		return store->ops->each_spent(store, row_of_spent, &reader);
	case TABLE_AUDIT:
		return store->ops->read(
		    store, STORED_AUDIT, NULL, row_of_record, &reader);
	case TABLE_SEALS:
		break;
	}
	return store->ops->read(
	    store, STORED_SEALS, NULL, row_of_record, &reader);
}
