/* SPDX-License-Identifier: ISC */
/*
 * Reads rows some at a time, each batch from behind the last row of the one
 * before, and hands them out with no transaction open: whoever gets them may
 * take as long as he likes.
 */
#include <string.h>

#include "kit/arena.h"
#include "store/pgsql/private.h"

struct batch {
	const struct stored_range *range;
	const struct stored_row *behind; /* NULL at first */
	struct arena *arena;
	char settled[JOURNAL_KEY]; /* of the trail: up to there it is durable */
	int count;
	struct stored_row rows[PGSQL_BATCH];
};

static enum sql
statement_of(const struct stored_range *range)
{
	switch (range->table) {
	case TABLE_CLIENTS:
		if (range->key == NULL)
			return EACH_CLIENT;
		return range->index == INDEX_SOFTWARE ? EACH_OF_SOFTWARE
						      : EACH_OF_CERTIFICATE;
	case TABLE_SPENT:
		return EACH_SPENT;
	case TABLE_AUDIT:
		return READ_AUDIT;
	case TABLE_SEALS:
		return READ_SEALS;
	case TABLE_DELIVERIES:
		break;
	}
	return READ_DELIVERIES;
}

/* The order is that of the two parts of the name, without the digest. */
static void
put_spent(const struct batch *batch, struct pgsql_values *values)
{
	const struct stored_row *last = batch->behind;
	struct pgsql_values name = {.count = 0};

	pgsql_put_name(
	    &name, batch->arena, last->spent.issuer, last->spent.jti);
	pgsql_bytes(values, name.bytes[0], (size_t)name.lengths[0]);
	pgsql_bytes(values, name.bytes[2], (size_t)name.lengths[2]);
}

/* The values by which the statement begins behind the last row. */
static void
put_behind(const struct batch *batch, struct pgsql_values *values)
{
	const struct stored_range *range = batch->range;
	const struct stored_row *last = batch->behind;
	const char *after = range->after == NULL ? "" : range->after;

	if (range->table == TABLE_SPENT && last == NULL) {
		pgsql_text(values, "");
		pgsql_text(values, "");
	} else if (range->table == TABLE_SPENT)
		put_spent(batch, values);
	else if (range->table == TABLE_CLIENTS)
		pgsql_text(
		    values, last == NULL ? after : last->client.client_id);
	else
		pgsql_text(values, last == NULL ? after : last->record.key);
	if (range->key != NULL)
		pgsql_text(values, range->key);
}

/* Joins the name of a spent jti from the two columns that it is in. */
static bool
read_spent(struct pgsql *p, const PGresult *result, int row,
    struct arena *arena, struct stored_spent *out)
{
	const size_t head = (size_t)p->pq->length(result, row, 0),
		     rest = (size_t)p->pq->length(result, row, 1);
	char *name = arena_alloc(arena, head + rest + 1);
	const char *nul;

	memcpy(name, p->pq->value(result, row, 0), head);
	memcpy(name + head, p->pq->value(result, row, 1), rest);
	nul = memchr(name, '\0', head + rest);
	if (nul == NULL ||
	    memchr(nul + 1, '\0', head + rest - (size_t)(nul + 1 - name)) !=
		NULL) {
		pgsql_say(p, "dcr_spent has a row that cannot be read");
		return false;
	}
	out->issuer = name;
	out->jti = nul + 1;
	return pgsql_get_number(p, result, row, 2, &out->expires);
}

/* Control characters could make two texts look alike, or one look like two. */
static bool
read_record(struct pgsql *p, const PGresult *result, int row,
    struct arena *arena, enum stored_table table, struct stored_record *record)
{
	uint64_t number;

	if (!pgsql_get_text(p, result, row, 0, arena, &record->key) ||
	    !pgsql_get_text(p, result, row, 1, arena, &record->text))
		return false;
	if ((table == TABLE_DELIVERIES ||
		journal_number(record->key, &number)) &&
	    journal_line(record->key, strlen(record->key)) &&
	    journal_line(record->text, strlen(record->text)))
		return true;
	pgsql_say(p, "%s a record that cannot be read",
	    table == TABLE_DELIVERIES ? "dcr_deliveries has" : "a journal has");
	return false;
}

static bool
read_row(struct pgsql *p, const PGresult *result, int i, struct batch *batch)
{
	struct stored_row *row = &batch->rows[i];

	row->table = batch->range->table;
	if (row->table == TABLE_CLIENTS)
		return pgsql_get_client(
		    p, result, i, batch->arena, &row->client);
	if (row->table == TABLE_SPENT)
		return read_spent(p, result, i, batch->arena, &row->spent);
	return read_record(
	    p, result, i, batch->arena, row->table, &row->record);
}

/* Whether the batch has records of the trail that were committed a moment ago. */
static bool
is_fresh(const struct batch *batch)
{
	return batch->range->table == TABLE_AUDIT && batch->count > 0 &&
	       strcmp(batch->settled,
		   batch->rows[batch->count - 1].record.key) < 0;
}

static enum upshot
work(struct pgsql *p, struct pgsql_job *job)
{
	struct batch *batch = job->argument;
	struct pgsql_values values = {.count = 0};
	PGresult *result;
	enum upshot outcome;

	put_behind(batch, &values);
	outcome = pgsql_ask(p, statement_of(batch->range), &values, &result);
	if (outcome != PGSQL_DONE)
		return outcome;
	batch->count = p->pq->rows(result);
	for (int i = 0; outcome == PGSQL_DONE && i < batch->count; i++)
		if (!read_row(p, result, i, batch))
			outcome = PGSQL_FAILED;
	p->pq->clear(result);
	if (outcome == PGSQL_DONE && is_fresh(batch))
		outcome = pgsql_settle_trail(p, batch->settled);
	return outcome;
}

enum stored
pgsql_rows(struct store *store, const struct stored_range *range,
    store_row_fn *each, void *context)
{
	struct batch batch = {.range = range};
	struct pgsql_job job = {
	    .work = work, .argument = &batch, .name = "rows"};
	struct arena *before = NULL;
	struct stored_row last;
	enum stored stored;
	bool more;

	do {
		batch.arena = arena_new();
		stored = pgsql_run((struct pgsql *)store, &job);
		arena_free(before);
		before = batch.arena; /* owns what the last row points at */
		more = stored == STORED_OK;
		for (int i = 0; more && i < batch.count; i++)
			more = each(context, &batch.rows[i]);
		last = batch.rows[PGSQL_BATCH - 1];
		batch.behind = &last;
	} while (more && batch.count == PGSQL_BATCH);
	arena_free(before);
	return stored;
}
