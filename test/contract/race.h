/* SPDX-License-Identifier: ISC */
#ifndef TEST_CONTRACT_RACE_H
#define TEST_CONTRACT_RACE_H

#include "test/contract/world.h"
#include "test/contract/spend.h"

#include <time.h>

#include "store/lib/chain.h"

static void
test_outlives(void **state)
{
	struct world *world = *state;
	struct client client = sample("a", "s"), got;

	assert_int_equal(
	    add_jti(world->store, &client, "j", true, CLASH_NONE), STORED_OK);
	store_close(world->store);
	world->store = again(world);
	assert_int_equal(
	    world->store->ops->get(world->store, "a", world->arena, &got),
	    STORED_OK);
	assert_int_equal(add_jti(world->store, &client, "j", true, CLASH_JTI),
	    STORED_CONFLICT);
	client.client_id = "b";
	assert_int_equal(
	    add_jti(world->store, &client, "k", true, CLASH_SOFTWARE),
	    STORED_CONFLICT);
}

static enum stored
together(struct world *world, int gate, struct stored_change *change,
    enum stored_clash clash)
{
	enum stored stored;
	char byte;

	(void)!read(gate, &byte, 1);
	stored = world->store->ops->change(world->store, change);
	store_close(world->store);
	if (stored == STORED_CONFLICT && change->clash != clash)
		_exit(98);
	return stored;
}

static void
race_version(struct world *world, int number, int gate)
{
	struct client client = sample("a", "s");
	struct stored_change change = {
	    .kind = number % 2 == 0 ? CHANGE_REPLACE : CHANGE_REMOVE,
	    .client = &client,
	    .audit = "changed"};
	enum stored stored;

	client.version = 1;
	stored = together(world, gate, &change, CLASH_VERSION);
	/* Who comes after a removal is no less late. */
	_exit((int)(stored == STORED_MISSING ? STORED_CONFLICT : stored));
}

static void
race_note(struct world *world, int number, int gate)
{
	struct stored_change change = {.kind = CHANGE_NOTE,
	    .audit = "noted",
	    .note_source = "x",
	    .note_most = 1};

	(void)number;
	_exit((int)together(world, gate, &change, CLASH_NOTES));
}

#define RACERS 6

static void
so_many_win(
    struct world *world, void (*run)(struct world *, int, int), int winners)
{
	int counts[100] = {0}, gate[2];
	pid_t racers[RACERS];

	close_first(world);
	assert_int_equal(pipe(gate), 0);
	for (int i = 0; i < RACERS; i++)
		racers[i] = start(run, world, i, gate[0]);
	assert_int_equal(write(gate[1], "123456", RACERS), RACERS);
	for (int i = 0; i < RACERS; i++)
		counts[ended(racers[i])]++;
	assert_int_equal(counts[STORED_OK], winners);
	assert_int_equal(counts[STORED_CONFLICT], RACERS - winners);
	(void)close(gate[0]);
	(void)close(gate[1]);
	world->store = again(world);
}

static void
test_version_race(void **state)
{
	struct world *world = *state;

	put(world->store, "a", "s");
	so_many_win(world, race_version, 1);
	/* Who lost has left no record either. */
	assert_int_equal(records(world->store), 1);
}

static void
test_note_race(void **state)
{
	struct world *world = *state;

	so_many_win(world, race_note, 1);
	/* Who lost has left no record either. */
	assert_int_equal(records(world->store), 1);
}

/* One of each kind: whichever is first, no client has come in behind a
 * suspension.  The record of the later one is the later one. */
static void
race_suspend(struct world *world, int number, int gate)
{
	struct client client = sample("a", "s");
	struct stored_change change = {
	    .kind = CHANGE_REPLACE, .client = &client, .audit = "suspended"};

	client.version = 1;
	client.state = CLIENT_SUSPENDED;
	if (number > 0) {
		client = sample(arena_printf(world->arena, "b%d", number), "s");
		change.kind = CHANGE_ADD;
		change.audit = "added";
	}
	_exit((int)together(world, gate, &change, CLASH_SUSPENDED));
}

