/* SPDX-License-Identifier: ISC */
#ifndef STORE_PGSQL_WALK_H
#define STORE_PGSQL_WALK_H

#include "store/pgsql/private.h"

/* Private to store/pgsql. */

/*
 * Reads rows some at a time, each batch from behind the last row of the one
 * before, and hands them out with no transaction open: who gets them may take
 * as long as he likes.
 */
struct pgsql_walk {
	const char *name; /* for the log */
	enum pgsql_statement statement;

	/* Puts the statement's values: to begin behind this row; NULL: where
	 * the walk begins.  They may be the arena's. */
	void (*behind)(const struct pgsql_walk *walk,
	    const struct stored_row *last, struct arena *arena,
	    struct pgsql_values *values);

	/* Makes a row of the arena's.  False, and p->why: it cannot be read. */
	bool (*read)(struct pgsql *p, const PGresult *result, int row,
	    struct arena *arena, struct stored_row *out);

	/* Hands a row out; false ends the walk. */
	bool (*hand)(
	    const struct pgsql_walk *walk, const struct stored_row *row);
	void *argument;
};

enum stored pgsql_walk(struct store *store, const struct pgsql_walk *walk);

#endif
