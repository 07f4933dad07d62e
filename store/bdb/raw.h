/* SPDX-License-Identifier: ISC */
#ifndef STORE_BDB_RAW_H
#define STORE_BDB_RAW_H

#include "store/bdb/private.h"

#define RAW_TABLES 3

/*
 * Private to store/bdb, which include <db.h> before it.
 *
 * A table row by row as it is in its file, and an index as a table: for those
 * who count and examine.  It goes in batches, each of them inside of the guard
 * for some milliseconds, and lets others in between.  What is there all the
 * time is seen once.
 */
struct bdb_raw {
	const char *files[RAW_TABLES]; /* the first one is walked; NULL: none */
	bool keys_only;		       /* no data is wanted; not of an index */
	bool writes; /* the batch is a transaction; else there is none */

	/* Inside of the guard.  0 or an error, which ends the batch; it may
	 * write by the cursor and by tables[] when `writes` is set, and says
	 * so by `wrote`. */
	int (*row)(
	    struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *data);

	/* Plain bytes, put back to what they were when a batch has to be done
	 * again. */
	void *context;
	size_t size;

	DB *tables[RAW_TABLES];
	DB_TXN *txn;
	bool wrote;
	int64_t waited; /* for the guard, at most: nanoseconds */
};

/* STORED_MISSING: there is no such file. */
enum stored bdb_raw_walk(struct bdb *bdb, struct bdb_raw *raw);

#endif
