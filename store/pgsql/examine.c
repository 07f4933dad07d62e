/* SPDX-License-Identifier: ISC */
/* Examines the tables for `dcr doctor`, and mends what it can. */
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "store/pgsql/private.h"

/*
 * Rows to count that should not be there. `mend` is what puts that right, in
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
	"every row is sound", "rows with a part of a name alone", NULL,
	FINDING_BAD},
    {"keys",
	"SELECT count(*) FROM dcr_keys WHERE length(kid) <> 43"
	" OR length(jwk) = 0",
	"every public key has a name", "rows without a public key or its name",
	"DELETE FROM dcr_keys WHERE length(kid) <> 43 OR length(jwk) = 0",
	FINDING_POOR},
    {"deliveries",
	"SELECT count(*) FROM dcr_deliveries WHERE length(key) = 0"
	" OR length(text) = 0",
	"every row is sound", "rows without a key or a text",
	"DELETE FROM dcr_deliveries WHERE length(key) = 0"
	" OR length(text) = 0",
	FINDING_POOR},
    {"journals",
	"SELECT (SELECT count(*) FROM dcr_audit WHERE length(key) <> 16)"
	" + (SELECT count(*) FROM dcr_seals WHERE length(key) <> 16)",
	"every key has 16 bytes", "records whose key has not 16 bytes", NULL,
	FINDING_BAD},
};

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
	const char *count = pgsql_value(looking, c->sql);
	enum finding_state state = c->state;

	if (count == NULL) {
		finding_say(&looking->listener, FINDING_BAD, c->what,
		    "cannot be read: %s", looking->p->why);
		return;
	}
	if (strcmp(count, "0") == 0) {
		finding_say(
		    &looking->listener, FINDING_GOOD, c->what, "%s", c->well);
		return;
	}
	if (looking->repair && c->mend != NULL && mend(looking->p, c->mend))
		state = FINDING_MENDED;
	finding_say(
	    &looking->listener, state, c->what, "%s %s", count, c->wrong);
}

static void
look_at_indexes(const struct looking *looking)
{
	const char *count = pgsql_value(looking,
	    "SELECT count(*) FROM pg_index i JOIN pg_class c"
	    " ON c.oid = i.indexrelid WHERE c.relname LIKE 'dcr\\_%'"
	    " AND NOT i.indisvalid");
	const char *bytes =
	    pgsql_value(looking, "SELECT pg_database_size(current_database())");

	if (count != NULL)
		finding_say(&looking->listener,
		    strcmp(count, "0") == 0 ? FINDING_GOOD : FINDING_BAD,
		    "indexes",
		    strcmp(count, "0") == 0
			? "all are valid"
			: "some are not valid: REINDEX makes them again");
	if (bytes != NULL)
		finding_say(&looking->listener, FINDING_GOOD, "disk",
		    "the database has %s bytes; how much room is left, "
		    "its machine knows",
		    bytes);
}

/* The newest key of the trail; "" where it is empty.  Read before the tail,
 * which meanwhile may only grow. */
static const char *
newest_key(const struct looking *looking)
{
	return pgsql_value(looking,
	    "SELECT coalesce((SELECT encode(key, 'escape') FROM dcr_audit"
	    " ORDER BY key DESC LIMIT 1), '')");
}

static bool
tail_is_behind(const char *key, const char *tail, int64_t *last)
{
	uint64_t number = 0;

	*last = INT64_MIN;
	if (journal_number(key, &number))
		*last = pgsql_signed(number);
	return strcmp(tail, "none") == 0 || strtoll(tail, NULL, 10) < *last;
}

static void
look_at_tail(const struct looking *looking)
{
	const char *sql, *key = newest_key(looking);
	const char *tail = pgsql_value(looking,
	    "SELECT coalesce((SELECT CAST(last AS text) FROM dcr_tail"
	    " WHERE one), 'none')");
	int64_t last;

	if (key == NULL || tail == NULL) {
		finding_say(&looking->listener, FINDING_BAD, "trail",
		    "cannot be read: %s", looking->p->why);
		return;
	}
	if (!tail_is_behind(key, tail, &last)) {
		finding_say(&looking->listener, FINDING_GOOD, "trail",
		    "dcr_tail is not behind the audit trail");
		return;
	}
	/* The least number cannot be written with a sign before it. */
	sql = arena_printf(looking->listener.arena,
	    "INSERT INTO dcr_tail (one, last) VALUES (true, '%lld')"
	    " ON CONFLICT (one) DO UPDATE"
	    " SET last = greatest(dcr_tail.last, excluded.last)",
	    (long long)last);
	finding_say(&looking->listener,
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

static enum upshot
connect_work(struct pgsql *p, struct pgsql_job *job)
{
	(void)p;
	(void)job;
	return PGSQL_DONE;
}

/* False: the tables are not there to be looked at. */
static bool
look_at_migrations(const struct looking *looking)
{
	const int64_t made = looking->p->migrations;
	const bool all = made == PGSQL_MIGRATIONS;

	finding_say(&looking->listener, all ? FINDING_GOOD : FINDING_BAD,
	    "migrations", "%lld of %d have been made%s", (long long)made,
	    PGSQL_MIGRATIONS,
	    all			      ? ""
	    : made < PGSQL_MIGRATIONS ? ": run dcr migrate"
				      : ": this dcr is too old");
	return all;
}

#define LOOK_MILLISECONDS 60000

enum stored
pgsql_examine(
    struct store *store, bool repair, store_finding_fn *tell, void *context)
{
	struct pgsql *p = (struct pgsql *)store;
	struct looking looking = {
	    p, repair && !p->frozen, {tell, context, arena_new()}};
	struct pgsql_job job = {.work = connect_work, .name = "examine"};
	enum stored stored;

	if (!p->frozen)
		pgsql_drop(p);
	p->waived = true;
	stored = pgsql_run(p, &job);
	if (stored == STORED_OK) {
		pgsql_begin(p, LOOK_MILLISECONDS);
		(void)pgsql_sql(p, "SET statement_timeout = 60000", NULL);
		pgsql_look_at_server(&looking);
		if (look_at_migrations(&looking))
			look_at_tables(&looking);
	}
	arena_free(looking.listener.arena);
	if (!p->frozen) {
		p->waived = false;
		pgsql_drop(p);
	}
	return stored;
}
