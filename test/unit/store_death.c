/* SPDX-License-Identifier: ISC */
/* Writers that are killed: what was acknowledged is there. */
#include "test/unit/store_children.h"

#include <time.h>

static void
write_on(struct world *world, int number, int out)
{
	write_many(world, number, out, 100000);
}

static void
pause_milliseconds(long milliseconds)
{
	const struct timespec wait = {.tv_nsec = milliseconds * 1000000};

	(void)nanosleep(&wait, NULL);
}

static void
slay(pid_t pid)
{
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

#define KILLS 12

static void
kill_writers(struct world *world, int out)
{
	pid_t writers[3];

	for (int i = 0; i < 3; i++)
		writers[i] = start(write_on, world, i, out);
	for (int i = 3; i < KILLS; i++) {
		pause_milliseconds(23 + 11 * i);
		slay(writers[i % 3]);
		writers[i % 3] = start(write_on, world, i, out);
	}
	/* The last three die one after the other, and nobody comes anew. */
	for (int i = 0; i < 3; i++) {
		pause_milliseconds(80);
		slay(writers[i]);
	}
}

/* What was acknowledged is there; the one that each writer was about may. */
static void
test_killed_writers(void **state)
{
	struct world *world = *state;
	FILE *told = tmpfile();
	char id[16];
	struct client got;
	size_t acknowledged = 0, all;

	assert_non_null(told);
	assert_int_equal(fcntl(fileno(told), F_SETFL, O_APPEND), 0);
	close_first(world);
	kill_writers(world, fileno(told));
	world->store = again(world);
	all = consistent(world->store);
	rewind(told);
	while (fscanf(told, "%15s", id) == 1) {
		acknowledged++;
		if (world->store->ops->get(
			world->store, id, world->arena, &got) != STORED_OK)
			fail_msg("%s was acknowledged and is lost", id);
	}
	(void)fclose(told);
	assert_true(acknowledged > 50);
	assert_in_range(all, acknowledged, acknowledged + KILLS);
}

static void
must_put(struct store *store, const char *client_id)
{
	const struct client client = sample(client_id, "s0");
	struct stored_change add = {.client = &client, .audit = client_id};

	if (store->ops->change(store, &add) != STORED_OK)
		_exit(95);
}

static void
survive(struct world *world, int number, int out)
{
	char id[16];

	for (int i = 0; i < 8; i++) {
		pid_t writer;

		close_first(world);
		writer = start(write_on, world, 10 + i, out);
		world->store = again(world);
		(void)snprintf(id, sizeof id, "before%d", i);
		must_put(world->store, id);
		pause_milliseconds(30 + 7 * i);
		slay(writer);
		(void)snprintf(id, sizeof id, "after%d", i);
		must_put(world->store, id);
	}
	store_close(world->store);
	_exit(number);
}

/* Those who live on must get on, though nobody opens the store anew.  In a
 * process of its own, because Berkeley DB leaks what it closes in panic. */
static void
test_survivor(void **state)
{
	struct world *world = *state;
	int null = open("/dev/null", O_WRONLY);

	close_first(world);
	assert_int_equal(ended(start(survive, world, 7, null)), 7);
	(void)close(null);
	world->store = again(world);
	assert_true(consistent(world->store) > 16);
}

static void
hold(struct world *world, int number, int out)
{
	(void)number;
	must_put(world->store, "held");
	(void)!write(out, "x", 1);
	for (;;)
		(void)pause();
}

/* A process that died between two calls leaves nothing behind. */
static void
test_idle_death(void **state)
{
	struct world *world = *state;
	int pipes[2];
	char byte;
	pid_t holder;

	close_first(world);
	assert_int_equal(pipe(pipes), 0);
	holder = start(hold, world, 0, pipes[1]);
	assert_int_equal(read(pipes[0], &byte, 1), 1);
	slay(holder);
	world->store = again(world);
	put(world->store, "next", "s0");
	assert_int_equal(count(world->store, INDEX_SOFTWARE, "s0"), 2);
	(void)close(pipes[0]);
	(void)close(pipes[1]);
}

static bool
take_text(void *context, const struct stored_record *record)
{
	(void)snprintf(context, 32, "%s", record->text);
	return false;
}

/* Counts on, and says each number that was written; both rows have it. */
static void
deliver_on(struct world *world, int number, int out)
{
	struct store *store = world->store;
	char was[32], text[32];
	const struct stored_delivery is = {"as", was},
				     rows[] = {{"as", text}, {"as a", text}};
	enum stored stored = STORED_OK;

	(void)number;
	while (stored == STORED_OK || stored == STORED_CONFLICT) {
		*was = '\0';
		stored =
		    rows_records(store, TABLE_DELIVERIES, NULL, take_text, was);
		if (stored != STORED_OK)
			break;
		(void)snprintf(text, sizeof text, "%d", atoi(was) + 1);
		stored = store->ops->deliver(store, &is, rows, 2);
		if (stored == STORED_OK)
			(void)dprintf(out, "%s\n", text);
	}
	_exit(94);
}

static bool
both_have(void *context, const struct stored_record *record)
{
	assert_string_equal(record->text, context);
	return true;
}

/* And all were, but for those that a writer was about when it died. */
static void
each_told_once(FILE *told, int last)
{
	bool *seen = calloc((size_t)last + 1, sizeof *seen);
	int number, count = 0;

	assert_non_null(seen);
	rewind(told);
	while (fscanf(told, "%d", &number) == 1) {
		assert_in_range(number, 1, last);
		assert_false(seen[number]);
		seen[number] = true;
		count++;
	}
	assert_in_range(count, last - KILLS, last);
	free(seen);
}

/* No number was written twice, and neither row alone. */
static void
test_killed_deliveries(void **state)
{
	struct world *world = *state;
	const struct stored_delivery rows[] = {{"as", "0"}, {"as a", "0"}};
	FILE *told = tmpfile();
	pid_t writers[3];
	char last[32] = "";

	assert_non_null(told);
	assert_int_equal(fcntl(fileno(told), F_SETFL, O_APPEND), 0);
	assert_int_equal(
	    world->store->ops->deliver(world->store, NULL, rows, 2), STORED_OK);
	close_first(world);
	for (int i = 0; i < 3; i++)
		writers[i] = start(deliver_on, world, i, fileno(told));
	for (int i = 3; i < KILLS; i++) {
		pause_milliseconds(23 + 11 * i);
		slay(writers[i % 3]);
		writers[i % 3] = start(deliver_on, world, i, fileno(told));
	}
	for (int i = 0; i < 3; i++)
		slay(writers[i]);
	world->store = again(world);
	assert_int_equal(
	    rows_records(world->store, TABLE_DELIVERIES, NULL, take_text, last),
	    STORED_OK);
	assert_int_equal(
	    rows_records(world->store, TABLE_DELIVERIES, NULL, both_have, last),
	    STORED_OK);
	assert_true(atoi(last) > 50);
	each_told_once(told, atoi(last));
	(void)fclose(told);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		test_killed_writers, setup_bdb, teardown),
	    cmocka_unit_test_setup_teardown(test_survivor, setup_bdb, teardown),
	    cmocka_unit_test_setup_teardown(
		test_idle_death, setup_bdb, teardown),
	    cmocka_unit_test_setup_teardown(
		test_killed_deliveries, setup_bdb, teardown),
	};

	return cmocka_run_group_tests_name("store death", tests, NULL, NULL);
}
