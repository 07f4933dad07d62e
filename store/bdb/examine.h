/* SPDX-License-Identifier: ISC */
#ifndef STORE_BDB_EXAMINE_H
#define STORE_BDB_EXAMINE_H

#include "store/bdb/raw.h"

struct arena;

/* Private to store/bdb/examine*.c, which include <db.h> before it. */
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

/* So many of a table are named, and the others counted. */
#define EXAMINE_NAMED 20

/* Of a table, while it is walked: plain bytes, see bdb_raw.h. */
struct checking {
	const struct examining *examining;
	uint64_t rows, wrong, left; /* of the wrong, what was not mended */
	unsigned named;
	struct store_finding findings[EXAMINE_NAMED];
};

/* `mended`, or else it is as bad as before. */
void bdb_examine_find(
    struct bdb_raw *raw, bool mended, const DBT *key, const char *what);

bool bdb_examine_same(const DBT *a, const DBT *b);

/* For bdb_raw_walk: a row of clients.db with both indexes behind it, and a row
 * of an index with clients.db behind it. */
int bdb_examine_client(
    struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *data);
int bdb_examine_software(
    struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *data);
int bdb_examine_certificate(
    struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *data);

#endif
