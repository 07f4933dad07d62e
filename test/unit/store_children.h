/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_STORE_CHILDREN_H
#define TEST_UNIT_STORE_CHILDREN_H

#include "test/unit/store_world.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* Children that use one store; they tell how it went by their exit status,
 * for cmocka's own assertions would go on with the parent's tests. */

static inline struct store *
again(struct world *world)
{
	const char *why = "";
	struct store *store = store_open(world->uri, world->arena, &why);

	if (store == NULL)
		fail_msg("%s", why);
	return store;
}

/* A store is not taken along through fork(): close it before, open it after. */
static inline void
close_first(struct world *world)
{
	store_close(world->store);
	world->store = NULL;
}

static inline pid_t
start(void (*run)(struct world *, int number, int out), struct world *world,
    int number, int out)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid > 0)
		return pid;
	(void)alarm(60);
	world->store = again(world);
	run(world, number, out);
	_exit(99);
}

static inline int
ended(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* Adds `count` clients and tells each id after it was acknowledged. */
static inline void
write_many(struct world *world, int number, int out, int count)
{
	char line[24], software[16], id[16];

	for (int i = 0; i < count; i++) {
		struct client client = sample(id, software);
		struct stored_change add = {.client = &client,
		    .audit = id,
		    .jti = id,
		    .jti_issuer = "iss",
		    .jti_expires = 2000};

		(void)snprintf(id, sizeof id, "c%03d.%06d", number, i);
		(void)snprintf(software, sizeof software, "s%d", i % 7);
		(void)snprintf(line, sizeof line, "%s\n", id);
		if (world->store->ops->change(world->store, &add) != STORED_OK)
			_exit(97);
		if (write(out, line, strlen(line)) != (ssize_t)strlen(line))
			_exit(96);
	}
	store_close(world->store);
	_exit(0);
}

static inline bool
count_one(void *context, const struct client *client)
{
	(void)client;
	++*(size_t *)context;
	return true;
}

static inline size_t
count(struct store *store, enum stored_index index, const char *key)
{
	size_t number = 0;

	assert_int_equal(
	    rows_clients(store, index, key, count_one, &number), STORED_OK);
	return number;
}

struct ids {
	struct arena *arena;
	const char **ids;
	size_t count, room;
};

static inline void
list_id(struct ids *ids, const char *id)
{
	if (ids->count == ids->room) {
		ids->room = 2 * ids->room + 64;
		ids->ids = realloc(ids->ids, ids->room * sizeof *ids->ids);
		assert_non_null(ids->ids);
	}
	ids->ids[ids->count++] = arena_strdup(ids->arena, id);
}

static inline bool
list_client(void *context, const struct client *client)
{
	list_id(context, client->client_id);
	return true;
}

static inline bool
list_record(void *context, const struct stored_record *record)
{
	list_id(context, record->text);
	return true;
}

static inline int
by_id(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* Each client is in the audit trail once, and nobody else is: the texts of
 * the trail are the ids. */
static inline void
audited(struct store *store)
{
	struct arena *arena = arena_new();
	struct ids clients = {.arena = arena}, records = {.arena = arena};

	assert_int_equal(
	    rows_clients(store, INDEX_SOFTWARE, NULL, list_client, &clients),
	    STORED_OK);
	assert_int_equal(
	    rows_records(store, TABLE_AUDIT, NULL, list_record, &records),
	    STORED_OK);
	assert_int_equal(clients.count, records.count);
	qsort(records.ids, records.count, sizeof *records.ids, by_id);
	for (size_t i = 0; i < clients.count; i++)
		assert_string_equal(clients.ids[i], records.ids[i]);
	free(clients.ids);
	free(records.ids);
	arena_free(arena);
}

/* Both indexes list as many as there are. */
static inline size_t
consistent(struct store *store)
{
	const size_t all = count(store, INDEX_SOFTWARE, NULL);
	size_t sum = 0;

	for (char key[] = "s0"; key[1] < '7'; key[1]++)
		sum += count(store, INDEX_SOFTWARE, key);
	assert_int_equal(sum, all);
	assert_int_equal(count(store, INDEX_CERTIFICATE, "00ff"), all);
	audited(store);
	return all;
}

#endif
