/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "store/pgsql.h"
#include "store/pgsql_migrations.h"

struct looking {
	struct pgsql *p;
	struct arena *arena;
	void (*tell)(void *context, const struct store_finding *finding);
	void *context;
	bool repair;
};

/*
 * One thing to count: none of it is well.  `mend` is what puts it right, in
 * one transaction; NULL: somebody has to look.
 */
struct check {
	const char *what;
	const char *sql;   /* how many there are */
	const char *well;  /* when there are none */
	const char *wrong; /* behind their number */
	const char *mend;
	enum finding_state state; /* when there are some */
};

static const struct check checks[] = {
    {"clients",
	"SELECT count(*) FROM dcr_clients WHERE version < 1"
	" OR length(client_id) = 0",
	"every row is sound", "rows without a version or a client_id", NULL,
	FINDING_BAD},
    {"software",
	"SELECT (SELECT count(*) FROM dcr_software s WHERE NOT EXISTS"
	" (SELECT 1 FROM dcr_clients c WHERE c.software = s.software))"
	" + (SELECT count(*) FROM (SELECT DISTINCT software FROM dcr_clients"
	" WHERE software NOT IN (SELECT software FROM dcr_software)) m)",
	"dcr_software agrees with the clients",
	"rows that dcr_software lacks or has too many (harmless)",
	"INSERT INTO dcr_software (software, changes)"
	" SELECT DISTINCT software, 1 FROM dcr_clients"
	" ON CONFLICT (software) DO NOTHING;"
	"DELETE FROM dcr_software WHERE NOT EXISTS (SELECT 1 FROM dcr_clients"
	" WHERE dcr_clients.software = dcr_software.software)",
	FINDING_POOR},
    {"spent",
	"SELECT count(*) FROM dcr_spent WHERE length(head) = 0"
	" OR (length(rest) = 0) <> (length(digest) = 0)",
	"every row is sound", "rows whose name is none", NULL, FINDING_BAD},
    {"journals",
	"SELECT (SELECT count(*) FROM dcr_audit WHERE length(key) <> 16)"
	" + (SELECT count(*) FROM dcr_seals WHERE length(key) <> 16)",
	"every key is one", "records whose key is none", NULL, FINDING_BAD},
};

static void
tell(const struct looking *looking, enum finding_state state, const char *what,
    const char *detail)
{
	const struct store_finding finding = {state, what, detail};

	looking->tell(looking->context, &finding);
}

/* One value as text; NULL: it cannot be had. */
static const char *
value(const struct looking *looking, const char *sql)
{
	struct pgsql *p = looking->p;
	const char *text = NULL;
	PGresult *result;

	if (pgsql_sql(p, sql, &result) != PGSQL_DONE)
		return NULL;
	if (p->pq->rows(result) > 0 && !p->pq->is_null(result, 0, 0))
		text = arena_strdup(looking->arena, p->pq->value(result, 0, 0));
	p->pq->clear(result);
	return text;
}

static bool
mend(struct pgsql *p, const char *sql)
{
	bool done = pgsql_sql(p, "BEGIN", NULL) == PGSQL_DONE &&
		    pgsql_sql(p, sql, NULL) == PGSQL_DONE;

	if (pgsql_sql(p, done ? "COMMIT" : "ROLLBACK", NULL) != PGSQL_DONE)
		return false;
	return done;
}

static void
check(const struct looking *looking, const struct check *c)
{
	const char *count = value(looking, c->sql), *detail;
	enum finding_state state = c->state;

	if (count == NULL) {
		tell(looking, FINDING_BAD, c->what,
		    arena_printf(
			looking->arena, "cannot be read: %s", looking->p->why));
		return;
	}
	if (strcmp(count, "0") == 0) {
		tell(looking, FINDING_GOOD, c->what, c->well);
		return;
	}
	detail = arena_printf(looking->arena, "%s %s", count, c->wrong);
	if (looking->repair && c->mend != NULL && mend(looking->p, c->mend))
		state = FINDING_MENDED;
	tell(looking, state, c->what, detail);
}

/* A server that tells where it stands; what another kind does not know is
 * not told. */
static void
look_at_server(const struct looking *looking)
{
	struct pgsql *p = looking->p;
	const char *version = p->pq->parameter(p->conn, "server_version");
	const char *recovery = value(looking, "SELECT pg_is_in_recovery()");
	const bool standby = recovery != NULL && *recovery == 't';

	tell(looking, standby ? FINDING_BAD : FINDING_GOOD, "server",
	    arena_printf(looking->arena, "PostgreSQL %s, %s",
		version != NULL ? version : "of no version",
		standby ? "a standby: it cannot be written to"
			: "can be written to"));
}

/* False: what follows would find no tables. */
static bool
look_at_migrations(const struct looking *looking)
{
	const int64_t made = looking->p->migrations;
	const bool all = made == PGSQL_MIGRATIONS;

	tell(looking, all ? FINDING_GOOD : FINDING_BAD, "migrations",
	    arena_printf(looking->arena, "%lld of %d have been made%s",
		(long long)made, PGSQL_MIGRATIONS,
		all			  ? ""
		: made < PGSQL_MIGRATIONS ? ": run dcr migrate"
					  : ": this dcr is too old"));
	return all;
}

