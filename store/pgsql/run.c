/* SPDX-License-Identifier: ISC */
/*
 * Runs a job as a transaction, and again when it met another one or its
 * connection was lost.
 */
#include <stdio.h>
#include <string.h>

#include "kit/log.h"
#include "store/lib/pause.h"
#include "store/pgsql/private.h"

#define PAUSE_NANOSECONDS 2000000
#define LOST_NANOSECONDS 50000000
#define CONNECTIONS 3

/* The server rolls back what a closed connection has left open. */
static void
roll_back(struct pgsql *p)
{
	char why[sizeof p->why];

	if (p->conn == NULL)
		return;
	memcpy(why, p->why, sizeof why);
	if (pgsql_sql(p, "ROLLBACK", NULL) != PGSQL_DONE)
		pgsql_drop(p);
	memcpy(p->why, why, sizeof why);
}

/*
 * A commit during which the server warns has happened on that server, and on no
 * other: somebody had it stop waiting for its standby.
 */
static enum upshot
commit(struct pgsql *p, struct pgsql_job *job)
{
	enum upshot outcome;

	p->warned = false;
	p->committing = true;
	outcome = pgsql_sql(p, "COMMIT", NULL);
	p->committing = false;
	if (outcome == PGSQL_DONE && p->warned) {
		pgsql_say(p, "a commit was not waited for");
		outcome = PGSQL_GONE;
	}
	if (outcome == PGSQL_GONE || p->conn == NULL)
		job->unsure = true;
	return outcome;
}

static enum upshot
attempt(struct pgsql *p, struct pgsql_job *job)
{
	enum upshot outcome = pgsql_ready(p);
	char begin[80];

	if (outcome != PGSQL_DONE)
		return outcome;
	if (!job->writes)
		return job->work(p, job);
	(void)snprintf(begin, sizeof begin,
	    "BEGIN ISOLATION LEVEL READ COMMITTED;"
	    "SET LOCAL lock_timeout = %d",
	    pgsql_lock_milliseconds(p));
	outcome = pgsql_sql(p, begin, NULL);
	if (outcome == PGSQL_DONE)
		outcome = job->work(p, job);
	if (outcome == PGSQL_DONE)
		return commit(p, job);
	if (outcome != PGSQL_GONE)
		roll_back(p);
	return outcome;
}

static enum upshot
run(struct pgsql *p, struct pgsql_job *job)
{
	enum upshot outcome;
	unsigned lost = 0;

	for (unsigned i = 0;; i++) {
		outcome = attempt(p, job);
		if (outcome == PGSQL_GONE)
			pgsql_drop(p);
		if ((outcome != PGSQL_GONE || ++lost == CONNECTIONS) &&
		    (outcome != PGSQL_AGAIN || p->frozen))
			return outcome;
		if (pgsql_late(p))
			return outcome;
		pause_before(i, outcome == PGSQL_GONE ? LOST_NANOSECONDS
						      : PAUSE_NANOSECONDS);
	}
}

enum stored
pgsql_run(struct pgsql *p, struct pgsql_job *job)
{
	const int64_t milliseconds =
	    job->milliseconds != 0 ? job->milliseconds : PGSQL_MILLISECONDS;
	enum upshot outcome = PGSQL_FAILED;

	if (job->writes && p->frozen)
		pgsql_say(p, "a snapshot is not to be changed");
	else if (pgsql_admit(p, milliseconds, job->writes)) {
		outcome = run(p, job);
		pgsql_settle(p,
		    outcome != PGSQL_GONE && outcome != PGSQL_FAILED,
		    job->writes);
	}
	switch (outcome) {
	case PGSQL_DONE:
		return STORED_OK;
	case PGSQL_MISSING:
		return STORED_MISSING;
	case PGSQL_CLASH:
		return STORED_CONFLICT;
	case PGSQL_AGAIN:
	case PGSQL_GONE:
	case PGSQL_FAILED:
		break;
	}
	log_line("store: postgresql: %s: %s%s", job->name, p->why,
	    job->unsure ? "; whether it was committed is not known" : "");
	return STORED_UNABLE;
}
