/* SPDX-License-Identifier: ISC */
/*
 * Makes a change in one transaction: all that belongs to it happens, or
 * nothing.
 */
#include <string.h>

#include <db.h>

#include "kit/arena.h"
#include "store/bdb/private.h"

struct changing {
	struct stored_change *change;
	struct arena *arena;   /* for as long as the change takes */
	const char *record;    /* of an add or a replacement, as it shall be */
	char key[JOURNAL_KEY]; /* of the audit record, once it was tried */
	bool added;	       /* a row to notes.db, by this attempt */
};

static int
clash(struct stored_change *change, enum stored_clash clash)
{
	change->clash = clash;
	return DB_KEYEXIST;
}

static bool
tells(enum change_kind kind)
{
	return kind != CHANGE_NOTE && kind != CHANGE_SPEND;
}

/*
 * The record is read with DB_RMW, like all that may be written: the page is
 * locked for writing at once, whether the key is there or not.
 */
static int
find_version(struct bdb *bdb, DB_TXN *txn, const struct changing *changing,
    uint64_t *version)
{
	DBT key = bdb_text(changing->change->client->client_id),
	    data = bdb_bytes(NULL, 0);
	int error = bdb->clients->get(bdb->clients, txn, &key, &data, DB_RMW);
	struct client old;

	if (error == 0)
		error = bdb_record_read(&data, changing->arena, &old);
	if (error == 0)
		*version = old.version;
	return error;
}

/* DB_KEYEXIST: there is a client under this key of the index. */
static int
refuse_indexed(DB *index, DB_TXN *txn, DBT key)
{
	DBT data = bdb_bytes(NULL, 0);
	int error;

	data.flags = DB_DBT_PARTIAL;
	error = index->get(index, txn, &key, &data, DB_RMW);
	if (error == 0)
		return DB_KEYEXIST;
	return error == DB_NOTFOUND ? 0 : error;
}

/* DB_KEYEXIST: one of the clients of the software has not expired. */
static int
refuse_software(
    struct bdb *bdb, DB_TXN *txn, const struct stored_change *change)
{
	DBT key = bdb_text(change->client->software), data = bdb_bytes(NULL, 0),
	    value;
	u_int32_t next = DB_SET | DB_RMW;
	int64_t expires;
	DBC *cursor;
	int error = bdb->by_software->cursor(bdb->by_software, txn, &cursor, 0);

	if (error != 0)
		return error;
	while ((error = cursor->get(cursor, &key, &data, next)) == 0) {
		if (!bdb_record_line(&data, "expires", &value) ||
		    !bdb_number(&value, &expires) || expires > change->now) {
			error = DB_KEYEXIST;
			break;
		}
		next = DB_NEXT_DUP | DB_RMW;
	}
	return bdb_close_cursor(cursor, error == DB_NOTFOUND ? 0 : error);
}

/* Suspended clients are listed with the NUL: see env.c. */
static int
claim_software(struct bdb *bdb, DB_TXN *txn, struct stored_change *change)
{
	const char *id = change->client->software;
	int error = refuse_indexed(
	    bdb->by_software, txn, bdb_bytes(id, strlen(id) + 1));

	if (error == DB_KEYEXIST)
		return clash(change, CLASH_SUSPENDED);
	if (error != 0 || !change->software_once)
		return error;
	error = refuse_software(bdb, txn, change);
	return error == DB_KEYEXIST ? clash(change, CLASH_SOFTWARE) : error;
}

static int
add_client(struct bdb *bdb, DB_TXN *txn, struct changing *changing)
{
	struct stored_change *change = changing->change;
	DBT key = bdb_text(change->client->client_id),
	    data = bdb_text(changing->record);
	int error = claim_software(bdb, txn, change);

	if (error != 0)
		return error;
	error =
	    bdb->clients->put(bdb->clients, txn, &key, &data, DB_NOOVERWRITE);
	return error == DB_KEYEXIST ? clash(change, CLASH_CLIENT_ID) : error;
}

