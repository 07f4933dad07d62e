/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_STORE_PGSQL_H
#define TEST_UNIT_STORE_PGSQL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "kit/arena.h"
#include "store/store.h"

/*
 * The server that test/run has started, which DCR_TEST_POSTGRESQL is the
 * connection string of; without it the tests that need it are skipped.  Each
 * test has a schema of its own.
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
		skip();
	return server;
}

/* What a store in that schema is opened by. */
static inline const char *
pgsql_schema(struct arena *arena, const char *schema)
{
	return arena_printf(
	    arena, "%s options='-c search_path=%s'", pgsql_server(), schema);
}

static inline void
pgsql_ignore_step(void *context, const char *step)
{
	(void)context;
	(void)step;
}

/* Makes the schema, without the tables in it; the store's URI. */
static inline const char *
pgsql_make_schema(struct arena *arena, const char *schema)
{
	(void)pgsql_query(arena, pgsql_server(),
	    arena_printf(arena, "CREATE SCHEMA %s", schema));
	return arena_printf(
	    arena, "postgresql:%s", pgsql_schema(arena, schema));
}

static inline void
pgsql_drop_schema(struct arena *arena, const char *schema)
{
	(void)pgsql_query(arena, pgsql_server(),
	    arena_printf(arena,
		"SET client_min_messages = warning; DROP SCHEMA %s CASCADE",
		schema));
}

#endif
