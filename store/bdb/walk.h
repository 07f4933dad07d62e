/* SPDX-License-Identifier: ISC */
#ifndef STORE_BDB_WALK_H
#define STORE_BDB_WALK_H

#include "store/bdb/private.h"

/* Private to store/bdb, which include <db.h> before it. */

/*
 * Reads the rows of a table, or those under a key of an index, in the order of
 * their keys: some at a time, and handed out with no lock held, for who gets
 * them may take as long as he likes.
 */
struct bdb_walk {
	const char *name; /* for the log */
	DB **table;	  /* of the struct bdb; an index when there is a key */
	const char *key;  /* NULL: all of the table */
	DBT after;	  /* begin behind this key; no bytes: with the first */

	/* Makes a row of the arena's.  0; BDB_NO_ROW, to pass it over; or an
	 * errno.  The table is the walk's own. */
	int (*read)(const DBT *key, const DBT *data, struct arena *arena,
	    struct stored_row *row);

	/* Hands a row out; false ends the walk. */
	bool (*hand)(const struct bdb_walk *walk, const struct stored_row *row);
	void *argument;
};

#define BDB_NO_ROW (-1) /* neither an errno nor one of Berkeley DB's */

enum stored bdb_walk(struct bdb *bdb, const struct bdb_walk *walk);

#endif
