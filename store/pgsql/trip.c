/* SPDX-License-Identifier: ISC */
/*
 * Sends statements together, in libpq's pipeline mode, and collects what became
 * of each: however many there are, the way to the server and back is gone once.
 * A statement that this connection has not prepared is prepared on the way, and
 * a transaction that has not begun begins.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/pgsql/private.h"

struct pgsql_values *
pgsql_step_or(
    struct pgsql_trip *trip, enum sql statement, enum stored_clash clash)
{
	struct pgsql_step *step;

	if (trip->count == PGSQL_STEPS)
		abort();
	step = &trip->steps[trip->count++];
	step->statement = statement;
	step->values.count = 0;
	step->clash = clash;
	step->which = 0;
	step->rows = -1;
	step->result = NULL;
	return &step->values;
}

struct pgsql_values *
pgsql_step(struct pgsql_trip *trip, enum sql statement)
{
	return pgsql_step_or(trip, statement, CLASH_NONE);
}

void
pgsql_trip_end(const struct pgsql *p, struct pgsql_trip *trip)
{
	for (int i = 0; i < trip->count; i++)
		if (trip->steps[i].result != NULL)
			p->pq->clear(trip->steps[i].result);
	trip->count = 0;
}

/* What has been asked for on the way: a statement may be in a trip twice, and is
 * prepared once. */
struct asked {
	bool statement[STATEMENTS];
};

static bool
is_to_prepare(const struct pgsql *p, enum sql statement, struct asked *asked)
{
	if (p->prepared[statement] || asked->statement[statement])
		return false;
	asked->statement[statement] = true;
	return true;
}

static bool
send_step(struct pgsql *p, const struct pgsql_step *step, struct asked *asked)
{
	const struct pgsql_values *v = &step->values;
	int formats[PGSQL_VALUES];
	char name[16];

	(void)snprintf(name, sizeof name, "dcr_%d", (int)step->statement);
	for (int i = 0; i < v->count; i++)
		formats[i] = 1;
	if (is_to_prepare(p, step->statement, asked) &&
	    p->pq->send_prepare(p->conn, name,
		pgsql_statements[step->statement], v->count, v->types) == 0)
		return false;
	return p->pq->send_prepared(p->conn, name, v->count, v->bytes,
		   v->lengths, formats, 1) != 0;
}

static enum upshot
send_all(struct pgsql *p, const struct pgsql_trip *const trips[2])
{
	struct asked asked = {{false}};

	if (p->pq->enter(p->conn) == 0)
		return pgsql_gone(p);
	for (int t = 0; t < 2; t++)
		for (int i = 0; i < trips[t]->count; i++)
			if (!send_step(p, &trips[t]->steps[i], &asked))
				return pgsql_gone(p);
	if (p->pq->sync(p->conn) == 0)
		return pgsql_gone(p);
	return pgsql_flush(p);
}

/* The one result of a message and the NULL behind it.  False: the connection is
 * good for nothing, or dropped, and *outcome says so. */
static bool
take(struct pgsql *p, enum upshot *outcome, PGresult **result)
{
	PGresult *end = NULL;
	enum upshot got = pgsql_next(p, result);

	if (got == PGSQL_DONE && *result != NULL) {
		if (*outcome == PGSQL_DONE)
			*outcome = pgsql_judge(p, *result);
		if (*outcome == PGSQL_GONE)
			return false;
		got = pgsql_next(p, &end);
	} else if (got == PGSQL_DONE)
		got = pgsql_gone(p);
	p->pq->clear(end);
	if (got == PGSQL_DONE && end != NULL)
		got = pgsql_gone(p);
	if (got != PGSQL_DONE)
		*outcome = got;
	return got == PGSQL_DONE;
}

static bool
take_step(struct pgsql *p, struct pgsql_step *step, struct asked *asked,
    enum upshot *outcome)
{
	PGresult *result = NULL;
	bool good;

	if (is_to_prepare(p, step->statement, asked)) {
		good = take(p, outcome, &result);
		p->pq->clear(result);
		p->prepared[step->statement] = *outcome == PGSQL_DONE;
		if (!good)
			return false;
	}
	result = NULL;
	good = take(p, outcome, &result);
	if (*outcome != PGSQL_DONE) {
		p->pq->clear(result);
		return good;
	}
	step->result = result;
	/* PQcmdTuples() says of a SELECT, too, how many rows it has. */
	step->rows = strtoll(p->pq->affected(result), NULL, 10);
	return true;
}

/* The server tells of the end of a trip by a result of its own. */
static enum upshot
take_all(struct pgsql *p, struct pgsql_trip *const trips[2])
{
	struct asked asked = {{false}};
	enum upshot outcome = PGSQL_DONE, got;
	PGresult *end = NULL;

	for (int t = 0; t < 2; t++)
		for (int i = 0; i < trips[t]->count; i++)
			if (!take_step(
				p, &trips[t]->steps[i], &asked, &outcome))
				return outcome;
	got = pgsql_next(p, &end);
	if (got == PGSQL_DONE &&
	    (end == NULL || p->pq->result_status(end) != PGRES_PIPELINE_SYNC ||
		p->pq->leave(p->conn) == 0))
		got = pgsql_gone(p);
	p->pq->clear(end);
	return got == PGSQL_DONE ? outcome : got;
}

/* The session's own limit on locks is the usual one. */
static void
begin(struct pgsql *p, struct pgsql_trip *trip)
{
	const int limit = pgsql_lock_milliseconds(p);

	trip->count = 0;
	if (!p->unbegun)
		return;
	p->unbegun = false;
	(void)pgsql_step(trip, BEGIN_CHANGE);
	if (limit != PGSQL_LOCK_MILLISECONDS)
		pgsql_number(pgsql_step(trip, LIMIT_LOCKS), limit);
}

enum upshot
pgsql_go(struct pgsql *p, struct pgsql_trip *trip)
{
	struct pgsql_trip before;
	struct pgsql_trip *const trips[2] = {&before, trip};
	enum upshot outcome;

	if (p->conn == NULL)
		return PGSQL_FAILED;
	begin(p, &before);
	outcome = send_all(p, (const struct pgsql_trip *const *)trips);
	if (outcome == PGSQL_DONE)
		outcome = take_all(p, trips);
	pgsql_trip_end(p, &before);
	return outcome;
}

enum upshot
pgsql_ask(struct pgsql *p, enum sql statement,
    const struct pgsql_values *values, PGresult **result)
{
	struct pgsql_trip trip = {.count = 0};
	enum upshot outcome;

	*pgsql_step(&trip, statement) = *values;
	outcome = pgsql_go(p, &trip);
	*result = trip.steps[0].result;
	return outcome;
}

enum upshot
pgsql_do(struct pgsql *p, enum sql statement, const struct pgsql_values *values,
    int64_t *rows)
{
	PGresult *result;
	const enum upshot outcome = pgsql_ask(p, statement, values, &result);

	*rows = 0;
	if (outcome != PGSQL_DONE)
		return outcome;
	*rows = strtoll(p->pq->affected(result), NULL, 10);
	p->pq->clear(result);
	return PGSQL_DONE;
}

enum upshot
pgsql_same(struct pgsql *p, enum sql statement,
    const struct pgsql_values *values, bool *same)
{
	int64_t rows;
	const enum upshot outcome = pgsql_do(p, statement, values, &rows);

	*same = rows > 0;
	return outcome;
}
