/* SPDX-License-Identifier: ISC */
/*
 * Examines the server for `dcr doctor`: clock, role, durability and standbys.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kit/arena.h"
#include "store/pgsql/private.h"

#define CLOCK_POOR_MILLISECONDS 1000
#define CLOCK_BAD_MILLISECONDS 5000

const char *
pgsql_value(const struct looking *looking, const char *sql)
{
	struct pgsql *p = looking->p;
	const char *text = NULL;
	PGresult *result;

	if (pgsql_sql(p, sql, &result) != PGSQL_DONE)
		return NULL;
	if (p->pq->rows(result) > 0 && !p->pq->is_null(result, 0, 0))
		text = arena_strdup(
		    looking->listener.arena, p->pq->value(result, 0, 0));
	p->pq->clear(result);
	return text;
}

/* The server's version and role; another kind of server may not know the
 * latter. */
static void
look_at_role(const struct looking *looking)
{
	struct pgsql *p = looking->p;
	const char *version = p->pq->parameter(p->conn, "server_version");
	const char *recovery =
	    pgsql_value(looking, "SELECT pg_is_in_recovery()");
	const bool standby = recovery != NULL && *recovery == 't';

	finding_say(&looking->listener, standby ? FINDING_BAD : FINDING_GOOD,
	    "server", "PostgreSQL %s, %s",
	    version != NULL ? version : "of an unknown version",
	    standby ? "a standby: it cannot be written to"
		    : "can be written to");
}

static void
look_at_durability(const struct looking *looking)
{
	const char *sync =
	    pgsql_value(looking, "SELECT current_setting('fsync')");
	const char *pages =
	    pgsql_value(looking, "SELECT current_setting('full_page_writes')");

	if (sync != NULL && strcmp(sync, "off") == 0)
		finding_say(&looking->listener, FINDING_BAD, "durability",
		    "fsync is off: what is committed is lost with the power");
	else if (pages != NULL && strcmp(pages, "off") == 0)
		finding_say(&looking->listener, FINDING_POOR, "durability",
		    "full_page_writes is off");
	else if (looking->p->asynchronous)
		finding_say(&looking->listener, FINDING_POOR, "durability",
		    "synchronous_commit is off on the server; we set it on "
		    "for ourselves");
	else
		finding_say(&looking->listener, FINDING_GOOD, "durability",
		    "commits are waited for");
}

/* A role that may not see the standbys is told nothing of them. */
static void
look_at_standbys(const struct looking *looking)
{
	const char *wanted = pgsql_value(
	    looking, "SELECT current_setting('synchronous_standby_names')");
	const char *there =
	    pgsql_value(looking, "SELECT count(*) FROM pg_stat_replication"
				 " WHERE state = 'streaming'");
	const char *synchronous =
	    pgsql_value(looking, "SELECT count(*) FROM pg_stat_replication"
				 " WHERE sync_state IN ('sync', 'quorum')");
	const char *lag = pgsql_value(looking,
	    "SELECT max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn))"
	    " FROM pg_stat_replication");
	const bool asked = wanted != NULL && *wanted != '\0';

	if (there == NULL || synchronous == NULL)
		return;
	finding_say(&looking->listener,
	    asked && strcmp(synchronous, "0") == 0 ? FINDING_POOR
						   : FINDING_GOOD,
	    "standbys",
	    "%s streaming as far as this role may see, %s synchronous%s, "
	    "%s bytes behind",
	    there, synchronous, asked ? " (asked for)" : "",
	    lag != NULL ? lag : "no");
}

static int64_t
wall_milliseconds(void)
{
	struct timespec now = {.tv_sec = 0};

	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/*
 * A time that is over on one machine must not be yet to come on the next one:
 * of access tokens, software statements, keys.  All machines can be compared
 * with the database's clock.  The question takes its time, and the clock was
 * read at some moment of that.
 */
static void
look_at_clock(const struct looking *looking)
{
	const int64_t before = wall_milliseconds();
	const char *text = pgsql_value(looking,
	    "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000"
	    " AS bigint)");
	const int64_t after = wall_milliseconds();
	enum finding_state state = FINDING_GOOD;
	int64_t theirs, apart = 0;

	if (text == NULL)
		return;
	theirs = strtoll(text, NULL, 10);
	if (theirs < before)
		apart = before - theirs;
	else if (theirs > after)
		apart = theirs - after;
	if (apart > CLOCK_BAD_MILLISECONDS)
		state = FINDING_BAD;
	else if (apart > CLOCK_POOR_MILLISECONDS)
		state = FINDING_POOR;
	finding_say(&looking->listener, state, "clock",
	    "this machine's is %lld.%03lld seconds %s the database's",
	    (long long)apart / 1000, (long long)apart % 1000,
	    theirs < before ? "ahead of" : "behind");
}

void
pgsql_look_at_server(const struct looking *looking)
{
	look_at_clock(looking);
	look_at_role(looking);
	look_at_durability(looking);
	look_at_standbys(looking);
}
