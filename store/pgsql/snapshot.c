/* SPDX-License-Identifier: ISC */
/*
 * A snapshot is a connection of its own, in one transaction as long as it
 * lives.  The first question in that transaction fixes what all of it sees.
 */
#include "kit/arena.h"
#include "store/pgsql/private.h"

static enum upshot
freeze(struct pgsql *p)
{
	enum upshot outcome = pgsql_ready(p);

	if (outcome == PGSQL_DONE)
		outcome = pgsql_sql(
		    p, "SET idle_in_transaction_session_timeout = 0", NULL);
	if (outcome == PGSQL_DONE)
		outcome = pgsql_sql(
		    p, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", NULL);
	if (outcome == PGSQL_DONE && p->migrations > 0)
		outcome =
		    pgsql_sql(p, "SELECT number FROM dcr_migrations", NULL);
	return outcome;
}

static enum upshot
settle_work(struct pgsql *p, struct pgsql_job *job)
{
	(void)job;
	return pgsql_settle_trail(p, (char[JOURNAL_KEY]){""});
}

/* On another connection: that of the snapshot may not write. */
static bool
settle(struct pgsql *of, struct pgsql *p)
{
	struct pgsql_job job = {.work = settle_work, .name = "snapshot"};

	if (p->migrations != PGSQL_MIGRATIONS ||
	    pgsql_run(of, &job) == STORED_OK)
		return true;
	pgsql_say(p, "%s", of->why);
	return false;
}

/* A database without tables has snapshots as well: these answer `migrate`
 * alone. */
struct store *
pgsql_snapshot(struct store *store, struct arena *arena, const char **why)
{
	struct pgsql *of = (struct pgsql *)store;
	struct pgsql *p;

	*why = "store: postgresql: this is a snapshot already";
	if (of->frozen)
		return NULL;
	p = (struct pgsql *)store->ops->open(of->conninfo, arena, why);
	if (p == NULL)
		return NULL;
	p->waived = true;
	pgsql_begin(p, PGSQL_MILLISECONDS);
	if (freeze(p) == PGSQL_DONE && settle(of, p)) {
		p->frozen = true;
		return &p->store;
	}
	*why = arena_printf(arena, "store: postgresql: %s", p->why);
	p->store.ops->close(&p->store);
	return NULL;
}
