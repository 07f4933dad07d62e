/* SPDX-License-Identifier: ISC */
/* A snapshot of a store: it stays as it is, and the store goes on. */
#include "test/unit/store_children.h"

#include <dirent.h>
#include <sys/stat.h>
#include <time.h>

static struct store *
snapshot(struct world *world)
{
	const char *why = "";
	struct store *taken =
	    world->store->ops->snapshot(world->store, world->arena, &why);

	if (taken == NULL)
		fail_msg("%s", why);
	return taken;
}

static size_t
folders(struct world *world)
{
	DIR *all = opendir(world->directory);
	const struct dirent *entry;
	size_t number = 0;

	assert_non_null(all);
	while ((entry = readdir(all)) != NULL)
		number += strncmp(entry->d_name, "snapshot.", 9) == 0;
	(void)closedir(all);
	return number;
}

/* A snapshot stays as it is, and the store goes on. */
static void
test_stays(void **state)
{
	struct world *world = *state;
	struct store *taken;
	struct client got;

	put(world->store, "a", "s0");
	put(world->store, "b", "s0");
	taken = snapshot(world);
	put(world->store, "c", "s0");
	assert_int_equal(drop(world->store, "a", 1), STORED_OK);
	assert_int_equal(count(taken, INDEX_SOFTWARE, NULL), 2);
	assert_int_equal(count(taken, INDEX_SOFTWARE, "s0"), 2);
	assert_int_equal(
	    taken->ops->get(taken, "a", world->arena, &got), STORED_OK);
	assert_int_equal(
	    taken->ops->get(taken, "c", world->arena, &got), STORED_MISSING);
	store_close(taken);
	assert_int_equal(count(world->store, INDEX_SOFTWARE, NULL), 2);
	assert_int_equal(folders(world), 0);
}

static void
test_refuses(void **state)
{
	struct world *world = *state;
	struct store *taken = snapshot(world);
	const struct client client = sample("a", "s0");
	const struct stored_row row = {
	    .table = TABLE_CLIENTS, .client = client};
	const struct stored_record seal = {"0000000000000001", "x"};
	const char *why = NULL;
	size_t at;

	assert_int_equal(
	    add_jti(taken, &client, "j", false, CLASH_NONE), STORED_UNABLE);
	assert_int_equal(taken->ops->seal(taken, &seal), STORED_UNABLE);
	assert_int_equal(taken->ops->load(taken, &row, 1, &at), STORED_UNABLE);
	assert_null(taken->ops->snapshot(taken, world->arena, &why));
	assert_non_null(why);
	assert_int_equal(count(taken, INDEX_SOFTWARE, NULL), 0);
	store_close(taken);
}

static void
write_on(struct world *world, int number, int out)
{
	write_many(world, number, out, 1000000);
}

static void
wait_for(struct world *world, size_t clients)
{
	const struct timespec wait = {.tv_nsec = 2000000};

	for (int i = 0; i < 20000; i++) {
		if (count(world->store, INDEX_SOFTWARE, NULL) >= clients)
			return;
		(void)nanosleep(&wait, NULL);
	}
	fail_msg("nobody writes");
}

/* Each client has its record in it, and the other way round, and both are in
 * the indexes, while others add and after some were killed doing so. */
static void
test_under_load(void **state)
{
	struct world *world = *state;
	int null = open("/dev/null", O_WRONLY);
	pid_t writers[2];
	size_t before = 0;

	close_first(world);
	for (int i = 0; i < 2; i++)
		writers[i] = start(write_on, world, i, null);
	for (int i = 0; i < 4; i++) {
		struct store *taken;
		size_t now;

		world->store = again(world);
		wait_for(world, before + 1);
		taken = snapshot(world);
		now = consistent(taken);
		assert_true(now > before);
		assert_int_equal(count(taken, INDEX_SOFTWARE, NULL), now);
		store_close(taken);
		before = now;
		/* Berkeley DB leaks what it closes in panic: not here. */
		close_first(world);
		if (i % 2 == 0)
			continue;
		assert_int_equal(kill(writers[i / 2], SIGKILL), 0);
		assert_int_equal(
		    waitpid(writers[i / 2], NULL, 0), writers[i / 2]);
	}
	(void)close(null);
	world->store = again(world);
	assert_true(consistent(world->store) >= before);
}

