/* SPDX-License-Identifier: ISC */
#ifndef STORE_BDB_EXAMINE_H
#define STORE_BDB_EXAMINE_H

#include "store/bdb.h"

struct arena;

/* Private to store/bdb_examine*.c, which include <db.h> before it. */
struct examining {
	struct bdb *bdb;
	bool repair;
	void (*tell)(void *context, const struct store_finding *finding);
	void *context;
	struct arena *arena; /* of all that is told */
};

void bdb_examine_say(const struct examining *examining,
    enum finding_state state, const char *what, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Its beginning in quotes, as db_dump -p prints it. */
const char *bdb_examine_key(struct arena *arena, const DBT *key);

/* Without entering: whose the files are, and what does not belong there. */
void bdb_examine_files(const struct examining *examining);
void bdb_examine_leftovers(const struct examining *examining);
void bdb_examine_disk(const struct examining *examining);

/* Every row of every table. */
void bdb_examine_rows(const struct examining *examining);

#endif
