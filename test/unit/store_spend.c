/* SPDX-License-Identifier: ISC */
/* A jti that is spent alone, when things go wrong; what spending means is in
 * test/contract/spend.h. */
#include "test/unit/store_commit.h"
#include "test/unit/store_spending.h"

static void
put_expiry(struct world *world, const char *text)
{
	struct bdb *bdb = (struct bdb *)world->store;
	DBT key = bdb_bytes("iss\0j", 5), data = bdb_text(text);

	assert_int_equal(bdb_enter(bdb), 0);
	assert_int_equal(
	    bdb->jti->put(bdb->jti, NULL, &key, &data, DB_AUTO_COMMIT), 0);
	bdb_leave(bdb, true);
}

/* A record that cannot be read is no "it was not spent". */
static void
test_damage(void **state)
{
	static const char *const texts[] = {"", "x", "2000x", " ", "\n",
	    "99999999999999999999", "123456789012345678901234567890"};
	struct world *world = *state;
	struct store *store = world->store;

	assert_int_equal(spend_jti(store, "other", 2000, 1000), STORED_OK);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		put_expiry(world, texts[i]);
		assert_int_equal(spent(store, "j", 1000), STORED_UNABLE);
		assert_int_equal(
		    spend_jti(store, "j", 2000, 1000), STORED_UNABLE);
		assert_int_equal(
		    revoke_jti(store, "j", 2000, 1000), STORED_UNABLE);
	}
	assert_int_equal(spent(store, "other", 1000), STORED_OK);
	put_expiry(world, "2000");
	assert_int_equal(spent(store, "j", 2000), STORED_OK);
}

static int failed;

static int
keep_and_fail(DB_TXN *txn, u_int32_t flags)
{
	assert_int_equal(store_commit(txn, flags), 0);
	failed++;
	return DB_RUNRECOVERY;
}

static int
lose_and_fail(DB_TXN *txn, u_int32_t flags)
{
	(void)flags;
	assert_int_equal(txn->abort(txn), 0);
	failed++;
	return DB_RUNRECOVERY;
}

/* A commit that fails may have happened: that is no replay. */
static void
test_unsure(void **state)
{
	struct world *world = *state;
	struct store *store = world->store;

	failed = 0;
	assert_int_equal(spend_jti(store, "first", 2000, 1000), STORED_OK);
	at_next_commit(world, keep_and_fail);
	assert_int_equal(spend_jti(store, "a", 2000, 1000), STORED_OK);
	at_next_commit(world, lose_and_fail);
	assert_int_equal(spend_jti(store, "b", 2000, 1000), STORED_OK);
	at_next_commit(world, keep_and_fail);
	assert_int_equal(revoke_jti(store, "c", 2000, 1000), STORED_OK);
	at_next_commit(world, lose_and_fail);
	assert_int_equal(revoke_jti(store, "d", 2000, 1000), STORED_OK);
	/* Over what was there before. */
	at_next_commit(world, lose_and_fail);
	assert_int_equal(spend_jti(store, "a", 4000, 3000), STORED_OK);
	at_next_commit(world, lose_and_fail);
	assert_int_equal(revoke_jti(store, "c", 4000, 1000), STORED_OK);
	assert_int_equal(failed, 6);
	assert_int_equal(spent(store, "a", 4000), STORED_OK);
	assert_int_equal(spent(store, "b", 2000), STORED_OK);
	assert_int_equal(spent(store, "c", 4000), STORED_OK);
	assert_int_equal(spent(store, "d", 2000), STORED_OK);
	assert_int_equal(spend_jti(store, "b", 2000, 1000), STORED_CONFLICT);
}

static void
spend_and_die(struct world *world, int number, int out)
{
	(void)number;
	(void)out;
	if (spend_jti(world->store, "j", 2000, 1000) != STORED_OK ||
	    revoke_jti(world->store, "k", 2000, 1000) != STORED_OK)
		_exit(97);
	(void)kill(getpid(), SIGKILL);
}

static void
test_durable(void **state)
{
	struct world *world = *state;
	int status;
	pid_t child;

	close_first(world);
	child = start(spend_and_die, world, 0, -1);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	world->store = again(world);
	assert_int_equal(spent(world->store, "j", 2000), STORED_OK);
	assert_int_equal(spent(world->store, "k", 2000), STORED_OK);
	assert_int_equal(
	    spend_jti(world->store, "j", 2000, 1000), STORED_CONFLICT);
}

#define BDB(test) cmocka_unit_test_setup_teardown(test, setup_bdb, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    BDB(test_damage),
	    BDB(test_unsure),
	    BDB(test_durable),
	};

	return cmocka_run_group_tests_name("store spend", tests, NULL, NULL);
}
