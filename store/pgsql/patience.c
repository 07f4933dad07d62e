/* SPDX-License-Identifier: ISC */
/*
 * How long a server is waited for that takes what it is sent and says nothing.
 *
 * A request has one budget for all of its calls.  And once a call has waited
 * for so long in vain, all others fail at once for a while; then one call is
 * let through for a shorter time, as a trial, and an answer to it ends that, or
 * silence begins it anew.  A commit that was in vain shuts off commits alone:
 * while a standby is away that commits wait for, what is read is good.
 *
 * What fails without a wait (no server there, a server that starts up or is a
 * standby, a lock that somebody holds) keeps nobody, and is tried each time.
 */
#include "kit/log.h"
#include "kit/monotonic.h"
#include "store/pgsql/private.h"

#define TRIAL_MILLISECONDS 1000
#define SHUT_MILLISECONDS 5000
#define SILENCE_MILLISECONDS 500
#define LOCK_MARGIN_MILLISECONDS 600 /* for the server to say so */

static int64_t
nanoseconds(int64_t milliseconds)
{
	return milliseconds * 1000000;
}

void
pgsql_limit(struct store *store, int64_t milliseconds)
{
	struct pgsql *p = (struct pgsql *)store;

	p->limited = milliseconds > 0;
	p->budget = nanoseconds(milliseconds);
}

void
pgsql_begin(struct pgsql *p, int64_t milliseconds)
{
	p->began = p->heard = monotonic_now();
	p->deadline = p->began + nanoseconds(milliseconds);
	p->silent = p->silent_commit = p->committing = false;
}

bool
pgsql_late(const struct pgsql *p)
{
	return monotonic_now() >= p->deadline;
}

bool
pgsql_admit(struct pgsql *p, int64_t milliseconds, bool writes)
{
	const int64_t now = monotonic_now();
	int64_t most = nanoseconds(milliseconds);

	if (now < p->shut || (writes && now < p->shut_to_commits)) {
		pgsql_say(p, "the server was silent a moment ago");
		return false;
	}
	if ((p->shut != 0 || (writes && p->shut_to_commits != 0)) &&
	    most > nanoseconds(TRIAL_MILLISECONDS))
		most = nanoseconds(TRIAL_MILLISECONDS);
	if (p->limited && most > p->budget)
		most = p->budget;
	pgsql_begin(p, milliseconds);
	p->deadline = p->began + most;
	if (most > 0)
		return true;
	pgsql_say(p, "this request has used up its time for the store");
	return false;
}

void
pgsql_heard(struct pgsql *p)
{
	p->heard = monotonic_now();
}

void
pgsql_unheard(struct pgsql *p)
{
	if (monotonic_since(p->heard) >= SILENCE_MILLISECONDS)
		p->silent = p->silent_commit = true;
	if (!p->committing)
		p->silent_commit = false;
}

void
pgsql_settle(struct pgsql *p, bool answered, bool writes)
{
	const int64_t now = monotonic_now();
	int64_t *shut = p->silent_commit ? &p->shut_to_commits : &p->shut;

	if (p->limited)
		p->budget -= now - p->began;
	if (answered) {
		p->shut = 0;
		if (writes)
			p->shut_to_commits = 0;
	} else if (p->silent) {
		if (*shut == 0)
			log_line("store: postgresql: silent: %s fail at once, "
				 "but for a trial every %d seconds",
			    p->silent_commit ? "changes" : "calls",
			    SHUT_MILLISECONDS / 1000);
		*shut = now + nanoseconds(SHUT_MILLISECONDS);
	}
}

int
pgsql_lock_milliseconds(const struct pgsql *p)
{
	const int64_t left =
	    monotonic_left(p->deadline) - LOCK_MARGIN_MILLISECONDS;

	if (left > PGSQL_LOCK_MILLISECONDS)
		return PGSQL_LOCK_MILLISECONDS;
	return left < 100 ? 100 : (int)left;
}
