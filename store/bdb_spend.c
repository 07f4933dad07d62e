/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <db.h>

#include "kit/arena.h"
#include "kit/log.h"
#include "store/bdb.h"

/* What may be had once, or so many times. */

static int
unreadable(const char *table)
{
	log_line("store: %s has a record that cannot be read", table);
	return EBADMSG;
}

static int
spend_until(struct bdb *bdb, DB_TXN *txn, DBT key, struct stored_change *change)
{
	DBT data = bdb_bytes(NULL, 0);
	char number[24];
	int64_t expires;
	int error = bdb->jti->get(bdb->jti, txn, &key, &data, DB_RMW);

	if (error != 0 && error != DB_NOTFOUND)
		return error;
	if (error == 0 && !bdb_number(&data, &expires))
		return unreadable("jti.db");
	if (error == 0 && expires >= change->now) {
		change->clash = CLASH_JTI;
		return DB_KEYEXIST;
	}
	(void)snprintf(number, sizeof number, "%" PRId64, change->jti_expires);
	data = bdb_text(number);
	return bdb->jti->put(bdb->jti, txn, &key, &data, 0);
}

/* Under the issuer, a NUL and the jti. */
int
bdb_spend_jti(struct bdb *bdb, DB_TXN *txn, struct stored_change *change)
{
	const size_t issuer = strlen(change->jti_issuer) + 1;
	const size_t jti = strlen(change->jti);
	struct arena *arena = arena_new();
	char *bytes = arena_alloc(arena, issuer + jti);
	int error;

	memcpy(bytes, change->jti_issuer, issuer);
	memcpy(bytes + issuer, change->jti, jti);
	error = spend_until(bdb, txn, bdb_bytes(bytes, issuer + jti), change);
	arena_free(arena);
	return error;
}

/* "DAY COUNT", both of them decimal. */
static bool
read_note(const DBT *data, int64_t *day, int64_t *count)
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

int
bdb_spend_note(struct bdb *bdb, DB_TXN *txn, struct stored_change *change)
{
	DBT key = bdb_text(change->note_source), data = bdb_bytes(NULL, 0);
	const int64_t today = change->now / JOURNAL_DAY;
	int64_t day, count = 0;
	char text[48];
	int error = bdb->notes->get(bdb->notes, txn, &key, &data, DB_RMW);

	if (error != 0 && error != DB_NOTFOUND)
		return error;
	if (error == 0 && !read_note(&data, &day, &count))
		return unreadable("notes.db");
	if (error == 0 && day != today)
		count = 0;
	if (count >= (int64_t)change->note_most) {
		change->clash = CLASH_NOTES;
		return DB_KEYEXIST;
	}
	(void)snprintf(
	    text, sizeof text, "%" PRId64 " %" PRId64, today, count + 1);
	data = bdb_text(text);
	return bdb->notes->put(bdb->notes, txn, &key, &data, 0);
}
