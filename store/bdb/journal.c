/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <string.h>

#include <db.h>

#include "kit/log.h"
#include "store/bdb/private.h"

static int
unreadable(void)
{
	log_line("store: a journal has a record that cannot be read");
	return EBADMSG;
}

static int
find_last(DBC *cursor, uint64_t *last)
{
	DBT key = bdb_bytes(NULL, 0), data = bdb_bytes(NULL, 0);
	char text[JOURNAL_KEY] = "";
	int error;

	*last = 0;
	data.flags = DB_DBT_PARTIAL;
	error = cursor->get(cursor, &key, &data, DB_LAST | DB_RMW);
	if (error != 0)
		return error == DB_NOTFOUND ? 0 : error;
	if (key.size == JOURNAL_KEY - 1)
		memcpy(text, key.data, JOURNAL_KEY - 1);
	return journal_number(text, last) ? 0 : unreadable();
}

static int
append(DBC *cursor, const char *text, char key[JOURNAL_KEY])
{
	DBT name, data = bdb_text(text);
	uint64_t last, next;
	int error = find_last(cursor, &last);

	if (error != 0)
		return error;
	if (!journal_next(last, &next))
		return unreadable();
	journal_key(next, key);
	name = bdb_text(key);
	return cursor->put(cursor, &name, &data, DB_KEYLAST);
}

int
bdb_audit(struct bdb *bdb, DB_TXN *txn, const char *text, char key[JOURNAL_KEY])
{
	DBC *cursor;
	int error = bdb->audit->cursor(bdb->audit, txn, &cursor, 0), closing;

	if (error != 0)
		return error;
	error = append(cursor, text, key);
	closing = cursor->close(cursor);
	return error != 0 ? error : closing;
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
