/* SPDX-License-Identifier: ISC */
/* A commit that fails may have happened or not: the change must have
 * happened once when the call says so. */
#include "test/unit/store_world.h"

#include <db.h>

#include "store/bdb/private.h"

static int (*begin)(DB_ENV *, DB_TXN *, DB_TXN **, u_int32_t);
static int (*commit)(DB_TXN *, u_int32_t);
static bool lose;
static int failed;

static int
fail_commit(DB_TXN *txn, u_int32_t flags)
{
	assert_int_equal(lose ? txn->abort(txn) : commit(txn, flags), 0);
	failed++;
	return DB_RUNRECOVERY;
}

static int
begin_badly(DB_ENV *env, DB_TXN *parent, DB_TXN **txn, u_int32_t flags)
{
	const int error = begin(env, parent, txn, flags);

	if (error == 0) {
		commit = (*txn)->commit;
		(*txn)->commit = fail_commit;
	}
	return error;
}

/* Once: the environment is opened anew after that. */
static void
fail_next_commit(struct world *world)
{
	struct bdb *bdb = (struct bdb *)world->store;

	assert_non_null(bdb->env);
	begin = bdb->env->txn_begin;
	bdb->env->txn_begin = begin_badly;
	failed = 0;
}

struct seen {
	size_t count;
	char newest[17];
};

static bool
see_record(void *context, const struct stored_record *record)
{
	struct seen *seen = context;

	assert_string_equal(record->text, "audited");
	seen->count++;
	(void)snprintf(seen->newest, sizeof seen->newest, "%s", record->key);
	return true;
}

static void
happens_once(struct world *world, struct stored_change *change)
{
	struct store *store = world->store;
	struct seen before = {0, ""}, after = {0, ""};

	assert_int_equal(
	    rows_records(store, TABLE_AUDIT, NULL, see_record, &before),
	    STORED_OK);
	fail_next_commit(world);
	assert_int_equal(store->ops->change(store, change), STORED_OK);
	assert_int_equal(failed, 1);
	assert_int_equal(
	    rows_records(store, TABLE_AUDIT, NULL, see_record, &after),
	    STORED_OK);
	assert_int_equal(
	    after.count, before.count + (change->audit != NULL ? 1 : 0));
	assert_string_equal(
	    change->key, change->audit != NULL ? after.newest : "");
}

static uint64_t
version_of(struct world *world, const char *client_id)
{
	struct client got;
	const enum stored stored =
	    world->store->ops->get(world->store, client_id, world->arena, &got);

	if (stored == STORED_MISSING)
		return 0;
	assert_int_equal(stored, STORED_OK);
	return got.version;
}

static void
life(struct world *world, const char *id, const char *audit)
{
	struct client client = sample(id, "s");
	struct stored_change change = {.kind = CHANGE_ADD,
	    .client = &client,
	    .jti = id,
	    .jti_issuer = "iss",
	    .jti_expires = 2000,
	    .audit = audit};

	happens_once(world, &change);
	assert_int_equal(version_of(world, id), 1);
	change.kind = CHANGE_REPLACE;
	change.jti = arena_printf(world->arena, "%s again", id);
	client.version = 1;
	happens_once(world, &change);
	assert_int_equal(version_of(world, id), 2);
	assert_int_equal(
	    world->store->ops->change(world->store, &change), STORED_CONFLICT);
	assert_int_equal(change.clash, CLASH_JTI);
	change.kind = CHANGE_REMOVE;
	change.jti = NULL;
	client.version = 2;
	happens_once(world, &change);
	assert_int_equal(version_of(world, id), 0);
}

static void
test_changes(void **state)
{
	struct world *world = *state;

	put(world->store, "first", "t");
	lose = false;
	life(world, "a", "audited");
	life(world, "b", NULL);
	lose = true;
	life(world, "c", "audited");
	life(world, "d", NULL);
}

static void
test_notes(void **state)
{
	struct world *world = *state;
	struct stored_change note = {.kind = CHANGE_NOTE,
	    .audit = "audited",
	    .note_source = "x",
	    .note_most = 2};

	put(world->store, "first", "t");
	lose = false;
	happens_once(world, &note);
	lose = true;
	happens_once(world, &note);
	assert_int_equal(
	    world->store->ops->change(world->store, &note), STORED_CONFLICT);
}

static void
test_seal(void **state)
{
	struct world *world = *state;
	const struct stored_record one = {"0000000000000001", "one"},
				   two = {"0000000000000002", "two"},
				   other = {"0000000000000001", "other"};

	assert_int_equal(
	    world->store->ops->seal(world->store, &other), STORED_OK);
	lose = false;
	fail_next_commit(world);
	assert_int_equal(
	    world->store->ops->seal(world->store, &two), STORED_OK);
	assert_int_equal(failed, 1);
	lose = true;
	fail_next_commit(world);
	assert_int_equal(
	    world->store->ops->seal(world->store, &one), STORED_CONFLICT);
}

static enum stored
deliver(struct world *world, const char *was, const char *text)
{
	const struct stored_delivery is = {"as", was},
				     rows[] = {{"as", text}, {"as a", text}};

	return world->store->ops->deliver(world->store, &is, rows, 2);
}

static void
delivers(struct world *world, const char *was, const char *text)
{
	fail_next_commit(world);
	assert_int_equal(deliver(world, was, text), STORED_OK);
	assert_int_equal(failed, 1);
}

static bool
no_other(void *context, const struct stored_record *record)
{
	assert_string_equal(record->text, context);
	return true;
}

/* A lease that was taken by a commit that failed is one. */
static void
test_delivery(void **state)
{
	struct world *world = *state;
	char two[] = "2", none[] = "none";

	put(world->store, "first", "t");
	for (int i = 0; i < 2; i++) {
		lose = i == 1;
		delivers(world, NULL, "1");
		delivers(world, "1", "2");
		assert_int_equal(deliver(world, "1", "3"), STORED_CONFLICT);
		assert_int_equal(rows_records(world->store, TABLE_DELIVERIES,
				     NULL, no_other, two),
		    STORED_OK);
		delivers(world, "2", NULL);
		assert_int_equal(rows_records(world->store, TABLE_DELIVERIES,
				     NULL, no_other, none),
		    STORED_OK);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_changes, setup_bdb, teardown),
	    cmocka_unit_test_setup_teardown(test_notes, setup_bdb, teardown),
	    cmocka_unit_test_setup_teardown(test_seal, setup_bdb, teardown),
	    cmocka_unit_test_setup_teardown(test_delivery, setup_bdb, teardown),
	};

	return cmocka_run_group_tests_name("store unsure", tests, NULL, NULL);
}
