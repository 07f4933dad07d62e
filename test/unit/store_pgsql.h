/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_STORE_PGSQL_H
#define TEST_UNIT_STORE_PGSQL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "kit/arena.h"
#include "store/store.h"

/*
 * The server that test/run has started, which DCR_TEST_POSTGRESQL is the
 * connection string of.  Each program has a schema of its own, and each test
 * finds the tables empty; one that changes the tables themselves leaves them
 * behind, and the next one begins with others.
 */

#ifdef DCR_POSTGRESQL

#include <dlfcn.h>

#include <libpq-fe.h>

static inline void *
pgsql_call(const char *name)
{
	static void *library;
	void *call;

	if (library == NULL)
		library = dlopen("libpq.so.5", RTLD_NOW);
	assert_non_null(library);
	call = dlsym(library, name);
	assert_non_null(call);
	return call;
}

#define PGSQL_CALL(name) ((__typeof__(name) *)pgsql_call(#name))

/* The first value of the answer, or ""; the arena's. */
static inline const char *
pgsql_query(struct arena *arena, const char *conninfo, const char *sql)
{
	static PGconn *connection;
	static char *of;
	const char *text = "";
	PGresult *result;

	if (connection == NULL || strcmp(of, conninfo) != 0) {
		if (connection != NULL)
			PGSQL_CALL(PQfinish)(connection);
		free(of);
		of = strdup(conninfo);
		connection = PGSQL_CALL(PQconnectdb)(conninfo);
	}
	result = PGSQL_CALL(PQexec)(connection, sql);
	if (PGSQL_CALL(PQresultStatus)(result) != PGRES_COMMAND_OK &&
	    PGSQL_CALL(PQresultStatus)(result) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PGSQL_CALL(PQerrorMessage)(connection));
	if (PGSQL_CALL(PQntuples)(result) > 0)
		text =
		    arena_strdup(arena, PGSQL_CALL(PQgetvalue)(result, 0, 0));
	PGSQL_CALL(PQclear)(result);
	return text;
}

#else

static inline const char *
pgsql_query(struct arena *arena, const char *conninfo, const char *sql)
{
	(void)arena;
	(void)conninfo;
	(void)sql;
	fail_msg("built without PostgreSQL");
	return "";
}

#endif

static inline const char *
pgsql_server(void)
{
	const char *server = getenv("DCR_TEST_POSTGRESQL");

	if (server == NULL)
		fail_msg("DCR_TEST_POSTGRESQL is not set: see test/run");
	return server;
}

static unsigned pgsql_schemas; /* that were left behind */
static bool pgsql_ready_made;
static bool pgsql_spoilt; /* by this test */

static inline const char *
pgsql_schema(struct arena *arena)
{
	static pid_t of; /* children use their parent's */

	if (of == 0)
		of = getpid();
	return arena_printf(arena, "t%d_%u", (int)of, pgsql_schemas);
}

/* Of a test that begins. */
static inline const char *
pgsql_uri(struct arena *arena)
{
	if (pgsql_spoilt) {
		pgsql_schemas++;
		pgsql_spoilt = pgsql_ready_made = false;
	}
	return arena_printf(arena, "postgresql:%s options='-c search_path=%s'",
	    pgsql_server(), pgsql_schema(arena));
}

static inline void
pgsql_ignore_step(void *context, const char *step)
{
	(void)context;
	(void)step;
}

/* The tables, empty, for this store, which was opened by pgsql_uri. */
static inline void
pgsql_make_tables(struct arena *arena, struct store *store)
{
	if (!pgsql_ready_made) {
		(void)pgsql_query(arena, pgsql_server(),
		    arena_printf(
			arena, "CREATE SCHEMA %s", pgsql_schema(arena)));
		assert_int_equal(
		    store->ops->migrate(store, pgsql_ignore_step, NULL),
		    STORED_OK);
		pgsql_ready_made = true;
		return;
	}
	(void)pgsql_query(arena, pgsql_server(),
	    arena_printf(arena,
		"SET search_path = %s;"
		"DELETE FROM dcr_clients; DELETE FROM dcr_software;"
		"DELETE FROM dcr_spent; DELETE FROM dcr_notes;"
		"DELETE FROM dcr_audit; DELETE FROM dcr_seals; DELETE FROM "
		"dcr_deliveries;"
		"UPDATE dcr_tail SET last = -9223372036854775808",
		pgsql_schema(arena)));
}

#endif
