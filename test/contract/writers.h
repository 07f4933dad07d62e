/* SPDX-License-Identifier: ISC */
#ifndef TEST_CONTRACT_WRITERS_H
#define TEST_CONTRACT_WRITERS_H

#include "test/contract/world.h"

/* Who reads while others write sees what was there all the time, once and in
 * order, whatever comes and goes between it. */

#define KEPT 150
#define LOOKS 3

static int listener; /* the reader's end, which is its alone */

/* "k000" is there all the time; behind it "k000.N" comes, is replaced, and
 * goes. */
static void
come_and_go(struct world *world, int number, int out)
{
	struct store *store = world->store;
	char id[16];

	(void)signal(SIGPIPE, SIG_IGN);
	(void)close(listener);
	for (int i = 0;; i = (i + 7) % KEPT) {
		struct client client = sample(id, "s");
		struct stored_change change = {
		    .client = &client, .now = 1000, .audit = "come"};

		(void)snprintf(id, sizeof id, "k%03d.%d", i, number);
		if (store->ops->change(store, &change) != STORED_OK)
			_exit(97);
		client.version = 1;
		change.kind = CHANGE_REPLACE;
		client.certificate = "ab";
		if (store->ops->change(store, &change) != STORED_OK)
			_exit(96);
		client.version = 2;
		change.kind = CHANGE_REMOVE;
		if (store->ops->change(store, &change) != STORED_OK)
			_exit(95);
		/* The reader has closed its end. */
		if (write(out, "", 1) != 1)
			break;
	}
	store_close(store);
	_exit(0);
}

struct look {
	char last[20];
	size_t kept;
};

static bool
look_at_client(void *context, const struct client *client)
{
	struct look *look = context;

	assert_true(strcmp(look->last, client->client_id) < 0);
	(void)snprintf(look->last, sizeof look->last, "%s", client->client_id);
	look->kept += strlen(client->client_id) == 4;
	return true;
}

static bool
look_at_record(void *context, const struct stored_record *record)
{
	struct look *look = context;

	assert_true(strcmp(look->last, record->key) < 0);
	(void)snprintf(look->last, sizeof look->last, "%s", record->key);
	look->kept += strcmp(record->text, "kept") == 0;
	/* The others may write faster than this reads. */
	return look->kept < KEPT;
}

static void
look_often(struct store *store)
{
	for (int i = 0; i < LOOKS; i++) {
		struct look all = {"", 0}, some = {"", 0}, trail = {"", 0};

		assert_int_equal(rows_clients(store, INDEX_SOFTWARE, NULL,
				     look_at_client, &all),
		    STORED_OK);
		assert_int_equal(all.kept, KEPT);
		assert_int_equal(rows_clients(store, INDEX_CERTIFICATE, "00ff",
				     look_at_client, &some),
		    STORED_OK);
		assert_int_equal(some.kept, KEPT);
		assert_int_equal(rows_records(store, TABLE_AUDIT, NULL,
				     look_at_record, &trail),
		    STORED_OK);
		assert_int_equal(trail.kept, KEPT);
	}
}

static void
keep_some(struct store *store)
{
	char id[16];

	for (int i = 0; i < KEPT; i++) {
		struct client client = sample(id, "s");
		struct stored_change add = {
		    .client = &client, .now = 1000, .audit = "kept"};

		(void)snprintf(id, sizeof id, "k%03d", i);
		assert_int_equal(store->ops->change(store, &add), STORED_OK);
	}
}

static void
test_read_while_written(void **state)
{
	struct world *world = *state;
	pid_t writers[2];
	int pipes[2];
	char byte;

	keep_some(world->store);
	close_first(world);
	assert_int_equal(pipe(pipes), 0);
	listener = pipes[0];
	for (int i = 0; i < 2; i++) {
		writers[i] = start(come_and_go, world, i, pipes[1]);
		assert_int_equal(read(pipes[0], &byte, 1), 1);
	}
	world->store = again(world);
	look_often(world->store);
	/* The writers have been at it up to now. */
	for (int i = 0; i < 2; i++)
		assert_int_equal(kill(writers[i], 0), 0);
	(void)close(pipes[0]);
	(void)close(pipes[1]);
	for (int i = 0; i < 2; i++)
		assert_int_equal(ended(writers[i]), 0);
	assert_int_equal(count(world->store, INDEX_SOFTWARE, NULL), KEPT);
}

static bool
first_only(void *context, const struct stored_record *record)
{
	(void)record;
	++*(int *)context;
	return false;
}

/* A callback that has seen enough leaves nothing open behind it. */
static void
test_ends_early(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct client client = sample("k001", "s");
	int seen = 0;

	keep_some(store);
	for (int i = 0; i < 20; i++)
		assert_int_equal(
		    rows_records(store, TABLE_AUDIT, NULL, first_only, &seen),
		    STORED_OK);
	assert_int_equal(seen, 20);
	client.version = 1;
	assert_int_equal(replace(store, &client), STORED_OK);
	assert_int_equal(records(store), KEPT);
}

#endif