#define LARGE 32768
#define LARGE_ROWS 1500

/* A file of the log is full after some hundred of them. */
static void
write_large(struct world *world, int number, int out)
{
	static char metadata[LARGE];

	(void)out;
	memset(metadata, 'x', sizeof metadata - 1);
	for (int i = 0; i < LARGE_ROWS; i++) {
		const char *id =
		    arena_printf(world->arena, "c%d.%d", number, i);
		struct client client = sample(id, "s0");
		struct stored_change add = {.client = &client,
		    .audit = id,
		    .jti = id,
		    .jti_issuer = "iss",
		    .jti_expires = 2000};

		client.metadata = metadata;
		if (world->store->ops->change(world->store, &add) != STORED_OK)
			_exit(97);
	}
	store_close(world->store);
	_exit(0);
}

/* The log goes on to its next file while the file before is copied. */
static void
test_while_the_log_goes_on(void **state)
{
	struct world *world = *state;
	pid_t writer;

	close_first(world);
	writer = start(write_large, world, 0, -1);
	world->store = again(world);
	wait_for(world, 1);
	for (int i = 0; i < 8; i++) {
		struct store *taken = snapshot(world);

		(void)consistent(taken);
		store_close(taken);
	}
	close_first(world);
	assert_int_equal(kill(writer, SIGKILL), 0);
	assert_int_equal(waitpid(writer, NULL, 0), writer);
	world->store = again(world);
}

/* The log's beginning is long gone. */
static void
test_after_many(void **state)
{
	struct world *world = *state;
	static char metadata[32768];
	struct stored_row rows[100];
	struct store *taken;
	struct stat status;
	size_t at;

	memset(metadata, 'x', sizeof metadata - 1);
	for (int i = 0; i < 450; i++) {
		const char *id = arena_printf(world->arena, "c%d", i);
		struct stored_row *row = &rows[2 * (i % 50)];

		row->table = TABLE_CLIENTS;
		row->client = sample(id, "s0");
		row->client.metadata = metadata;
		row[1].table = TABLE_AUDIT;
		row[1].record = (struct stored_record){NULL, id};
		if (i % 50 == 49)
			assert_int_equal(world->store->ops->load(
					     world->store, rows, 100, &at),
			    STORED_OK);
	}
	assert_int_equal(stat(arena_printf(world->arena, "%s/log.0000000001",
				  world->directory),
			     &status),
	    -1);
	taken = snapshot(world);
	assert_int_equal(consistent(taken), 450);
	store_close(taken);
}

static void
die_with_one(struct world *world, int number, int out)
{
	const char *why = "";

	(void)out;
	if (world->store->ops->snapshot(world->store, world->arena, &why) ==
	    NULL)
		_exit(98);
	_exit(number);
}

/* What a process leaves that dies with one is removed by the next, but not
 * what somebody holds. */
static void
test_left_over(void **state)
{
	struct world *world = *state;
	struct store *first, *second;

	put(world->store, "a", "s0");
	close_first(world);
	assert_int_equal(ended(start(die_with_one, world, 7, -1)), 7);
	assert_int_equal(folders(world), 1);
	world->store = again(world);
	first = snapshot(world);
	assert_int_equal(folders(world), 1);
	second = snapshot(world);
	assert_int_equal(folders(world), 2);
	assert_int_equal(count(first, INDEX_SOFTWARE, NULL), 1);
	store_close(first);
	assert_int_equal(count(second, INDEX_SOFTWARE, NULL), 1);
	store_close(second);
	assert_int_equal(folders(world), 0);
}

#define ONE(test)                                             \
	{                                                     \
#test " bdb", test, setup_bdb, teardown, NULL \
	}

int
main(void)
{
	struct CMUnitTest tests[] = {
	    EACH_KIND(test_stays),
	    EACH_KIND(test_refuses),
	    ONE(test_under_load),
	    ONE(test_while_the_log_goes_on),
	    ONE(test_after_many),
	    ONE(test_left_over),
	};

	SKIP_WITHOUT_SERVER(tests);
	return cmocka_run_group_tests_name("store snapshot", tests, NULL, NULL);
}
