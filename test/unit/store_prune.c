/* SPDX-License-Identifier: ISC */
/* Records that are taken away from the audit trail, and what the chain says
 * of them. */
#include "test/unit/store_sealed.h"

/* Everything before the record of this index. */
static struct chain_pruning
plan_at(struct world *world, size_t index)
{
	const struct stored_record record =
	    record_at(world, TABLE_AUDIT, index);
	struct chain_pruning plan;

	assert_int_equal(
	    chain_prune_plan(world->store, record.key, &plan), STORED_OK);
	return plan;
}

static void
promise(struct world *world, const struct chain_pruning *plan)
{
	assert_int_equal(chain_prune_seal(world->store, plan, 1000), STORED_OK);
}

static size_t
prune_once(struct world *world, const char *until)
{
	size_t removed = 99;

	assert_int_equal(
	    world->store->ops->prune(world->store, until, &removed), STORED_OK);
	return removed;
}

static void
pruned_is(struct world *world, int64_t pruned, size_t left)
{
	const struct chain_report report = verify(world);

	if (report.broken != NULL)
		fail_msg("%s", report.broken);
	assert_int_equal(report.pruned, pruned);
	assert_int_equal(report.left, left);
}

/* Seals over 3, 3 and 3 records, and one that waits. */
static void
nine_and_one(struct world *world)
{
	for (int i = 0; i < 3; i++) {
		audit(world, 3);
		assert_int_equal(seal(world), 3);
	}
	audit(world, 1);
}

static void
test_whole_batches(void **state)
{
	struct world *world = *state;
	struct chain_pruning plan;

	nine_and_one(world);
	assert_string_equal(plan_at(world, 2).until, "");
	/* Until a record of the third batch, and so without that. */
	plan = plan_at(world, 8);
	assert_int_equal(plan.records, 6);
	assert_int_equal(plan.through, 2);
	assert_false(plan.sealed);
	assert_string_equal(plan.until, record_at(world, TABLE_AUDIT, 5).key);
	promise(world, &plan);
	pruned_is(world, 6, 6);
	assert_int_equal(prune_once(world, plan.until), 6);
	pruned_is(world, 6, 0);
	holds(world, 4, 3, 1);
	assert_string_equal(verify(world).pruned_until, plan.until);
	assert_string_equal(plan_at(world, 2).until, "");
}

/* The chain goes on behind it, and is pruned again. */
static void
test_goes_on(void **state)
{
	struct world *world = *state;
	struct chain_pruning plan;

	nine_and_one(world);
	plan = plan_at(world, 9);
	assert_int_equal(plan.records, 9);
	promise(world, &plan);
	assert_int_equal(prune_once(world, plan.until), 9);
	holds(world, 4, 0, 1);
	assert_int_equal(seal(world), 1);
	audit(world, 2);
	assert_int_equal(seal(world), 2);
	audit(world, 1);
	holds(world, 6, 3, 1);
	plan = plan_at(world, 3);
	assert_int_equal(plan.records, 3);
	promise(world, &plan);
	assert_int_equal(prune_once(world, plan.until), 3);
	holds(world, 7, 0, 1);
	pruned_is(world, 12, 0);
}

static bool
take_row(void *context, const struct stored_record *record)
{
	struct world *world = context;
	struct stored_row row = {.table = TABLE_AUDIT};
	size_t at;

	row.record = *record;
	assert_int_equal(
	    world->store->ops->load(world->store, &row, 1, &at), STORED_OK);
	return true;
}

/* However far it came, the chain holds, and says how much is left; and the
 * next one goes on with it. */
static void
test_interrupted(void **state)
{
	struct world *world = *state;
	struct stored_record first;
	struct chain_pruning plan;

	nine_and_one(world);
	plan = plan_at(world, 9);
	promise(world, &plan);
	for (size_t left = 9; left > 0; left--) {
		pruned_is(world, 9, left);
		first = record_at(world, TABLE_AUDIT, 0);
		assert_int_equal(prune_once(world, first.key), 1);
		plan = plan_at(world, left - 1);
		assert_int_equal(plan.sealed, true);
		assert_int_equal(*plan.until == '\0', left == 1);
	}
	pruned_is(world, 9, 0);
	/* A record that comes back is told. */
	assert_true(take_row(world, &first));
	pruned_is(world, 9, 1);
}

/* A hole in what is left was made by somebody else. */
static void
test_hole(void **state)
{
	struct world *world = *state;
	struct stored_record first, second;
	struct chain_pruning plan;

	nine_and_one(world);
	plan = plan_at(world, 9);
	first = record_at(world, TABLE_AUDIT, 0);
	second = record_at(world, TABLE_AUDIT, 1);
	promise(world, &plan);
	assert_int_equal(prune_once(world, plan.until), 9);
	assert_true(take_row(world, &first));
	assert_non_null(verify(world).broken);
	assert_true(take_row(world, &second));
	assert_non_null(verify(world).broken);
}

/* A seal that promises what was not sealed takes nothing away. */
static void
test_false_promise(void **state)
{
	struct world *world = *state;
	struct chain_pruning plan;

	nine_and_one(world);
	plan = plan_at(world, 9);
	plan.records = 8;
	promise(world, &plan);
	assert_non_null(verify(world).broken);
}

static void
test_false_end(void **state)
{
	struct world *world = *state;
	struct chain_pruning plan;

	nine_and_one(world);
	plan = plan_at(world, 9);
	(void)snprintf(plan.until, sizeof plan.until, "%s",
	    record_at(world, TABLE_AUDIT, 9).key);
	promise(world, &plan);
	assert_non_null(verify(world).broken);
}

static void
test_beyond(void **state)
{
	struct world *world = *state;
	struct chain_pruning plan;

	nine_and_one(world);
	plan = plan_at(world, 9);
	plan.through = 4;
	assert_int_equal(
	    chain_prune_seal(world->store, &plan, 1000), STORED_UNABLE);
	holds(world, 3, 9, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    EACH_KIND(test_whole_batches),
	    EACH_KIND(test_goes_on),
	    EACH_KIND(test_interrupted),
	    EACH_KIND(test_hole),
	    EACH_KIND(test_false_promise),
	    EACH_KIND(test_false_end),
	    EACH_KIND(test_beyond),
	};

	return cmocka_run_group_tests_name("store prune", tests, NULL, NULL);
}
