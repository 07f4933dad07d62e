/* SPDX-License-Identifier: ISC */
/*
 * Loads rows as they are, from a copy.  To load twice is as good as once, so a
 * commit whose answer was lost is simply done again.
 */
#include "kit/arena.h"
#include "store/pgsql/private.h"

#define ROW_MILLISECONDS 10

struct loading {
	const struct stored_row *rows;
	size_t count;
	size_t at; /* the one that clashes */
};

static enum upshot
put_or_same(struct pgsql *p, enum sql put, enum sql same,
    const struct pgsql_values *values, bool *written)
{
	int64_t rows = 0;
	bool is_same;
	enum upshot outcome = pgsql_do(p, put, values, &rows);

	*written = outcome == PGSQL_DONE && rows > 0;
	if (outcome != PGSQL_DONE || *written)
		return outcome;
	outcome = pgsql_same(p, same, values, &is_same);
	return outcome == PGSQL_DONE && !is_same ? PGSQL_CLASH : outcome;
}

static enum upshot
load_client(struct pgsql *p, const struct client *client, bool *written)
{
	struct pgsql_values values = {.count = 0};
	struct pgsql_trip lock = {.count = 0};
	enum upshot outcome;

	pgsql_lock_software(&lock, client->software);
	outcome = pgsql_go(p, &lock);
	pgsql_trip_end(p, &lock);
	if (outcome != PGSQL_DONE)
		return outcome;
	pgsql_put_client(&values, client, client->version);
	return put_or_same(p, INSERT_CLIENT, SAME_CLIENT, &values, written);
}

static enum upshot
load_spent(struct pgsql *p, const struct stored_spent *spent, bool *written)
{
	struct pgsql_values values = {.count = 0};
	struct arena *arena = arena_new();
	enum upshot outcome;
	int64_t rows = 0;

	pgsql_put_name(&values, arena, spent->issuer, spent->jti);
	pgsql_number(&values, spent->expires);
	pgsql_text(&values, "");
	outcome = pgsql_do(p, KEEP_SPENT, &values, &rows);
	*written = outcome == PGSQL_DONE && rows > 0;
	arena_free(arena);
	return outcome;
}

static enum upshot
load_record(struct pgsql *p, const struct stored_row *row, bool *written)
{
	const bool audit = row->table == TABLE_AUDIT;
	struct pgsql_values values = {.count = 0}, last = {.count = 0};
	enum upshot outcome;
	uint64_t number = 0;
	int64_t rows;

	(void)journal_number(row->record.key, &number);
	pgsql_number(&last, pgsql_signed(number));
	outcome = audit ? pgsql_do(p, RAISE_TAIL, &last, &rows) : PGSQL_DONE;
	if (outcome != PGSQL_DONE)
		return outcome;
	pgsql_text(&values, row->record.key);
	pgsql_text(&values, row->record.text);
	return put_or_same(p, audit ? INSERT_AUDIT : INSERT_SEAL,
	    audit ? SAME_AUDIT : SAME_SEAL, &values, written);
}

/* A record without a key gets one. */
static enum upshot
record(struct pgsql *p, const char *text)
{
	struct pgsql_trip trip = {.count = 0};
	enum upshot outcome = PGSQL_FAILED;

	if (pgsql_audit(&trip, AUDIT, text))
		outcome = pgsql_go(p, &trip);
	if (outcome == PGSQL_FAILED)
		pgsql_audit_failed(p);
	pgsql_trip_end(p, &trip);
	return outcome;
}

/* Such a one goes with the row before it. */
static enum upshot
load_row(struct pgsql *p, const struct stored_row *row, bool *written)
{
	switch (row->table) {
	case TABLE_CLIENTS:
		return load_client(p, &row->client, written);
	case TABLE_SPENT:
		return load_spent(p, &row->spent, written);
	case TABLE_AUDIT:
		if (row->record.key != NULL)
			break;
		return *written ? record(p, row->record.text) : PGSQL_DONE;
	case TABLE_SEALS:
	case TABLE_DELIVERIES: /* not in a copy: rows_sound() */
		break;
	}
	return load_record(p, row, written);
}

static enum upshot
load_work(struct pgsql *p, struct pgsql_job *job)
{
	struct loading *loading = job->argument;
	enum upshot outcome = PGSQL_DONE;
	bool written = false;

	for (loading->at = 0; loading->at < loading->count; loading->at++) {
		outcome = load_row(p, &loading->rows[loading->at], &written);
		if (outcome != PGSQL_DONE)
			break;
	}
	return outcome;
}

enum stored
pgsql_load(struct store *store, const struct stored_row *rows, size_t count,
    size_t *at)
{
	struct loading loading = {rows, count, 0};
	struct pgsql_job job = {.work = load_work,
	    .argument = &loading,
	    .name = "load",
	    .milliseconds =
		PGSQL_MILLISECONDS + (int64_t)count * ROW_MILLISECONDS,
	    .writes = true};
	enum stored stored;

	if (!rows_sound(rows, count))
		return STORED_UNABLE;
	stored = pgsql_run((struct pgsql *)store, &job);
	if (stored == STORED_CONFLICT)
		*at = loading.at;
	return stored;
}