static void
look_at_durability(const struct looking *looking)
{
	const char *sync = value(looking, "SELECT current_setting('fsync')");
	const char *pages =
	    value(looking, "SELECT current_setting('full_page_writes')");

	if (sync != NULL && strcmp(sync, "off") == 0)
		tell(looking, FINDING_BAD, "durability",
		    "fsync is off: what is committed is lost with the power");
	else if (pages != NULL && strcmp(pages, "off") == 0)
		tell(looking, FINDING_POOR, "durability",
		    "full_page_writes is off");
	else if (looking->p->asynchronous)
		tell(looking, FINDING_POOR, "durability",
		    "synchronous_commit is off on the server; we set it on "
		    "for ourselves");
	else
		tell(looking, FINDING_GOOD, "durability",
		    "commits are waited for");
}

/* "COUNT, SYNCHRONOUS, BYTES": of a role that may not see it there is none. */
static void
look_at_standbys(const struct looking *looking)
{
	const char *wanted = value(
	    looking, "SELECT current_setting('synchronous_standby_names')");
	const char *there =
	    value(looking, "SELECT count(*) FROM pg_stat_replication"
			   " WHERE state = 'streaming'");
	const char *synchronous =
	    value(looking, "SELECT count(*) FROM pg_stat_replication"
			   " WHERE sync_state IN ('sync', 'quorum')");
	const char *lag = value(looking,
	    "SELECT max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn))"
	    " FROM pg_stat_replication");
	const bool asked = wanted != NULL && *wanted != '\0';

	if (there == NULL || synchronous == NULL)
		return;
	tell(looking,
	    asked && strcmp(synchronous, "0") == 0 ? FINDING_POOR
						   : FINDING_GOOD,
	    "standbys",
	    arena_printf(looking->arena,
		"%s streaming as far as this role may see, %s synchronous%s, "
		"%s bytes behind",
		there, synchronous, asked ? " (asked for)" : "",
		lag != NULL ? lag : "no"));
}

static void
look_at_indexes(const struct looking *looking)
{
	const char *count = value(looking,
	    "SELECT count(*) FROM pg_index i JOIN pg_class c"
	    " ON c.oid = i.indexrelid WHERE c.relname LIKE 'dcr\\_%'"
	    " AND NOT i.indisvalid");
	const char *bytes =
	    value(looking, "SELECT pg_database_size(current_database())");

	if (count != NULL)
		tell(looking,
		    strcmp(count, "0") == 0 ? FINDING_GOOD : FINDING_BAD,
		    "indexes",
		    strcmp(count, "0") == 0
			? "all are valid"
			: "some are not valid: REINDEX makes them again");
	if (bytes != NULL)
		tell(looking, FINDING_GOOD, "disk",
		    arena_printf(looking->arena,
			"the database has %s bytes; how much room is left, "
			"its machine knows",
			bytes));
}

/* The number of dcr_tail is compared in C: its highest bit is turned. */
static bool
tail_is_behind(const struct looking *looking, int64_t *last)
{
	const char *key =
	    value(looking, "SELECT encode(key, 'escape') FROM dcr_audit"
			   " ORDER BY key DESC LIMIT 1");
	const char *tail = value(looking, "SELECT last FROM dcr_tail");
	uint64_t number = 0;

	*last = INT64_MIN;
	if (key != NULL && journal_number(key, &number))
		*last = (int64_t)(number ^ (uint64_t)1 << 63);
	return tail == NULL || strtoll(tail, NULL, 10) < *last;
}

static void
look_at_tail(const struct looking *looking)
{
	int64_t last;
	const char *sql;

	if (!tail_is_behind(looking, &last)) {
		tell(looking, FINDING_GOOD, "trail",
		    "dcr_tail is not behind the audit trail");
		return;
	}
	/* The least number cannot be written with a sign before it. */
	sql = arena_printf(looking->arena,
	    "INSERT INTO dcr_tail (one, last) VALUES (true, '%lld')"
	    " ON CONFLICT (one) DO UPDATE"
	    " SET last = greatest(dcr_tail.last, excluded.last)",
	    (long long)last);
	tell(looking,
	    looking->repair && mend(looking->p, sql) ? FINDING_MENDED
						     : FINDING_BAD,
	    "trail",
	    "dcr_tail is behind the audit trail: no record can be written");
}

static void
look_at_tables(const struct looking *looking)
{
	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
		check(looking, &checks[i]);
	look_at_tail(looking);
	look_at_indexes(looking);
}

static enum pgsql_outcome
connect_work(struct pgsql *p, struct pgsql_job *job)
{
	(void)p;
	(void)job;
	return PGSQL_DONE;
}

#define LOOK_MILLISECONDS 60000

enum stored
pgsql_examine(struct store *store, bool repair,
    void (*tell_finding)(void *context, const struct store_finding *finding),
    void *context)
{
	struct pgsql *p = (struct pgsql *)store;
	struct looking looking = {
	    p, arena_new(), tell_finding, context, repair && !p->frozen};
	struct pgsql_job job = {.work = connect_work, .name = "examine"};
	enum stored stored;

	if (!p->frozen)
		pgsql_drop(p);
	p->waived = true;
	stored = pgsql_run(p, &job);
	if (stored == STORED_OK) {
		pgsql_begin(p, LOOK_MILLISECONDS);
		(void)pgsql_sql(p, "SET statement_timeout = 60000", NULL);
		look_at_server(&looking);
		look_at_durability(&looking);
		look_at_standbys(&looking);
		if (look_at_migrations(&looking))
			look_at_tables(&looking);
	}
	arena_free(looking.arena);
	if (!p->frozen) {
		p->waived = false;
		pgsql_drop(p);
	}
	return stored;
}
