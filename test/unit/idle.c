/* SPDX-License-Identifier: ISC */
/* Which connection is next, and which one goes. */
#include <sys/socket.h>
#include <unistd.h>

#include "front/idle.h"
#include "test/unit/arena_setup.h"

static struct idle idle;
static int pairs[4][2];

static void
open_pairs(void)
{
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(
		    socketpair(AF_UNIX, SOCK_STREAM, 0, pairs[i]), 0);
	assert_true(idle_open(&idle, pairs[3][0]));
	for (size_t i = 0; i < 3; i++)
		assert_true(idle_put(&idle, i, pairs[i][0]));
}

static void
close_pairs(void)
{
	(void)close(idle.epoll);
	for (size_t i = 0; i < 4; i++) {
		(void)close(pairs[i][0]);
		(void)close(pairs[i][1]);
	}
}

static void
write_to(size_t pair)
{
	assert_int_equal(write(pairs[pair][1], "x", 1), 1);
}

static void
test_turns(void **state)
{
	(void)state;
	open_pairs();
	assert_int_equal(idle_wait(&idle, false, NULL), IDLE_NONE);
	write_to(0);
	write_to(2);
	write_to(3);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(idle_wait(&idle, false, NULL), 0);
		assert_int_equal(idle_wait(&idle, false, NULL), 2);
		assert_int_equal(idle_wait(&idle, false, NULL), IDLE_LISTENING);
	}
	(void)close(pairs[1][1]);
	assert_int_equal(idle_wait(&idle, false, NULL), 0);
	assert_int_equal(idle_wait(&idle, false, NULL), 2);
	assert_int_equal(idle_wait(&idle, false, NULL), IDLE_LISTENING);
	assert_int_equal(idle_wait(&idle, false, NULL), 1);
	close_pairs();
}

static void
test_closed(void **state)
{
	(void)state;
	open_pairs();
	write_to(0);
	write_to(3);
	assert_true(idle_put(&idle, IDLE_LISTENING, -1));
	assert_int_equal(idle_wait(&idle, false, NULL), 0);
	assert_int_equal(idle_wait(&idle, false, NULL), 0);
	(void)close(pairs[0][0]);
	assert_true(idle_put(&idle, 0, -1));
	assert_int_equal(idle_wait(&idle, false, NULL), IDLE_NONE);
	/* A new connection, of the same number. */
	assert_int_equal(dup2(pairs[3][0], pairs[0][0]), pairs[0][0]);
	assert_true(idle_put(&idle, 0, pairs[0][0]));
	assert_int_equal(idle_wait(&idle, false, NULL), 0);
	(void)close(pairs[0][0]);
	assert_false(idle_put(&idle, 0, pairs[0][0]));
	close_pairs();
}

static void
test_room(void **state)
{
	(void)state;
	open_pairs();
	assert_int_equal(idle_room(&idle), 3);
	for (size_t i = 3; i < LIMIT_CONNECTIONS; i++)
		assert_true(idle_put(&idle, i, pairs[2][0]));
	assert_int_equal(idle_room(&idle), 0);
	assert_true(idle_put(&idle, 0, pairs[0][0]));
	assert_int_equal(idle_room(&idle), 1);
	write_to(1);
	assert_int_equal(idle_wait(&idle, false, NULL), 1);
	assert_int_equal(idle_room(&idle), 2);
	write_to(0);
	write_to(2);
	assert_int_not_equal(idle_wait(&idle, false, NULL), IDLE_NONE);
	assert_int_equal(idle_room(&idle), IDLE_NONE);
	assert_true(idle_put(&idle, 5, -1));
	assert_int_equal(idle_room(&idle), 5);
	close_pairs();
}

int
main(void)
{
	const struct CMUnitTest places[] = {
	    TEST(test_turns),
	    TEST(test_closed),
	    TEST(test_room),
	};

	return cmocka_run_group_tests(places, NULL, NULL);
}
