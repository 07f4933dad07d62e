/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/arena.h"
#include "store/pgsql.h"

/* Rows are read some at a time, each batch from behind the last row of the
 * one before, and handed out with no transaction open: the callback may take
 * as long as it likes. */

struct batch {
	enum pgsql_statement statement;
	const char *key;   /* NULL: none */
	const char *after; /* a client_id, or "" at first */
	struct arena *arena;
	int count;
	struct client clients[PGSQL_BATCH];
};

static enum pgsql_outcome
batch_work(struct pgsql *p, struct pgsql_job *job)
{
	struct batch *batch = job->argument;
	struct pgsql_values values = {.count = 0};
	PGresult *result;
	enum pgsql_outcome outcome;

	pgsql_text(&values, batch->after);
	if (batch->key != NULL)
		pgsql_text(&values, batch->key);
	outcome = pgsql_ask(p, batch->statement, &values, &result);
	if (outcome != PGSQL_DONE)
		return outcome;
	batch->count = p->pq->rows(result);
	for (int i = 0; outcome == PGSQL_DONE && i < batch->count; i++)
		if (!pgsql_get_client(
			p, result, i, batch->arena, &batch->clients[i]))
			outcome = PGSQL_FAILED;
	p->pq->clear(result);
	return outcome;
}

static bool
hand_out(const struct batch *batch,
    bool (*each)(void *context, const struct client *client), void *context)
{
	for (int i = 0; i < batch->count; i++)
		if (!each(context, &batch->clients[i]))
			return false;
	return batch->count == PGSQL_BATCH;
}

static enum pgsql_statement
statement_of(enum stored_index index, const char *key)
{
	if (key == NULL)
		return EACH_CLIENT;
	return index == STORED_BY_SOFTWARE ? EACH_OF_SOFTWARE
					   : EACH_OF_CERTIFICATE;
}

enum stored
pgsql_each(struct store *store, enum stored_index index, const char *key,
    bool (*each)(void *context, const struct client *client), void *context)
{
	struct batch batch = {
	    .statement = statement_of(index, key), .key = key, .after = ""};
	struct pgsql_job job = {
	    .work = batch_work, .argument = &batch, .name = "each"};
	struct arena *before = NULL;
	enum stored stored;
	bool more;

	do {
		batch.arena = arena_new();
		stored = pgsql_run((struct pgsql *)store, &job);
		arena_free(before);
		before = batch.arena;
		more = stored == STORED_OK && hand_out(&batch, each, context);
		if (more)
			batch.after = batch.clients[PGSQL_BATCH - 1].client_id;
	} while (more);
	arena_free(before);
	return stored;
}

struct spending {
	struct pgsql_name after;
	struct arena *arena;
	int count;
	struct stored_spent spent[PGSQL_BATCH];
};

/* The name again, from the two columns that it is in. */
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

static enum pgsql_outcome
spent_work(struct pgsql *p, struct pgsql_job *job)
{
	struct spending *spending = job->argument;
	struct pgsql_values values = {.count = 0};
	PGresult *result;
	enum pgsql_outcome outcome;

	pgsql_bytes(&values, spending->after.head, spending->after.head_length);
	pgsql_bytes(&values, spending->after.rest, spending->after.rest_length);
	outcome = pgsql_ask(p, EACH_SPENT, &values, &result);
	if (outcome != PGSQL_DONE)
		return outcome;
	spending->count = p->pq->rows(result);
	for (int i = 0; outcome == PGSQL_DONE && i < spending->count; i++)
		if (!read_spent(
			p, result, i, spending->arena, &spending->spent[i]))
			outcome = PGSQL_FAILED;
	p->pq->clear(result);
	return outcome;
}

static bool
tell_spent(const struct spending *spending,
    bool (*each)(void *context, const struct stored_spent *spent),
    void *context)
{
	for (int i = 0; i < spending->count; i++)
		if (!each(context, &spending->spent[i]))
			return false;
	return spending->count == PGSQL_BATCH;
}

enum stored
pgsql_each_spent(struct store *store,
    bool (*each)(void *context, const struct stored_spent *spent),
    void *context)
{
	struct spending spending = {.after = {.head = "", .rest = ""}};
	struct pgsql_job job = {
	    .work = spent_work, .argument = &spending, .name = "each_spent"};
	const struct stored_spent *last = &spending.spent[PGSQL_BATCH - 1];
	struct arena *before = NULL;
	enum stored stored;
	bool more;

	do {
		spending.arena = arena_new();
		stored = pgsql_run((struct pgsql *)store, &job);
		arena_free(before);
		before = spending.arena;
		more =
		    stored == STORED_OK && tell_spent(&spending, each, context);
		if (more)
			spending.after =
			    pgsql_name(before, last->issuer, last->jti);
	} while (more);
	arena_free(before);
	return stored;
}
