/* SPDX-License-Identifier: ISC */
/*
 * Writes the audit trail and the seals over it, and takes the oldest records of
 * the trail away.
 */
#include <string.h>

#include <db.h>

#include "store/bdb/private.h"

/* The key of the newest record; "" where the trail is empty or the key is
 * malformed. */
static int
find_last(DBC *cursor, u_int32_t flags, char last[JOURNAL_KEY])
{
	DBT key = bdb_bytes(NULL, 0), data = bdb_bytes(NULL, 0);
	int error;

	memset(last, 0, JOURNAL_KEY);
	data.flags = DB_DBT_PARTIAL;
	error = cursor->get(cursor, &key, &data, DB_LAST | flags);
	if (error == 0 && key.size == JOURNAL_KEY - 1)
		memcpy(last, key.data, JOURNAL_KEY - 1);
	return error;
}

static int
append(DBC *cursor, const char *text, char key[JOURNAL_KEY])
{
	DBT name, data = bdb_text(text);
	uint64_t last = 0, next;
	int error = find_last(cursor, DB_RMW, key);

	if (error != 0 && error != DB_NOTFOUND)
		return error;
	if ((error == 0 && !journal_number(key, &last)) ||
	    !journal_next(last, &next))
		return bdb_unreadable("a journal");
	journal_key(next, key);
	name = bdb_text(key);
	return cursor->put(cursor, &name, &data, DB_KEYLAST);
}

int
bdb_audit(struct bdb *bdb, DB_TXN *txn, const char *text, char key[JOURNAL_KEY])
{
	DBC *cursor;
	int error = bdb->audit->cursor(bdb->audit, txn, &cursor, 0);

	if (error != 0)
		return error;
	return bdb_close_cursor(cursor, append(cursor, text, key));
}

static int
seal_work(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	const struct stored_record *record = job->argument;
	DBT key = bdb_text(record->key), data = bdb_text(record->text);

	if (job->unsure &&
	    bdb_is_there(bdb->seals, txn, record->key, record->text))
		return 0;
	return bdb->seals->put(bdb->seals, txn, &key, &data, DB_NOOVERWRITE);
}

enum stored
bdb_seal(struct store *store, const struct stored_record *record)
{
	struct bdb *bdb = (struct bdb *)store;
	struct bdb_job job = {.work = seal_work,
	    .argument = (void *)(uintptr_t)record,
	    .name = "seal",
	    .needs = &bdb->seals,
	    .writes = true};

	return journal_sound(record) ? bdb_run(bdb, &job) : STORED_UNABLE;
}

/*
 * Records that are taken away leave pages that Berkeley DB uses again: the file
 * does not get smaller, it stops getting larger.  Only some go at a time, since
 * a record is on as many pages as 64 KiB before and after a change need, and
 * each page is locked until the commit.
 */
#define AT_A_TIME 16

struct pruning {
	const char *until;
	size_t removed;
};

static int
remove_some(DBC *cursor, struct pruning *pruning)
{
	char newest[JOURNAL_KEY], at[JOURNAL_KEY] = "";
	int error = find_last(cursor, 0, newest);

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
	int error = bdb->audit->cursor(bdb->audit, txn, &cursor, 0);

	if (error != 0)
		return error;
	pruning->removed = 0;
	return bdb_close_cursor(cursor, remove_some(cursor, pruning));
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
