/* SPDX-License-Identifier: ISC */
/* Spends what may be had once, or so many times: jtis, notes and counts. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <db.h>

#include "kit/arena.h"
#include "store/bdb/private.h"

/* The key of a jti: its issuer, a NUL and the jti. */
static DBT
jti_key(struct arena *arena, const char *issuer, const char *jti)
{
	const size_t before = strlen(issuer) + 1, length = before + strlen(jti);
	char *bytes = arena_alloc(arena, length);

	memcpy(bytes, issuer, before);
	memcpy(bytes + before, jti, length - before);
	return bdb_bytes(bytes, length);
}

static int
read_expiry(
    struct bdb *bdb, DB_TXN *txn, DBT key, u_int32_t flags, int64_t *expires)
{
	DBT data = bdb_bytes(NULL, 0);
	const int error = bdb->jti->get(bdb->jti, txn, &key, &data, flags);

	if (error == 0 && !bdb_number(&data, expires))
		return bdb_unreadable("jti.db");
	return error;
}

static int
write_expiry(
    struct bdb *bdb, DB_TXN *txn, DBT key, int64_t expires, u_int32_t flags)
{
	char text[24];
	DBT data;

	(void)snprintf(text, sizeof text, "%" PRId64, expires);
	data = bdb_text(text);
	return bdb->jti->put(bdb->jti, txn, &key, &data, flags);
}

/* A jti is never remembered for a shorter time than it was. */
int
bdb_spend_jti(struct bdb *bdb, DB_TXN *txn, struct stored_change *change,
    struct arena *arena)
{
	const DBT key = jti_key(arena, change->jti_issuer, change->jti);
	int64_t expires;
	int error =
	    write_expiry(bdb, txn, key, change->jti_expires, DB_NOOVERWRITE);

	if (error != DB_KEYEXIST)
		return error;
	error = read_expiry(bdb, txn, key, DB_RMW, &expires);
	if (error != 0)
		return error;
	if (expires >= change->now && change->kind != CHANGE_REVOKE) {
		change->clash = CLASH_JTI;
		return DB_KEYEXIST;
	}
	if (expires >= change->jti_expires)
		return 0;
	return write_expiry(bdb, txn, key, change->jti_expires, 0);
}

int
bdb_keep_spent(struct bdb *bdb, DB_TXN *txn, const struct stored_spent *spent,
    struct arena *arena, bool *written)
{
	const DBT key = jti_key(arena, spent->issuer, spent->jti);
	int64_t expires;
	const int error = read_expiry(bdb, txn, key, DB_RMW, &expires);

	*written =
	    error == DB_NOTFOUND || (error == 0 && expires < spent->expires);
	if (!*written)
		return error;
	return write_expiry(bdb, txn, key, spent->expires, 0);
}

/* Whether the jti is as bdb_spend_jti() leaves it. */
bool
bdb_is_spent(struct bdb *bdb, DB_TXN *txn, const struct stored_change *change,
    struct arena *arena)
{
	const DBT key = jti_key(arena, change->jti_issuer, change->jti);
	int64_t expires;

	return read_expiry(bdb, txn, key, 0, &expires) == 0 &&
	       expires >= change->jti_expires;
}

struct asking {
	DBT key;
	int64_t now;
};

static int
spent_work(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	const struct asking *asking = job->argument;
	int64_t expires;
	const int error = read_expiry(bdb, txn, asking->key, 0, &expires);

	return error == 0 && expires < asking->now ? DB_NOTFOUND : error;
}

enum stored
bdb_spent(struct store *store, const char *issuer, const char *jti, int64_t now)
{
	struct arena *arena = arena_new();
	struct asking asking = {jti_key(arena, issuer, jti), now};
	struct bdb_job job = {
	    .work = spent_work, .argument = &asking, .name = "spent"};
	const enum stored stored = bdb_run((struct bdb *)store, &job);

	arena_free(arena);
	return stored;
}

bool
bdb_note_read(const DBT *data, int64_t *day, int64_t *count)
{
	const char *space = NULL;
	size_t before;
	DBT number;

	if (data->size > 0)
		space = memchr(data->data, ' ', data->size);
	if (space == NULL)
		return false;
	before = (size_t)(space - (const char *)data->data);
	number = bdb_bytes(data->data, before);
	if (!bdb_number(&number, day))
		return false;
	number = bdb_bytes(space + 1, data->size - before - 1);
	return bdb_number(&number, count) && *count >= 0;
}

/* DB_KEYEXIST: the source has had its number for today. */
static int
count(struct bdb *bdb, DB_TXN *txn, const char *source, unsigned most,
    int64_t now, bool *added)
{
	DBT key = bdb_text(source), data = bdb_bytes(NULL, 0);
	int64_t day = now / JOURNAL_DAY, before, count = 0;
	bool fresh = true;
	char text[48];
	int error = bdb->notes->get(bdb->notes, txn, &key, &data, DB_RMW);

	if (error != 0 && error != DB_NOTFOUND)
		return error;
	if (error == 0 && !bdb_note_read(&data, &before, &count))
		return bdb_unreadable("notes.db");
	if (error == 0)
		day = journal_day(now, before, &fresh);
	if (fresh)
		count = 0;
	if (count >= (int64_t)most)
		return DB_KEYEXIST;
	*added = *added || error == DB_NOTFOUND;
	(void)snprintf(
	    text, sizeof text, "%" PRId64 " %" PRId64, day, count + 1);
	data = bdb_text(text);
	return bdb->notes->put(bdb->notes, txn, &key, &data, 0);
}

int
bdb_spend_note(
    struct bdb *bdb, DB_TXN *txn, struct stored_change *change, bool *added)
{
	const int error = count(bdb, txn, change->note_source,
	    change->note_most, change->now, added);

	if (error == DB_KEYEXIST)
		change->clash = CLASH_NOTES;
	return error;
}

int
bdb_spend_counts(
    struct bdb *bdb, DB_TXN *txn, struct stored_change *change, bool *added)
{
	int error = 0;

	for (unsigned i = 0; error == 0 && i < CHANGE_COUNTS; i++) {
		const struct stored_count *one = &change->counts[i];

		if (one->source == NULL)
			continue;
		error =
		    count(bdb, txn, one->source, one->most, change->now, added);
		if (error == DB_KEYEXIST) {
			change->clash = CLASH_COUNT;
			change->full = i;
		}
	}
	return error;
}
