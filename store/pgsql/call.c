/* SPDX-License-Identifier: ISC */
/* Sends statements to the server and collects the answers, until a deadline. */
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/monotonic.h"
#include "store/pgsql/private.h"

/* Messages of libpq have line ends, and several lines. */
void
pgsql_say(struct pgsql *p, const char *format, ...)
{
	va_list ap;
	size_t length;

	va_start(ap, format);
	(void)vsnprintf(p->why, sizeof p->why, format, ap);
	va_end(ap);
	for (char *c = p->why; *c != '\0'; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	length = strlen(p->why);
	while (length > 0 && p->why[length - 1] == ' ')
		p->why[--length] = '\0';
}

bool
pgsql_wait(struct pgsql *p, short events, int64_t milliseconds)
{
	struct pollfd fd = {.fd = p->pq->socket(p->conn), .events = events};
	int64_t left = monotonic_left(p->deadline);
	int ready;

	if (milliseconds >= 0 && milliseconds < left)
		left = milliseconds;
	if (fd.fd < 0 || left <= 0)
		return false;
	ready = poll(&fd, 1, (int)left);
	if (ready > 0)
		pgsql_heard(p);
	return ready > 0 || (ready < 0 && errno == EINTR);
}

static enum upshot
too_late(struct pgsql *p)
{
	pgsql_say(p, "no answer in time");
	pgsql_unheard(p);
	pgsql_drop(p);
	return PGSQL_FAILED;
}

static enum upshot
gone(struct pgsql *p)
{
	pgsql_say(p, "%s", p->pq->error(p->conn));
	return PGSQL_GONE;
}

static enum upshot
flush(struct pgsql *p)
{
	int left;

	while ((left = p->pq->flush(p->conn)) > 0) {
		if (!pgsql_wait(p, POLLIN | POLLOUT, -1))
			return too_late(p);
		if (p->pq->consume(p->conn) == 0)
			return gone(p);
	}
	return left == 0 ? PGSQL_DONE : gone(p);
}

/*
 * Judges by SQLSTATE: a statement that lost a race may be tried again;
 * PGSQL_GONE is what a new connection may cure. 25006 is a server that was
 * demoted, 26000 and 0A000 are prepared statements that are not what they were.
 */
static enum upshot
outcome_of(const char *state)
{
	static const char *const lost[] = {"08", "57P01", "57P02", "57P03",
	    "40003", "25006", "26000", "0A000"};

	if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0)
		return PGSQL_AGAIN;
	for (size_t i = 0; i < sizeof lost / sizeof *lost; i++)
		if (strncmp(state, lost[i], strlen(lost[i])) == 0)
			return PGSQL_GONE;
	return PGSQL_FAILED;
}

/* Only the primary message of an error is kept: the others quote what is in
 * rows. */
static enum upshot
judge(struct pgsql *p, const PGresult *result)
{
	const ExecStatusType status = p->pq->result_status(result);
	const char *state = p->pq->result_field(result, PG_DIAG_SQLSTATE);
	const char *text = p->pq->result_field(result, PG_DIAG_MESSAGE_PRIMARY);

	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
		return PGSQL_DONE;
	if (state == NULL || p->pq->status(p->conn) != CONNECTION_OK)
		return gone(p);
	pgsql_say(p, "%s: %s", state, text != NULL ? text : "no message");
	return outcome_of(state);
}

/* Collects all results: the outcome of the first that is an error, and
 * otherwise the last result. */
static enum upshot
collect(struct pgsql *p, PGresult **last)
{
	enum upshot outcome = flush(p);
	PGresult *result;

	*last = NULL;
	while (outcome != PGSQL_GONE && p->conn != NULL) {
		if (p->pq->busy(p->conn)) {
			if (!pgsql_wait(p, POLLIN, -1))
				outcome = too_late(p);
			else if (p->pq->consume(p->conn) == 0)
				outcome = gone(p);
			continue;
		}
		result = p->pq->result(p->conn);
		if (result == NULL)
			break;
		if (outcome == PGSQL_DONE)
			outcome = judge(p, result);
		p->pq->clear(*last);
		*last = result;
	}
	if (outcome != PGSQL_DONE) {
		p->pq->clear(*last);
		*last = NULL;
	}
	return outcome;
}

enum upshot
pgsql_sql(struct pgsql *p, const char *sql, PGresult **result)
{
	PGresult *mine;
	enum upshot outcome;

	if (p->conn == NULL || p->pq->send(p->conn, sql) == 0)
		return p->conn == NULL ? PGSQL_FAILED : gone(p);
	outcome = collect(p, &mine);
	if (result != NULL)
		*result = mine;
	else
		p->pq->clear(mine);
	return outcome;
}

/*
 * The first use goes without preparing the statement, which would be a round
 * trip more: a process that serves one request uses each statement once.
 */
static enum upshot
send(struct pgsql *p, enum sql statement, const struct pgsql_values *v,
    const char *name)
{
	const char *sql = pgsql_statements[statement];
	int formats[PGSQL_VALUES];
	PGresult *prepared;
	enum upshot outcome;

	for (int i = 0; i < v->count; i++)
		formats[i] = 1;
	if (p->used[statement] == 0)
		return p->pq->send_params(p->conn, sql, v->count, v->types,
			   v->bytes, v->lengths, formats, 1) != 0
			   ? PGSQL_DONE
			   : gone(p);
	if (p->used[statement] == 1) {
		if (p->pq->send_prepare(
			p->conn, name, sql, v->count, v->types) == 0)
			return gone(p);
		outcome = collect(p, &prepared);
		p->pq->clear(prepared);
		if (outcome != PGSQL_DONE)
			return outcome;
		p->used[statement] = 2;
	}
	return p->pq->send_prepared(p->conn, name, v->count, v->bytes,
		   v->lengths, formats, 1) != 0
		   ? PGSQL_DONE
		   : gone(p);
}

enum upshot
pgsql_ask(struct pgsql *p, enum sql statement,
    const struct pgsql_values *values, PGresult **result)
{
	char name[16];
	enum upshot outcome;

	*result = NULL;
	if (p->conn == NULL)
		return PGSQL_FAILED;
	(void)snprintf(name, sizeof name, "dcr_%d", (int)statement);
	outcome = send(p, statement, values, name);
	if (outcome != PGSQL_DONE)
		return outcome;
	outcome = collect(p, result);
	if (outcome == PGSQL_DONE && p->used[statement] == 0)
		p->used[statement] = 1;
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
	/* PQcmdTuples() says of a SELECT, too, how many rows it has. */
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
