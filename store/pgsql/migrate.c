/* SPDX-License-Identifier: ISC */
/*
 * Brings the tables to the form that this program needs, step by step.  Each
 * step is a transaction, which first inserts its number into dcr_migrations.
 * Of two that run at once the second waits there for the first, and then finds
 * that there is nothing left to do.
 */
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/log.h"
#include "store/pgsql/private.h"

#define STEP_MILLISECONDS 600000
#define ATTEMPTS 5

/* One step from an empty database to the tables that we need; its number is
 * its place in the list, from 1.  What was released is never changed: what
 * the tables shall be from now on is a further step. */
struct migration {
	const char *name; /* what it makes, for people */
	const char *sql;  /* statements, in one transaction */
};

/*
 * dcr_software has a row for each software that has a client, and is there to
 * be locked: see change.c.  dcr_tail has one row, the last key of the
 * audit trail, as a number with its highest bit turned: see journal.c.
 * head, digest and rest are the name of a spent jti: see spend.c.
 */
static const struct migration migrations[PGSQL_MIGRATIONS] = {
    {"clients", "CREATE TABLE dcr_clients ("
		" client_id bytea PRIMARY KEY,"
		" software bytea NOT NULL,"
		" certificate bytea NOT NULL,"
		" registered bigint NOT NULL,"
		" changed bigint NOT NULL,"
		" version bigint NOT NULL,"
		" suspended boolean NOT NULL,"
		" state_since bigint NOT NULL,"
		" state_why bytea NOT NULL,"
		" token bytea,"
		" metadata bytea NOT NULL);"
		"CREATE INDEX dcr_clients_by_software"
		" ON dcr_clients (software, client_id);"
		"CREATE INDEX dcr_clients_by_certificate"
		" ON dcr_clients (certificate, client_id);"
		"CREATE INDEX dcr_clients_suspended"
		" ON dcr_clients (software) WHERE suspended;"
		"CREATE TABLE dcr_software ("
		" software bytea PRIMARY KEY,"
		" changes bigint NOT NULL)"},
    {"spent jtis and counted refusals",
	"CREATE TABLE dcr_spent ("
	" head bytea NOT NULL,"
	" digest bytea NOT NULL,"
	" rest bytea NOT NULL,"
	" expires bigint NOT NULL,"
	" mark bytea NOT NULL,"
	" PRIMARY KEY (head, digest));"
	"CREATE INDEX dcr_spent_by_end ON dcr_spent (expires);"
	"CREATE TABLE dcr_notes ("
	" source bytea PRIMARY KEY,"
	" day bigint NOT NULL,"
	" count bigint NOT NULL);"
	"CREATE INDEX dcr_notes_by_day ON dcr_notes (day)"},
    {"the audit trail and its seals", "CREATE TABLE dcr_audit ("
				      " key bytea PRIMARY KEY,"
				      " text bytea NOT NULL);"
				      "CREATE TABLE dcr_seals ("
				      " key bytea PRIMARY KEY,"
				      " text bytea NOT NULL);"
				      "CREATE TABLE dcr_tail ("
				      " one boolean PRIMARY KEY,"
				      " last bigint NOT NULL);"
				      "INSERT INTO dcr_tail (one, last)"
				      " VALUES (true, -9223372036854775808)"},
    {"when a client's tokens were withdrawn",
	"ALTER TABLE dcr_clients"
	" ADD COLUMN withdrawn bigint NOT NULL DEFAULT 0"},
    {"the public keys of all machines", "CREATE TABLE dcr_keys ("
					" kid bytea PRIMARY KEY,"
					" jwk bytea NOT NULL,"
					" until bigint NOT NULL)"},
    {"the names of a client's certificate, and who set its state",
	"ALTER TABLE dcr_clients"
	" ADD COLUMN subject bytea NOT NULL DEFAULT '',"
	" ADD COLUMN issuer bytea NOT NULL DEFAULT '',"
	" ADD COLUMN state_by bytea NOT NULL DEFAULT ''"},
    {"what is left to deliver", "CREATE TABLE dcr_deliveries ("
				" key bytea PRIMARY KEY,"
				" text bytea NOT NULL)"},
    {"what judged a client, when it expires, and whether it waits",
	"ALTER TABLE dcr_clients"
	" ADD COLUMN profile bytea NOT NULL DEFAULT '',"
	" ADD COLUMN expires bigint NOT NULL DEFAULT 0,"
	" ADD COLUMN pending boolean NOT NULL DEFAULT false"},
};

