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

enum upshot
pgsql_gone(struct pgsql *p)
{
	pgsql_say(p, "%s", p->pq->error(p->conn));
	return PGSQL_GONE;
}

enum upshot
pgsql_flush(struct pgsql *p)
{
	int left;

	while ((left = p->pq->flush(p->conn)) > 0) {
		if (!pgsql_wait(p, POLLIN | POLLOUT, -1))
			return too_late(p);
		if (p->pq->consume(p->conn) == 0)
			return pgsql_gone(p);
	}
	return left == 0 ? PGSQL_DONE : pgsql_gone(p);
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
enum upshot
pgsql_judge(struct pgsql *p, const PGresult *result)
{
	const ExecStatusType status = p->pq->result_status(result);
	const char *state = p->pq->result_field(result, PG_DIAG_SQLSTATE);
	const char *text = p->pq->result_field(result, PG_DIAG_MESSAGE_PRIMARY);

	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
		return PGSQL_DONE;
	if (state == NULL || p->pq->status(p->conn) != CONNECTION_OK)
		return pgsql_gone(p);
	pgsql_say(p, "%s: %s", state, text != NULL ? text : "no message");
	return outcome_of(state);
}

enum upshot
pgsql_next(struct pgsql *p, PGresult **result)
{
	*result = NULL;
	while (p->pq->busy(p->conn)) {
		if (!pgsql_wait(p, POLLIN, -1))
			return too_late(p);
		if (p->pq->consume(p->conn) == 0)
			return pgsql_gone(p);
	}
	*result = p->pq->result(p->conn);
	return PGSQL_DONE;
}

/* Collects all results: the outcome of the first that is an error, and
 * otherwise the last result. */
static enum upshot
collect(struct pgsql *p, PGresult **last)
{
	enum upshot got = pgsql_flush(p), outcome = PGSQL_DONE;
	PGresult *result;

	*last = NULL;
	while (got == PGSQL_DONE) {
		got = pgsql_next(p, &result);
		if (got != PGSQL_DONE || result == NULL)
			break;
		if (outcome == PGSQL_DONE)
			outcome = pgsql_judge(p, result);
		if (outcome == PGSQL_GONE)
			got = outcome;
		p->pq->clear(*last);
		*last = result;
	}
	if (got != PGSQL_DONE)
		outcome = got;
	if (outcome != PGSQL_DONE) {
		p->pq->clear(*last);
		*last = NULL;
	}
	return outcome;
}

enum upshot
pgsql_sql(struct pgsql *p, const char *sql, PGresult **result)
{
	struct pgsql_trip begin = {.count = 0};
	enum upshot outcome = PGSQL_DONE;
	PGresult *mine;

	if (p->conn != NULL && p->unbegun)
		outcome = pgsql_go(p, &begin);
	if (outcome != PGSQL_DONE || p->conn == NULL)
		return outcome != PGSQL_DONE ? outcome : PGSQL_FAILED;
	if (p->pq->send(p->conn, sql) == 0)
		return pgsql_gone(p);
	outcome = collect(p, &mine);
	if (result != NULL)
		*result = mine;
	else
		p->pq->clear(mine);
	return outcome;
}
