/* SPDX-License-Identifier: ISC */
#ifndef TEST_CONTRACT_COUNT_H
#define TEST_CONTRACT_COUNT_H

#include "test/contract/race.h"

#define COUNT_DAY 86400

/* One more note in the trail, that counts for two sources. */
static enum stored
count_at(struct store *store, struct stored_count one, struct stored_count two,
    int64_t now)
{
	struct stored_change change = {
	    .kind = CHANGE_SPEND,
	    .jti = "j",
	    .jti_issuer = "i",
	    .jti_expires = 0,
	    .now = now,
	    .audit = "counted",
	    .counts = {one, two},
	    .full = 9,
	};
	const enum stored stored = store->ops->change(store, &change);

	assert_int_equal(
	    change.clash, stored == STORED_CONFLICT ? CLASH_COUNT : CLASH_NONE);
	if (stored == STORED_CONFLICT)
		assert_int_equal(change.full, one.most > 3 ? 1 : 0);
	return stored;
}

static void
test_counts(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	const struct stored_count a = {"a", 2}, many = {"m", 100}, b = {"b", 2},
				  none = {NULL, 0};

	assert_int_equal(count_at(store, a, many, 5), STORED_OK);
	assert_int_equal(count_at(store, a, many, 6), STORED_OK);
	assert_int_equal(count_at(store, a, many, 7), STORED_CONFLICT);
	/* Whoever is refused has not counted for the other one, and nothing
	 * else is spent or on record. */
	assert_int_equal(
	    count_at(store, (struct stored_count){"m", 3}, none, 8), STORED_OK);
	assert_int_equal(count_at(store, (struct stored_count){"m", 3}, b, 9),
	    STORED_CONFLICT);
	assert_int_equal(count_at(store, many, b, 9), STORED_OK);
	assert_int_equal(count_at(store, many, b, 9), STORED_OK);
	assert_int_equal(count_at(store, many, b, 9), STORED_CONFLICT);
	assert_int_equal(count_at(store, none, none, 9), STORED_OK);
	assert_int_equal(count_at(store, a, none, COUNT_DAY), STORED_OK);
	assert_int_equal(records(store), 7);
}

/* Of two clocks one is past midnight; neither gives a second day's worth. */
static void
test_counts_of_two_clocks(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	const struct stored_count a = {"a", 2}, none = {NULL, 0};

	assert_int_equal(count_at(store, a, none, COUNT_DAY - 1), STORED_OK);
	assert_int_equal(count_at(store, a, none, COUNT_DAY), STORED_OK);
	assert_int_equal(count_at(store, a, none, COUNT_DAY - 1), STORED_OK);
	assert_int_equal(
	    count_at(store, a, none, COUNT_DAY - 1), STORED_CONFLICT);
	assert_int_equal(count_at(store, a, none, COUNT_DAY), STORED_CONFLICT);
	assert_int_equal(count_at(store, a, none, 2 * COUNT_DAY), STORED_OK);
	/* A clock that was far ahead for a while holds nobody up. */
	assert_int_equal(count_at(store, a, none, 900 * COUNT_DAY), STORED_OK);
	assert_int_equal(count_at(store, a, none, 900 * COUNT_DAY), STORED_OK);
	assert_int_equal(
	    count_at(store, a, none, 900 * COUNT_DAY), STORED_CONFLICT);
	assert_int_equal(count_at(store, a, none, 3 * COUNT_DAY), STORED_OK);
}

static void
race_count(struct world *world, int number, int gate)
{
	struct stored_change change = {.kind = CHANGE_SPEND,
	    .jti = number % 2 == 0 ? "even" : "odd",
	    .jti_issuer = arena_printf(world->arena, "%d", number),
	    .jti_expires = 100,
	    .audit = "counted",
	    .counts = {{number % 2 == 0 ? "x" : "y", 2}, {"both", 3}}};

	_exit((int)together(world, gate, &change, CLASH_COUNT));
}

/* As many processes as there are, at the limit of both. */
static void
test_count_race(void **state)
{
	struct world *world = *state;

	so_many_win(world, race_count, 3);
	assert_int_equal(records(world->store), 3);
}

/* Takes away the oldest ones, and never the newest. */
static void
test_prune(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	static struct trail all, some;
	size_t removed = 9, total = 0;
	char text[8];

	assert_int_equal(
	    store->ops->prune(store, "ffffffffffffffff", &removed), STORED_OK);
	assert_int_equal(removed, 0);
	for (int i = 0; i < 200; i++) {
		(void)snprintf(text, sizeof text, "%d", i);
		tell_audit(store, text);
	}
	all.most = some.most = 0;
	assert_int_equal(read_after(store, TABLE_AUDIT, NULL, &all), 200);
	assert_int_equal(
	    store->ops->prune(store, "0000000000000000", &removed), STORED_OK);
	assert_int_equal(removed, 0);
	do {
		assert_int_equal(
		    store->ops->prune(store, all.keys[149], &removed),
		    STORED_OK);
		total += removed;
		assert_int_equal(
		    read_after(store, TABLE_AUDIT, NULL, &some), 200 - total);
		assert_string_equal(some.keys[0], all.keys[total]);
	} while (removed > 0);
	assert_int_equal(total, 150);
	do {
		assert_int_equal(
		    store->ops->prune(store, "ffffffffffffffff", &removed),
		    STORED_OK);
		total += removed;
	} while (removed > 0);
	assert_int_equal(total, 199);
	assert_int_equal(read_after(store, TABLE_AUDIT, NULL, &some), 1);
	assert_string_equal(some.keys[0], all.keys[199]);
	tell_audit(store, "next");
	assert_int_equal(read_after(store, TABLE_AUDIT, NULL, &some), 2);
	assert_true(strcmp(some.keys[1], all.keys[199]) > 0);
}

#endif
