/* SPDX-License-Identifier: ISC */
#ifndef TEST_CONTRACT_CROWD_H
#define TEST_CONTRACT_CROWD_H

#include "test/contract/world.h"

/* Many processes want the same things, each thing once: of each of them one
 * process has it, all others are told why not, and there is no trace of
 * theirs. */

#define CROWD 8
#define THINGS 20

struct claim {
	struct stored_change change;
	struct client client;
	char thing[16], id[16];
};

static void
claim_software(struct claim *claim)
{
	claim->client = sample(claim->id, claim->thing);
	claim->change.client = &claim->client;
	claim->change.software_once = true;
}

static void
claim_jti(struct claim *claim)
{
	claim->change.kind = CHANGE_SPEND;
	claim->change.jti = claim->thing;
	claim->change.jti_issuer = "iss";
	claim->change.jti_expires = 2000;
}

static void
claim_version(struct claim *claim)
{
	claim->client = sample(claim->thing, claim->id);
	claim->client.version = 1;
	claim->change.kind = CHANGE_REPLACE;
	claim->change.client = &claim->client;
}

static void (*claim_as)(struct claim *);
static enum stored_clash claim_clash;

/* Tells what it has got: a byte each. */
static void
claim_all(struct world *world, int number, int out)
{
	for (int i = 0; i < THINGS; i++) {
		const unsigned char thing = (unsigned char)i;
		struct claim claim = {
		    .change = {.now = 1000, .audit = claim.id}};
		enum stored stored;

		(void)snprintf(claim.thing, sizeof claim.thing, "t%d", i);
		(void)snprintf(claim.id, sizeof claim.id, "c%d.%d", number, i);
		claim_as(&claim);
		stored = world->store->ops->change(world->store, &claim.change);
		if (stored == STORED_OK && write(out, &thing, 1) != 1)
			_exit(96);
		if (stored != STORED_OK &&
		    (stored != STORED_CONFLICT ||
			claim.change.clash != claim_clash))
			_exit(97);
	}
	store_close(world->store);
	_exit(0);
}

static void
each_once(
    struct world *world, void (*as)(struct claim *), enum stored_clash clash)
{
	unsigned char got[CROWD * THINGS], had[THINGS] = {0};
	pid_t crowd[CROWD];
	int pipes[2];

	claim_as = as;
	claim_clash = clash;
	close_first(world);
	assert_int_equal(pipe(pipes), 0);
	for (int i = 0; i < CROWD; i++)
		crowd[i] = start(claim_all, world, i, pipes[1]);
	for (int i = 0; i < CROWD; i++)
		assert_int_equal(ended(crowd[i]), 0);
	assert_int_equal(read(pipes[0], got, sizeof got), THINGS);
	for (int i = 0; i < THINGS; i++)
		had[got[i]]++;
	for (int i = 0; i < THINGS; i++)
		assert_int_equal(had[i], 1);
	(void)close(pipes[0]);
	(void)close(pipes[1]);
	world->store = again(world);
	assert_int_equal(records(world->store), THINGS);
}

static void
test_crowd_software(void **state)
{
	struct world *world = *state;
	char thing[16];

	each_once(world, claim_software, CLASH_SOFTWARE);
	assert_int_equal(count(world->store, INDEX_SOFTWARE, NULL), THINGS);
	for (int i = 0; i < THINGS; i++) {
		(void)snprintf(thing, sizeof thing, "t%d", i);
		assert_int_equal(count(world->store, INDEX_SOFTWARE, thing), 1);
	}
	audited(world->store);
}

static void
test_crowd_jti(void **state)
{
	struct world *world = *state;
	char thing[16];

	each_once(world, claim_jti, CLASH_JTI);
	for (int i = 0; i < THINGS; i++) {
		(void)snprintf(thing, sizeof thing, "t%d", i);
		assert_int_equal(
		    world->store->ops->spent(world->store, "iss", thing, 2000),
		    STORED_OK);
	}
}

/* Who was first is told by the record, and it is his that was kept. */
static void
test_crowd_version(void **state)
{
	struct world *world = *state;
	struct client got;
	char thing[16];

	for (int i = 0; i < THINGS; i++) {
		(void)snprintf(thing, sizeof thing, "t%d", i);
		put(world->store, thing, "nobody");
	}
	each_once(world, claim_version, CLASH_VERSION);
	assert_int_equal(count(world->store, INDEX_SOFTWARE, "nobody"), 0);
	for (int i = 0; i < THINGS; i++) {
		(void)snprintf(thing, sizeof thing, "t%d", i);
		assert_int_equal(world->store->ops->get(
				     world->store, thing, world->arena, &got),
		    STORED_OK);
		assert_int_equal(got.version, 2);
		assert_int_equal(
		    count(world->store, INDEX_SOFTWARE, got.software), 1);
	}
}

#endif
