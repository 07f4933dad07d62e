/* SPDX-License-Identifier: ISC */
#include <string.h>

#include <db.h>

#include "store/bdb/private.h"

/*
 * Records that are taken away leave pages that Berkeley DB uses again: the file
 * does not get smaller, it stops getting larger.  So many at a time, since a
 * record is on as many pages as 64 KiB before and after a change need, and each
 * page is locked until the commit.
 */
#define AT_A_TIME 16

struct pruning {
	const char *until;
	size_t removed;
};

/* The key of the newest record. */
static int
find_newest(DBC *cursor, char newest[JOURNAL_KEY])
{
	DBT key = bdb_bytes(NULL, 0), data = bdb_bytes(NULL, 0);
	int error;

	data.flags = DB_DBT_PARTIAL;
	error = cursor->get(cursor, &key, &data, DB_LAST);
	if (error == 0 && key.size == JOURNAL_KEY - 1)
		memcpy(newest, key.data, JOURNAL_KEY - 1);
	return error;
}

static int
remove_some(DBC *cursor, struct pruning *pruning)
{
	char newest[JOURNAL_KEY] = "", at[JOURNAL_KEY] = "";
	int error = find_newest(cursor, newest);

	while (error == 0 && pruning->removed < AT_A_TIME) {
		DBT key = bdb_bytes(NULL, 0), data = bdb_bytes(NULL, 0);

		data.flags = DB_DBT_PARTIAL;
		error = cursor->get(cursor, &key, &data, DB_FIRST | DB_RMW);
		if (error != 0 || key.size != JOURNAL_KEY - 1)
			break;
		memcpy(at, key.data, JOURNAL_KEY - 1);
		if (strcmp(at, pruning->until) > 0 || strcmp(at, newest) >= 0)
			break;
		error = cursor->del(cursor, 0);
		pruning->removed += error == 0;
	}
	return error == DB_NOTFOUND ? 0 : error;
}

static int
prune_work(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	struct pruning *pruning = job->argument;
	DBC *cursor;
	int error = bdb->audit->cursor(bdb->audit, txn, &cursor, 0), closing;

	if (error != 0)
		return error;
	pruning->removed = 0;
	error = remove_some(cursor, pruning);
	closing = cursor->close(cursor);
	return error != 0 ? error : closing;
}

enum stored
bdb_trail_prune(struct store *store, const char *until, size_t *removed)
{
	struct pruning pruning = {.until = until};
	struct bdb_job job = {.work = prune_work,
	    .argument = &pruning,
	    .name = "prune",
	    .writes = true};
	const enum stored stored = bdb_run((struct bdb *)store, &job);

	*removed = stored == STORED_OK ? pruning.removed : 0;
	return stored;
}