static int
write_old(struct bdb *bdb, DB_TXN *txn, const struct changing *changing)
{
	const struct stored_change *change = changing->change;
	DBT key = bdb_text(change->client->client_id), data;

	if (change->kind == CHANGE_REMOVE)
		return bdb->clients->del(bdb->clients, txn, &key, 0);
	data = bdb_text(changing->record);
	return bdb->clients->put(bdb->clients, txn, &key, &data, 0);
}

static int
write_work(struct bdb *bdb, DB_TXN *txn, struct changing *changing)
{
	switch (changing->change->kind) {
	case CHANGE_ADD:
		return add_client(bdb, txn, changing);
	case CHANGE_REPLACE:
	case CHANGE_REMOVE:
		return write_old(bdb, txn, changing);
	case CHANGE_NOTE:
		return bdb_spend_note(
		    bdb, txn, changing->change, &changing->added);
	case CHANGE_SPEND:
	case CHANGE_REVOKE:
		break;
	}
	return 0;
}

/* Whether an attempt whose commit failed has happened all the same. */
static bool
has_happened(struct bdb *bdb, DB_TXN *txn, const struct changing *changing)
{
	const struct stored_change *change = changing->change;
	uint64_t version;

	if (change->audit != NULL)
		return bdb_is_there(
		    bdb->audit, txn, changing->key, change->audit);
	if (change->kind == CHANGE_SPEND || change->kind == CHANGE_REVOKE)
		return bdb_is_spent(bdb, txn, change, changing->arena);
	if (change->kind == CHANGE_REMOVE)
		return find_version(bdb, txn, changing, &version) ==
		       DB_NOTFOUND;
	return bdb_is_there(
	    bdb->clients, txn, change->client->client_id, changing->record);
}

static int
change_work(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	struct changing *changing = job->argument;
	struct stored_change *change = changing->change;
	uint64_t version = 0;
	int error = 0;

	change->clash = CLASH_NONE;
	changing->added = false;
	if (job->unsure && has_happened(bdb, txn, changing))
		return 0;
	if (change_is_of_old(change))
		error = find_version(bdb, txn, changing, &version);
	if (error == 0 && change->jti != NULL)
		error = bdb_spend_jti(bdb, txn, change, changing->arena);
	if (error == 0 && change_is_of_old(change) &&
	    version != change->client->version)
		error = clash(change, CLASH_VERSION);
	if (error == 0)
		error = write_work(bdb, txn, changing);
	if (error == 0)
		error = bdb_spend_counts(bdb, txn, change, &changing->added);
	if (error == 0 && change->audit != NULL)
		error = bdb_audit(bdb, txn, change->audit, changing->key);
	if (error == 0)
		error = bdb_sweep(
		    bdb, txn, change, changing->added, changing->arena);
	/* The number moves last, and still before the commit: see
	 * generation.c. */
	if (error == 0 && tells(change->kind))
		bdb_generation_move(bdb);
	return error;
}

/* The record as it shall be; the store counts the version. */
static const char *
record_of(struct arena *arena, const struct stored_change *change)
{
	struct client client;

	if (change->kind != CHANGE_ADD && change->kind != CHANGE_REPLACE)
		return NULL;
	client = *change->client;
	client.version = change->kind == CHANGE_ADD ? 1 : client.version + 1;
	return bdb_record_write(arena, &client);
}

enum stored
bdb_change(struct store *store, struct stored_change *change)
{
	struct bdb *bdb = (struct bdb *)store;
	struct changing changing = {.change = change};
	struct bdb_job job = {.work = change_work,
	    .argument = &changing,
	    .needs = change_counts(change) ? &bdb->notes : NULL,
	    .writes = true};
	enum stored stored;

	change->clash = CLASH_NONE;
	*change->key = '\0';
	if (!change_sound(change))
		return STORED_UNABLE;
	job.name = change_name(change->kind);
	changing.arena = arena_new();
	changing.record = record_of(changing.arena, change);
	stored = bdb_run(bdb, &job);
	arena_free(changing.arena);
	if (stored != STORED_CONFLICT)
		change->clash = CLASH_NONE;
	if (stored == STORED_OK)
		memcpy(change->key, changing.key, sizeof changing.key);
	return stored;
}
