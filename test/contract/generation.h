/* SPDX-License-Identifier: ISC */
#ifndef TEST_CONTRACT_GENERATION_H
#define TEST_CONTRACT_GENERATION_H

#include "test/contract/world.h"
#include "test/unit/store_moving.h"
#include "test/unit/store_spending.h"

#include <sys/socket.h>

/* The number by which those who remember what the store said find out that it
 * would say something else. */

/* Whether it tells.  A store that others reach over the network may say 0, that
 * it is unable to. */
static bool
tells(struct world *world)
{
	if (generation(world->store) != 0)
		return true;
	assert_string_equal(world->kind, "postgresql");
	return false;
}

static void
test_moves(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct client client = sample("a", "s");
	uint64_t number = generation(store);

	if (!tells(*state))
		return;
	put(store, "a", "s");
	moved(store, &number);
	client.version = 1;
	client.state = CLIENT_SUSPENDED;
	assert_int_equal(replace(store, &client), STORED_OK);
	moved(store, &number);
	assert_int_equal(revoke_jti(store, "j", 2000, 1000), STORED_OK);
	moved(store, &number);
	assert_int_equal(drop(store, "a", 2), STORED_OK);
	moved(store, &number);
}

static void
look_at_all(struct world *world)
{
	const struct store_ops *ops = world->store->ops;
	struct client got;

	assert_int_equal(
	    ops->get(world->store, "a", world->arena, &got), STORED_OK);
	assert_int_equal(
	    ops->get(world->store, "b", world->arena, &got), STORED_MISSING);
	assert_int_equal(
	    ops->spent(world->store, "iss", "none", 1000), STORED_MISSING);
	assert_int_equal(count(world->store, INDEX_SOFTWARE, NULL), 1);
}

/* What comes with each request must not move it: nothing would be
 * remembered. */
static void
test_stays(void **state)
{
	struct world *world = *state;
	struct store *store = world->store;
	const struct stored_record seal = {"0000000000000001", "x"};
	uint64_t number;

	put(store, "a", "s");
	number = generation(store);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(generation(store), number);
	look_at_all(world);
	assert_int_equal(spend_jti(store, "j", 2000, 1000), STORED_OK);
	assert_int_equal(spend_jti(store, "j", 2000, 1000), STORED_CONFLICT);
	assert_int_equal(note(store, "x", 1), STORED_OK);
	assert_int_equal(note(store, "x", 1), STORED_CONFLICT);
	assert_int_equal(store->ops->seal(store, &seal), STORED_OK);
	assert_int_equal(generation(store), number);
}

struct remembered {
	uint64_t number;
	uint64_t version; /* of "a" */
	enum client_state state;
};

/* As an authorizer would. */
static bool
remember(struct world *world, struct remembered *remembered)
{
	const uint64_t number = generation(world->store);
	struct client got;

	if (number == 0)
		_exit(95);
	if (number == remembered->number)
		return true;
	remembered->number = number;
	if (world->store->ops->get(world->store, "a", world->arena, &got) !=
	    STORED_OK)
		_exit(94);
	remembered->version = got.version;
	remembered->state = got.state;
	return false;
}

#define ROUNDS 50

static void
say_version(int line, unsigned char version)
{
	if (write(line, &version, 1) != 1)
		_exit(98);
}

static void
check_watched(
    struct world *world, struct remembered *remembered, unsigned version)
{
	(void)remember(world, remembered);
	if (remembered->version != version)
		_exit(96);
	if ((remembered->state == CLIENT_SUSPENDED) != (version % 2 == 0))
		_exit(93);
	for (int i = 0; i < 1000; i++)
		if (!remember(world, remembered))
			_exit(92);
}

/* Is told of each version that was acknowledged, and of 0 in the end; answers
 * when it has looked. */
static void
watch(struct world *world, int number, int line)
{
	struct remembered remembered = {0, 0, CLIENT_ACTIVE};
	unsigned char version = 1;

	(void)number;
	do {
		check_watched(world, &remembered, version);
		say_version(line, version);
	} while (read(line, &version, 1) == 1 && version != 0);
	store_close(world->store);
	_exit(remembered.version == ROUNDS + 1 ? 0 : 91);
}

/* Told to all, and then looked at by all. */
static void
tell_watchers(const int lines[2], unsigned char version)
{
	unsigned char answer;

	for (int i = 0; version > 1 && i < 2; i++)
		assert_int_equal(write(lines[i], &version, 1), 1);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(read(lines[i], &answer, 1), 1);
		assert_int_equal(answer, version);
	}
}

/* The first of many is the suspension of a client. */
static void
change_often(struct world *world, const int lines[2])
{
	struct client client = sample("a", "s");

	tell_watchers(lines, 1);
	for (unsigned char i = 1; i <= ROUNDS; i++) {
		client.version = i;
		client.state = i % 2 == 1 ? CLIENT_SUSPENDED : CLIENT_ACTIVE;
		assert_int_equal(replace(world->store, &client), STORED_OK);
		tell_watchers(lines, (unsigned char)(i + 1));
	}
}

/* Two look_at_all at nothing but the number until it moves: what the third one
 * was acknowledged is known to them at once. */
static void
test_known_at_once(void **state)
{
	struct world *world = *state;
	pid_t watchers[2];
	int ends[2], lines[2];

	if (!tells(world))
		return;
	put(world->store, "a", "s");
	close_first(world);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
		watchers[i] = start(watch, world, i, ends[1]);
		(void)close(ends[1]);
		lines[i] = ends[0];
	}
	world->store = again(world);
	change_often(world, lines);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(write(lines[i], "", 1), 1);
		assert_int_equal(ended(watchers[i]), 0);
		(void)close(lines[i]);
	}
}

static void
write_30(struct world *world, int number, int out)
{
	write_many(world, number, out, 30);
}

/* However many write, nobody sees it go back; and it counts each of them. */
static void
test_many_writers(void **state)
{
	struct world *world = *state;
	const int null = open("/dev/null", O_WRONLY);
	uint64_t number, first;
	pid_t writers[4];
	int left = 4;

	if (!tells(world))
		return;
	put(world->store, "a", "s");
	number = first = generation(world->store);
	close_first(world);
	for (int i = 0; i < 4; i++)
		writers[i] = start(write_30, world, i, null);
	world->store = again(world);
	while (left > 0) {
		const uint64_t now = generation(world->store);
		int status;

		assert_true(now >= number);
		number = now;
		if (waitpid(writers[left - 1], &status, WNOHANG) == 0)
			continue;
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
		left--;
	}
	(void)close(null);
	moved(world->store, &first);
}

#endif
