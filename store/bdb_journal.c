/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <string.h>

#include <db.h>

#include "kit/arena.h"
#include "kit/log.h"
#include "store/bdb.h"

static int
unreadable(void)
{
	log_line("store: a journal has a record that cannot be read");
	return EBADMSG;
}

/* Nothing that would make two texts look alike, or one look like two. */
static int
read_record(const DBT *key, const DBT *data, struct arena *arena,
    struct stored_record *out)
{
	uint64_t number;

	if (!journal_line(key->data, key->size) ||
	    !journal_line(data->data, data->size))
		return unreadable();
	out->key = arena_strndup(arena, key->data, key->size);
	out->text = arena_strndup(arena, data->data, data->size);
	return journal_number(out->key, &number) ? 0 : unreadable();
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

/* Read some at a time and handed out with no lock held, as in bdb_each.c. */
#define BATCH 64

struct batch {
	enum stored_journal journal;
	const char *after; /* a key, or NULL at first */
	struct arena *arena;
	size_t count;
	struct stored_record records[BATCH];
};

static int
fill(struct batch *batch, DBC *cursor)
{
	/* With its NUL: what sorts there is what sorts behind it. */
	DBT key = bdb_bytes(
	    batch->after, batch->after == NULL ? 0 : strlen(batch->after) + 1);
	DBT data = bdb_bytes(NULL, 0);
	int error = cursor->get(cursor, &key, &data, DB_SET_RANGE);

	for (batch->count = 0; error == 0;) {
		error = read_record(
		    &key, &data, batch->arena, &batch->records[batch->count]);
		if (error != 0 || ++batch->count == BATCH)
			return error;
		error = cursor->get(cursor, &key, &data, DB_NEXT);
	}
	return error == DB_NOTFOUND ? 0 : error;
}

static int
batch_work(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	struct batch *batch = job->argument;
	DB *table = batch->journal == STORED_AUDIT ? bdb->audit : bdb->seals;
	DBC *cursor;
	int error, closing;

	error = table->cursor(table, txn, &cursor, DB_READ_COMMITTED);
	if (error != 0)
		return error;
	error = fill(batch, cursor);
	closing = cursor->close(cursor);
	return error != 0 ? error : closing;
}

static bool
hand_out(const struct batch *batch,
    bool (*each)(void *context, const struct stored_record *record),
    void *context)
{
	for (size_t i = 0; i < batch->count; i++)
		if (!each(context, &batch->records[i]))
			return false;
	return batch->count == BATCH;
}

enum stored
bdb_read(struct store *store, enum stored_journal journal, const char *after,
    bool (*each)(void *context, const struct stored_record *record),
    void *context)
{
	struct bdb *bdb = (struct bdb *)store;
	struct batch batch = {.journal = journal, .after = after};
	struct bdb_job job = {.work = batch_work,
	    .argument = &batch,
	    .name = "read",
	    .needs = journal == STORED_SEALS ? &bdb->seals : NULL};
	struct arena *before = NULL;
	enum stored stored;
	bool more;

	do {
		batch.arena = arena_new();
		stored = bdb_run(bdb, &job);
		arena_free(before);
		before = batch.arena;
		more = stored == STORED_OK && hand_out(&batch, each, context);
		if (more)
			batch.after = batch.records[BATCH - 1].key;
	} while (more);
	arena_free(before);
	return stored;
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