struct stepping {
	size_t index;
	bool done; /* by us */
};

/* Two that make the list at once may both find that it is not there, and one of
 * them then fails on the server's own catalogue, in one of these ways. */
static bool
was_slower(const char *why)
{
	return strncmp(why, "23505", 5) == 0 || strncmp(why, "42710", 5) == 0 ||
	       strncmp(why, "42P07", 5) == 0;
}

static enum upshot
make_list(struct pgsql *p)
{
	enum upshot outcome = PGSQL_FAILED;

	for (int i = 0; i < ATTEMPTS && outcome == PGSQL_FAILED; i++) {
		outcome = pgsql_sql(p,
		    "CREATE TABLE IF NOT EXISTS dcr_migrations ("
		    " number bigint PRIMARY KEY,"
		    " name bytea NOT NULL)",
		    NULL);
		if (!was_slower(p->why))
			break;
	}
	return outcome;
}

static enum upshot
make_list_work(struct pgsql *p, struct pgsql_job *job)
{
	(void)job;
	return make_list(p);
}

static enum upshot
step_work(struct pgsql *p, struct pgsql_job *job)
{
	struct stepping *stepping = job->argument;
	const struct migration *step = &migrations[stepping->index];
	struct pgsql_values values = {.count = 0};
	enum upshot outcome;
	int64_t rows = 0;

	pgsql_number(&values, (int64_t)stepping->index + 1);
	pgsql_text(&values, step->name);
	outcome = pgsql_sql(p,
	    "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 60000",
	    NULL);
	if (outcome == PGSQL_DONE)
		outcome = pgsql_do(p, INSERT_MIGRATION, &values, &rows);
	stepping->done = rows > 0;
	if (outcome != PGSQL_DONE || !stepping->done)
		return outcome;
	return pgsql_sql(p, step->sql, NULL);
}

/* Fails when the tables are newer than this program. */
static enum upshot
look_work(struct pgsql *p, struct pgsql_job *job)
{
	(void)job;
	if (p->migrations > PGSQL_MIGRATIONS) {
		pgsql_say(p, "the tables were made by a newer dcr migrate "
			     "than this one");
		return PGSQL_FAILED;
	}
	return PGSQL_DONE;
}

static void
tell_step(
    void (*tell)(void *context, const char *step), void *context, size_t index)
{
	struct arena *arena = arena_new();

	tell(context,
	    arena_printf(arena, "%zu %s", index + 1, migrations[index].name));
	arena_free(arena);
}

static enum stored
take_steps(struct pgsql *p, void (*tell)(void *context, const char *step),
    void *context)
{
	struct pgsql_job list = {.work = make_list_work, .name = "migrate"};
	enum stored stored = pgsql_run(p, &list);

	for (size_t i = 0; stored == STORED_OK && i < PGSQL_MIGRATIONS; i++) {
		struct stepping stepping = {.index = i};
		struct pgsql_job job = {.work = step_work,
		    .argument = &stepping,
		    .name = "migrate",
		    .milliseconds = STEP_MILLISECONDS,
		    .writes = true};

		stored = pgsql_run(p, &job);
		if (stored == STORED_OK && stepping.done)
			tell_step(tell, context, i);
	}
	return stored;
}

/* A snapshot tells the steps, and takes none. */
enum stored
pgsql_migrate(struct store *store,
    void (*tell)(void *context, const char *step), void *context)
{
	struct pgsql *p = (struct pgsql *)store;
	struct pgsql_job look = {.work = look_work, .name = "migrate"};
	enum stored stored;

	p->waived = true;
	stored = pgsql_run(p, &look);
	if (stored == STORED_OK && p->frozen)
		for (size_t i = (size_t)p->migrations; i < PGSQL_MIGRATIONS;
		     i++)
			tell_step(tell, context, i);
	else if (stored == STORED_OK && p->migrations < PGSQL_MIGRATIONS)
		stored = take_steps(p, tell, context);
	if (!p->frozen) {
		p->waived = false;
		pgsql_drop(p);
	}
	return stored;
}
