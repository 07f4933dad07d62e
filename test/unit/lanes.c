/* SPDX-License-Identifier: ISC */
/* The lanes of dcr deliver: what waits, what takes the place of what, and what
 * is settled when. */
#include <stdio.h>
#include <string.h>

#include "commands/deliver/private.h"
#include "kit/monotonic.h"
#include "test/unit/arena_setup.h"

#define KEY(n) "000000000000000" #n

static struct lanes *
new_lanes(void)
{
	struct lanes *lanes = arena_alloc(arena, sizeof(*lanes));

	lane_begin(lanes);
	return lanes;
}

static bool
add(struct lanes *lanes, const char *id, const char *key, const char *event)
{
	return lane_add(
	    lanes, lane_of(lanes, id), key, event, key, "{\"event\":1}");
}

/* As a manager takes the lane's event to a worker. */
static struct item *
fly(struct lane *lane)
{
	lane->flying = lane->waiting;
	lane->waiting = NULL;
	lane->busy = true;
	return lane->flying;
}

static void
land(struct lanes *lanes, struct lane *lane)
{
	lane->busy = false;
	if (lane->flying != NULL)
		lane->flying->settled = true;
	lane->flying = NULL;
	lane_wait(lanes, lane);
	lane_forget(lanes, lane);
}

static void
test_order(void **state)
{
	struct lanes *lanes = new_lanes();
	struct lane *a, *b;

	(void)state;
	assert_null(lane_next(lanes));
	assert_true(add(lanes, "a", KEY(1), "registered"));
	assert_true(add(lanes, "b", KEY(2), "registered"));
	a = lane_next(lanes);
	assert_string_equal(a->client_id, "a");
	(void)fly(a);
	b = lane_next(lanes);
	assert_string_equal(b->client_id, "b");
	(void)fly(b);
	assert_null(lane_next(lanes));
	/* One event of a client is under way at a time. */
	assert_true(add(lanes, "a", KEY(3), "updated"));
	assert_null(lane_next(lanes));
	land(lanes, a);
	assert_ptr_equal(lane_next(lanes), a);
	assert_string_equal(fly(a)->key, KEY(3));
	land(lanes, b);
	land(lanes, a);
	assert_null(lane_find(lanes, "a"));
	lane_clear(lanes);
	assert_int_equal(lanes->items, 0);
}

/* Nothing behind an event that is not settled is forgotten. */
static void
test_settled(void **state)
{
	struct lanes *lanes = new_lanes();
	struct lane *a, *b;

	(void)state;
	(void)add(lanes, "a", KEY(1), "registered");
	(void)add(lanes, "b", KEY(2), "registered");
	(void)lane_add(lanes, NULL, KEY(3), "refused", KEY(3), "");
	(void)fly(a = lane_next(lanes));
	(void)fly(b = lane_next(lanes));
	land(lanes, b);
	lane_clear(lanes);
	assert_int_equal(lanes->items, 3);
	land(lanes, a);
	lane_clear(lanes);
	assert_int_equal(lanes->items, 0);
}

static void
test_merge(void **state)
{
	struct lanes *lanes = new_lanes();
	struct lane *a;

	(void)state;
	(void)add(lanes, "a", KEY(1), "registered");
	(void)add(lanes, "a", KEY(2), "suspended");
	a = lane_next(lanes);
	assert_string_equal(a->waiting->key, KEY(2));
	assert_true(lanes->first->settled);
	assert_null(lane_next(lanes));
	land(lanes, (fly(a), a));
	lane_clear(lanes);
	assert_int_equal(lanes->items, 0);
}

/* A deletion that waits goes out before anything else of that client is even
 * read. */
static void
test_deletion(void **state)
{
	struct lanes *lanes = new_lanes();
	struct lane *a;

	(void)state;
	(void)add(lanes, "a", KEY(1), "updated");
	assert_true(add(lanes, "a", KEY(2), "deleted"));
	assert_false(add(lanes, "a", KEY(3), "imported"));
	a = lane_next(lanes);
	assert_string_equal(fly(a)->event, "deleted");
	assert_true(add(lanes, "a", KEY(3), "imported"));
	land(lanes, a);
	assert_string_equal(lane_next(lanes)->waiting->key, KEY(3));
}

static void
keep(struct lanes *lanes, const char *id, const char *key, bool parked)
{
	lane_keep(lanes, lane_of(lanes, id), key, "updated", "no", 0, parked);
}

/* What failed is kept in a row, where a newer event takes its place; and a
 * parked one gets a new chance by that. */
static void
test_rows(void **state)
{
	struct lanes *lanes = new_lanes();
	struct lane *a;

	(void)state;
	keep(lanes, "a", KEY(1), true);
	a = lane_of(lanes, "a");
	assert_true(a->dirty);
	assert_int_equal(lanes->parked, 1);
	assert_null(lane_next(lanes));
	assert_true(add(lanes, "a", KEY(2), "suspended"));
	assert_int_equal(lanes->parked, 0);
	assert_string_equal(a->row.key, KEY(2));
	assert_string_equal(a->row.event, "suspended");
	assert_int_equal(a->row.attempts, 0);
	assert_true(lanes->first->settled);
	assert_ptr_equal(lane_next(lanes), a);
	lane_drop(lanes, a);
	assert_int_equal(lanes->kept, 0);
	assert_true(a->dirty);
}

static void
test_due(void **state)
{
	struct lanes *lanes = new_lanes();

	(void)state;
	lane_keep(lanes, lane_of(lanes, "a"), KEY(1), "updated", "no", 3600000,
	    false);
	assert_null(lane_next(lanes));
	keep(lanes, "b", KEY(2), false);
	assert_string_equal(lane_next(lanes)->client_id, "b");
	lane_of(lanes, "b")->busy = true;
	assert_null(lane_next(lanes));
	lane_of(lanes, "b")->busy = false;
	keep(lanes, "b", KEY(2), false);
	assert_int_equal(lane_of(lanes, "b")->row.attempts, 2);
	assert_string_equal(lane_next(lanes)->client_id, "b");
}

static void
test_before(void **state)
{
	char before[LEDGER_KEY + 1];

	(void)state;
	feed_before("0006615933212daa", before);
	assert_string_equal(before, "0006615933212da9");
	feed_before("0006615933210000", before);
	assert_string_equal(before, "000661593320ffff");
	feed_before(LEDGER_FIRST, before);
	assert_string_equal(before, LEDGER_FIRST);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_order),
	    TEST(test_settled),
	    TEST(test_merge),
	    TEST(test_deletion),
	    TEST(test_rows),
	    TEST(test_due),
	    TEST(test_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