static bool
nothing_after(void *context, const struct stored_record *record)
{
	bool *suspended = context;

	assert_false(*suspended);
	*suspended = strcmp(record->text, "suspended") == 0;
	return true;
}

static void
test_suspend_race(void **state)
{
	struct world *world = *state;
	int gate[2], codes[RACERS], added = 0;
	pid_t racers[RACERS];
	bool suspended = false;

	put(world->store, "a", "s");
	close_first(world);
	assert_int_equal(pipe(gate), 0);
	for (int i = 0; i < RACERS; i++)
		racers[i] = start(race_suspend, world, i, gate[0]);
	assert_int_equal(write(gate[1], "123456", RACERS), RACERS);
	for (int i = 0; i < RACERS; i++) {
		codes[i] = ended(racers[i]);
		added += i > 0 && codes[i] == STORED_OK;
	}
	assert_int_equal(codes[0], STORED_OK);
	(void)close(gate[0]);
	(void)close(gate[1]);
	world->store = again(world);
	assert_int_equal(count(world->store, INDEX_SOFTWARE, "s"), 1 + added);
	assert_int_equal(rows_records(world->store, TABLE_AUDIT, NULL,
			     nothing_after, &suspended),
	    STORED_OK);
	assert_true(suspended);
}

#define SEALED 90

static void
race_seal(struct world *world, int number, int gate)
{
	size_t sealed;
	char byte;
	enum stored stored;

	(void)number;
	(void)!read(gate, &byte, 1);
	stored = chain_seal(world->store, (int64_t)time(NULL) + 60, &sealed);
	store_close(world->store);
	_exit(stored == STORED_OK ? (int)sealed : 98);
}

static void
test_seal_race(void **state)
{
	struct world *world = *state;
	struct chain_report report;
	int gate[2], counts[100] = {0};
	pid_t racers[RACERS];

	for (int i = 0; i < SEALED; i++)
		assert_int_equal(note(world->store, "x", SEALED), STORED_OK);
	close_first(world);
	assert_int_equal(pipe(gate), 0);
	for (int i = 0; i < RACERS; i++)
		racers[i] = start(race_seal, world, i, gate[0]);
	assert_int_equal(write(gate[1], "123456", RACERS), RACERS);
	for (int i = 0; i < RACERS; i++)
		counts[ended(racers[i])]++;
	assert_int_equal(counts[SEALED], 1);
	assert_int_equal(counts[0], RACERS - 1);
	(void)close(gate[0]);
	(void)close(gate[1]);
	world->store = again(world);
	assert_int_equal(
	    chain_verify(world->store, world->arena, &report), STORED_OK);
	assert_null(report.broken);
	assert_int_equal(report.seals, 1);
	assert_int_equal(report.records, SEALED);
}

/* Fewer where each is a dozen messages to another process. */
static int
writes(const struct world *world)
{
	return strcmp(world->kind, "bdb") == 0 ? 200 : 40;
}

static void
write_some(struct world *world, int number, int out)
{
	write_many(world, number, out, writes(world));
}

static void
test_four_writers(void **state)
{
	struct world *world = *state;
	int null = open("/dev/null", O_WRONLY);
	pid_t writers[4];

	close_first(world);
	for (int i = 0; i < 4; i++)
		writers[i] = start(write_some, world, i, null);
	for (int i = 0; i < 4; i++)
		assert_int_equal(ended(writers[i]), 0);
	(void)close(null);
	world->store = again(world);
	assert_int_equal(consistent(world->store), 4 * writes(world));
}

static void
race_revoke(struct world *world, int number, int gate)
{
	struct stored_change change = {.kind = CHANGE_REVOKE,
	    .jti = "j",
	    .jti_issuer = "iss",
	    .jti_expires = 2000,
	    .now = 1000};

	(void)number;
	_exit((int)together(world, gate, &change, CLASH_NONE));
}

static void
test_revoke_race(void **state)
{
	struct world *world = *state;

	so_many_win(world, race_revoke, RACERS);
	assert_int_equal(spent(world->store, "j", 2000), STORED_OK);
}

#endif
