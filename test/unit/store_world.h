/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_STORE_WORLD_H
#define TEST_UNIT_STORE_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kit/arena.h"
#include "store/lib/rows.h"
#include "test/store/kinds.h"
#include "test/unit/store_pgsql.h"

/* A store of each kind for each test: the contract is kept by all of them in
 * the same words. */
struct world {
	const char *kind;
	const char *uri; /* what the store was opened by */
	char directory[64];
	struct arena *arena;
	struct store *store;
};

static inline int
setup(void **state, const char *kind)
{
	struct world *world = calloc(1, sizeof *world);
	const char *where = getenv("TMPDIR"), *why = "";

	assert_non_null(world);
	(void)snprintf(world->directory, sizeof world->directory,
	    "%.40s/dcr-store-XXXXXX", where == NULL ? "/tmp" : where);
	assert_non_null(mkdtemp(world->directory));
	world->kind = kind;
	world->arena = arena_new();
	world->uri = arena_printf(world->arena, "%s:%s", kind,
	    strcmp(kind, "bdb") == 0 ? world->directory : "");
	if (strcmp(kind, "postgresql") == 0)
		world->uri = pgsql_uri(world->arena);
	world->store = store_open(world->uri, world->arena, &why);
	if (world->store == NULL)
		fail_msg("%s", why);
	if (strcmp(kind, "postgresql") == 0)
		pgsql_make_tables(world->arena, world->store);
	*state = world;
	return 0;
}

static inline int
setup_bdb(void **state)
{
	return setup(state, "bdb");
}

static inline int
setup_memory(void **state)
{
	return setup(state, "memory");
}

static inline int
setup_postgresql(void **state)
{
	(void)pgsql_server();
	return setup(state, "postgresql");
}

static inline void
skip_it(void **state)
{
	(void)state;
	skip();
}

/* What asks PostgreSQL is skipped where test/run has found none to start. */
static inline void
skip_without_server(struct CMUnitTest *tests, size_t many)
{
	if (getenv("DCR_TEST_POSTGRESQL") != NULL)
		return;
	for (size_t i = 0; i < many; i++)
		if (tests[i].setup_func == setup_postgresql)
			tests[i] = (struct CMUnitTest){
			    tests[i].name, skip_it, NULL, NULL, NULL};
}

#define SKIP_WITHOUT_SERVER(tests) \
	skip_without_server(tests, sizeof(tests) / sizeof(*(tests)))

static inline int
teardown(void **state)
{
	struct world *world = *state;
	char command[128];

	store_close(world->store);
	(void)snprintf(command, sizeof command, "rm -r %s", world->directory);
	assert_int_equal(system(command), 0);
	arena_free(world->arena);
	free(world);
	return 0;
}

static inline struct client
sample(const char *client_id, const char *software)
{
	const struct client client = {
	    .client_id = client_id,
	    .software = software,
	    .certificate = "00ff",
	    .registered = 1000,
	    .changed = 1001,
	    .version = 77,
	    .state_since = 1000,
	    .state_why = "",
	    .subject = "",
	    .issuer = "",
	    .state_by = "",
	    .profile = "",
	    .metadata = "{\"client_name\":\"x\"}",
	};

	return client;
}

struct spent_reader {
	bool (*each)(void *context, const struct stored_spent *spent);
	void *context;
};

static inline bool
hand_spent(void *context, const struct stored_row *row)
{
	const struct spent_reader *reader = context;

	return reader->each(reader->context, &row->spent);
}

static inline enum stored
rows_spent(struct store *store,
    bool (*each)(void *context, const struct stored_spent *spent),
    void *context)
{
	struct spent_reader reader = {each, context};

	return rows_all(store, TABLE_SPENT, hand_spent, &reader);
}

static inline enum stored
add_jti(struct store *store, const struct client *client, const char *jti,
    bool once, enum stored_clash clash)
{
	struct stored_change add = {
	    .kind = CHANGE_ADD,
	    .client = client,
	    .jti = jti,
	    .jti_issuer = "iss",
	    .jti_expires = 2000,
	    .software_once = once,
	    .now = client->registered,
	    .clash = CLASH_CLIENT_ID,
	};
	const enum stored stored = store->ops->change(store, &add);

	assert_int_equal(add.clash, clash);
	return stored;
}

static inline enum stored
replace(struct store *store, const struct client *client)
{
	struct stored_change change = {
	    .kind = CHANGE_REPLACE,
	    .client = client,
	    .now = 1000,
	    .clash = CLASH_CLIENT_ID,
	};
	const enum stored stored = store->ops->change(store, &change);

	assert_int_equal(change.clash,
	    stored == STORED_CONFLICT ? CLASH_VERSION : CLASH_NONE);
	return stored;
}

static inline enum stored
drop(struct store *store, const char *client_id, uint64_t version)
{
	const struct client client = {
	    .client_id = client_id, .version = version};
	struct stored_change change = {
	    .kind = CHANGE_REMOVE,
	    .client = &client,
	    .now = 1000,
	    .clash = CLASH_CLIENT_ID,
	};
	const enum stored stored = store->ops->change(store, &change);

	assert_int_equal(change.clash,
	    stored == STORED_CONFLICT ? CLASH_VERSION : CLASH_NONE);
	return stored;
}

static inline void
put(struct store *store, const char *client_id, const char *software)
{
	const struct client client = sample(client_id, software);

	assert_int_equal(
	    add_jti(store, &client, NULL, false, CLASH_NONE), STORED_OK);
}

static inline enum stored
note(struct store *store, const char *source, unsigned most)
{
	struct stored_change change = {
	    .kind = CHANGE_NOTE,
	    .now = 1000,
	    .audit = "{}",
	    .note_source = source,
	    .note_most = most,
	    .clash = CLASH_CLIENT_ID,
	};
	const enum stored stored = store->ops->change(store, &change);

	assert_int_equal(
	    change.clash, stored == STORED_CONFLICT ? CLASH_NOTES : CLASH_NONE);
	return stored;
}

/* A test of the stores that are in a process's memory or on its machine. */
#define BOTH(test)                                                  \
	{#test " bdb", test, setup_bdb, teardown, NULL},            \
	{                                                           \
#test " memory", test, setup_memory, teardown, NULL \
	}

/* A test of each kind, also PostgreSQL where the program has it; and a test of
 * the kinds that several processes may use at once. */
#ifdef DCR_POSTGRESQL
#define EACH_KIND(test)                                                     \
	BOTH(test),                                                         \
	{                                                                   \
#test " postgresql", test, setup_postgresql, teardown, NULL \
	}
#define SHARED(test)                                                        \
	{#test " bdb", test, setup_bdb, teardown, NULL},                    \
	{                                                                   \
#test " postgresql", test, setup_postgresql, teardown, NULL \
	}
#else
#define EACH_KIND(test) BOTH(test)
#define SHARED(test)                                          \
	{                                                     \
#test " bdb", test, setup_bdb, teardown, NULL \
	}
#endif

#endif
