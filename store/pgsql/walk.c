/* SPDX-License-Identifier: ISC */
#include "store/pgsql/walk.h"

#include "kit/arena.h"

struct batch {
	const struct pgsql_walk *walk;
	const struct stored_row *behind; /* NULL at first */
	struct arena *arena;
	int count;
	struct stored_row rows[PGSQL_BATCH];
};

static enum pgsql_outcome
work(struct pgsql *p, struct pgsql_job *job)
{
	struct batch *batch = job->argument;
	const struct pgsql_walk *walk = batch->walk;
	struct pgsql_values values = {.count = 0};
	PGresult *result;
	enum pgsql_outcome outcome;

	walk->behind(walk, batch->behind, batch->arena, &values);
	outcome = pgsql_ask(p, walk->statement, &values, &result);
	if (outcome != PGSQL_DONE)
		return outcome;
	batch->count = p->pq->rows(result);
	for (int i = 0; outcome == PGSQL_DONE && i < batch->count; i++)
		if (!walk->read(p, result, i, batch->arena, &batch->rows[i]))
			outcome = PGSQL_FAILED;
	p->pq->clear(result);
	return outcome;
}

/* False: that was the end. */
static bool
hand_out(const struct batch *batch)
{
	for (int i = 0; i < batch->count; i++)
		if (!batch->walk->hand(batch->walk, &batch->rows[i]))
			return false;
	return batch->count == PGSQL_BATCH;
}

enum stored
pgsql_walk(struct store *store, const struct pgsql_walk *walk)
{
	struct batch batch = {.walk = walk};
	struct pgsql_job job = {
	    .work = work, .argument = &batch, .name = walk->name};
	struct arena *before = NULL;
	struct stored_row last;
	enum stored stored;
	bool more;

	do {
		batch.arena = arena_new();
		stored = pgsql_run((struct pgsql *)store, &job);
		arena_free(before);
		before = batch.arena; /* owns what the last row points at */
		more = stored == STORED_OK && hand_out(&batch);
		if (more) {
			last = batch.rows[PGSQL_BATCH - 1];
			batch.behind = &last;
		}
	} while (more);
	arena_free(before);
	return stored;
}
