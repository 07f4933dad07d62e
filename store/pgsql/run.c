/* SPDX-License-Identifier: ISC */
/*
 * Runs a job as a transaction, and again when it met another one or its
 * connection was lost.
 */
#include <string.h>

#include "kit/log.h"
#include "kit/monotonic.h"
#include "kit/spent.h"
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

	if (p->conn == NULL || p->unbegun)
		return;
	memcpy(why, p->why, sizeof why);
	if (pgsql_sql(p, "ROLLBACK", NULL) != PGSQL_DONE)
		pgsql_drop(p);
	memcpy(p->why, why, sizeof why);
}

/* The server has told of the commit; what had to come behind it may have failed.
 */
static bool
is_committed(const struct pgsql_trip *last)
{
	for (int i = 0; i < last->count; i++)
		if (last->steps[i].statement == COMMIT_CHANGE)
			return last->steps[i].rows >= 0;
	return false;
}

/*
 * What makes a commit one that is not to be acknowledged.  One during which the
 * server warns has happened on that server, and on no other: somebody had it
 * stop waiting for its standby.
 */
static enum upshot
judge(struct pgsql *p, const struct pgsql_trip *last, enum upshot outcome)
{
	const struct pgsql_step *end = &last->steps[last->count - 1];

	if (outcome != PGSQL_DONE)
		return is_committed(last) && p->conn != NULL ? PGSQL_GONE
							     : outcome;
	if (p->warned) {
		pgsql_say(p, "a commit was not waited for");
		return PGSQL_GONE;
	}
	if (end->statement != HOLD_MARK || end->rows == 1)
		return PGSQL_DONE;
	pgsql_say(p, "what was committed is not there");
	return PGSQL_GONE;
}

static enum upshot
commit(struct pgsql *p, struct pgsql_job *job, struct pgsql_trip *last)
{
	enum upshot outcome;

	if (last->count == 0)
		(void)pgsql_step(last, COMMIT_CHANGE);
	p->warned = false;
	p->committing = true;
	outcome = judge(p, last, pgsql_go(p, last));
	p->committing = false;
	if (outcome == PGSQL_DONE && job->told != NULL)
		outcome = job->told(p, job);
	if (outcome == PGSQL_GONE || p->conn == NULL)
		job->unsure = true;
	if (outcome == PGSQL_FAILED)
		pgsql_audit_failed(p);
	return outcome;
}

/* The transaction begins with the first statement of the work, and ends with the
 * steps that the work leaves for that: nobody waits for us, who waits for the
 * end of the trail, while we are on our way. */
static enum upshot
attempt(struct pgsql *p, struct pgsql_job *job)
{
	enum upshot outcome = pgsql_ready(p);
	struct pgsql_trip last = {.count = 0};

	if (outcome != PGSQL_DONE)
		return outcome;
	p->unbegun = job->writes;
	job->last = &last;
	outcome = job->work(p, job);
	if (outcome == PGSQL_DONE && job->writes && !p->unbegun)
		outcome = commit(p, job, &last);
	job->last = NULL;
	if (outcome != PGSQL_DONE && outcome != PGSQL_GONE && job->writes)
		roll_back(p);
	p->unbegun = false;
	pgsql_trip_end(p, &last);
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
	const int64_t start = monotonic_now();
	enum upshot outcome = PGSQL_FAILED;

	if (job->writes && p->frozen)
		pgsql_say(p, "a snapshot is not to be changed");
	else if (pgsql_admit(p, milliseconds, job->writes)) {
		outcome = run(p, job);
		pgsql_settle(p,
		    outcome != PGSQL_GONE && outcome != PGSQL_FAILED,
		    job->writes);
	}
	spent_store(start);
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
