/* SPDX-License-Identifier: ISC */
#include "test/unit/store_commit.h"

/* What is spent alone: the jti of an assertion, once; and that of an access
 * token which is revoked, as often as anybody likes. */

static enum stored
spend_as(struct store *store, enum stored_kind kind, const char *jti,
    int64_t expires, int64_t now)
{
	struct stored_change change = {
	    .kind = kind,
	    .jti = jti,
	    .jti_issuer = "iss",
	    .jti_expires = expires,
	    .now = now,
	    .clash = CLASH_CLIENT_ID,
	};
	const enum stored stored = store->ops->change(store, &change);

	if (change.clash !=
	    (stored == STORED_CONFLICT ? CLASH_JTI : CLASH_NONE))
		abort();
	return stored;
}

static enum stored
spend_jti(struct store *store, const char *jti, int64_t expires, int64_t now)
{
	return spend_as(store, STORED_SPEND, jti, expires, now);
}

static enum stored
revoke_jti(struct store *store, const char *jti, int64_t expires, int64_t now)
{
	return spend_as(store, STORED_REVOKE, jti, expires, now);
}

static enum stored
spent(struct store *store, const char *jti, int64_t now)
{
	return store->ops->spent(store, "iss", jti, now);
}

static void
test_once(void **state)
{
	struct store *store = ((struct world *)*state)->store;

	assert_int_equal(spend_jti(store, "j", 2000, 1000), STORED_OK);
	assert_int_equal(spend_jti(store, "j", 2000, 1000), STORED_CONFLICT);
	assert_int_equal(spend_jti(store, "j", 9000, 2000), STORED_CONFLICT);
	assert_int_equal(spend_jti(store, "k", 2000, 1000), STORED_OK);
	/* After that it may be forgotten. */
	assert_int_equal(spend_jti(store, "j", 3000, 2001), STORED_OK);
	assert_int_equal(spend_jti(store, "j", 3000, 2001), STORED_CONFLICT);
	assert_int_equal(spend_jti(store, "j", 3000, 3000), STORED_CONFLICT);
}

static void
test_spent(void **state)
{
	struct store *store = ((struct world *)*state)->store;

	assert_int_equal(spent(store, "j", 0), STORED_MISSING);
	assert_int_equal(spend_jti(store, "j", 2000, 1000), STORED_OK);
	assert_int_equal(spent(store, "j", 0), STORED_OK);
	assert_int_equal(spent(store, "j", 2000), STORED_OK);
	assert_int_equal(spent(store, "j", 2001), STORED_MISSING);
	assert_int_equal(spent(store, "", 1000), STORED_MISSING);
	assert_int_equal(spent(store, "j ", 1000), STORED_MISSING);
	assert_int_equal(spent(store, "J", 1000), STORED_MISSING);
}

/* Issuer and jti are not one string. */
static void
test_per_issuer(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct stored_change change = {.kind = STORED_SPEND,
	    .jti = "cd",
	    .jti_issuer = "ab",
	    .jti_expires = 2000};

	assert_int_equal(store->ops->change(store, &change), STORED_OK);
	assert_int_equal(store->ops->spent(store, "ab", "cd", 0), STORED_OK);
	assert_int_equal(
	    store->ops->spent(store, "abc", "d", 0), STORED_MISSING);
	assert_int_equal(
	    store->ops->spent(store, "cd", "ab", 0), STORED_MISSING);
	change.jti_issuer = "abc";
	change.jti = "d";
	assert_int_equal(store->ops->change(store, &change), STORED_OK);
	assert_int_equal(store->ops->change(store, &change), STORED_CONFLICT);
}

/* A registration's jti and an assertion's are of one kind. */
static void
test_with_adds(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	const struct client a = sample("a", "s"), b = sample("b", "s");

	assert_int_equal(add_jti(store, &a, "j", false, CLASH_NONE), STORED_OK);
	assert_int_equal(spent(store, "j", 2000), STORED_OK);
	assert_int_equal(spend_jti(store, "j", 2000, 1000), STORED_CONFLICT);
	assert_int_equal(spend_jti(store, "k", 2000, 1000), STORED_OK);
	assert_int_equal(
	    add_jti(store, &b, "k", false, CLASH_JTI), STORED_CONFLICT);
}

static void
test_revoke(void **state)
{
	struct store *store = ((struct world *)*state)->store;

	assert_int_equal(revoke_jti(store, "j", 2000, 1000), STORED_OK);
	assert_int_equal(spent(store, "j", 2000), STORED_OK);
	assert_int_equal(revoke_jti(store, "j", 2000, 1000), STORED_OK);
	assert_int_equal(spend_jti(store, "j", 2000, 1000), STORED_CONFLICT);
	/* Nobody makes it shorter, not even when it is over. */
	assert_int_equal(revoke_jti(store, "j", 1500, 1000), STORED_OK);
	assert_int_equal(revoke_jti(store, "j", 1500, 2500), STORED_OK);
	assert_int_equal(spent(store, "j", 2000), STORED_OK);
	assert_int_equal(revoke_jti(store, "j", 2500, 1000), STORED_OK);
	assert_int_equal(spent(store, "j", 2500), STORED_OK);
	assert_int_equal(spent(store, "j", 2501), STORED_MISSING);
	assert_int_equal(spend_jti(store, "k", 2000, 1000), STORED_OK);
	assert_int_equal(revoke_jti(store, "k", 2000, 1000), STORED_OK);
	assert_int_equal(spent(store, "k", 2000), STORED_OK);
}

static bool
must_not(void *context, const struct stored_record *record)
{
	(void)context;
	fail_msg("%s", record->text);
	return false;
}

static bool
is_text(void *context, const struct stored_record *record)
{
	assert_string_equal(record->text, "told");
	++*(size_t *)context;
	return true;
}

/* On record when that is asked for, and only if it happened. */
static void
test_record(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	size_t records = 0;
	struct stored_change change = {.kind = STORED_SPEND,
	    .jti = "x",
	    .jti_issuer = "iss",
	    .jti_expires = 2000,
	    .audit = "told"};

	assert_int_equal(spend_jti(store, "j", 2000, 1000), STORED_OK);
	assert_int_equal(revoke_jti(store, "k", 2000, 1000), STORED_OK);
	assert_int_equal(
	    store->ops->read(store, STORED_AUDIT, NULL, must_not, NULL),
	    STORED_OK);
	assert_int_equal(store->ops->change(store, &change), STORED_OK);
	assert_int_equal(store->ops->change(store, &change), STORED_CONFLICT);
	assert_int_equal(
	    store->ops->read(store, STORED_AUDIT, NULL, is_text, &records),
	    STORED_OK);
	assert_int_equal(records, 1);
}

static void
refused(struct store *store, struct stored_change change)
{
	for (int i = 0; i < 2; i++) {
		change.kind = i == 0 ? STORED_SPEND : STORED_REVOKE;
		change.clash = CLASH_JTI;
		assert_int_equal(
		    store->ops->change(store, &change), STORED_UNABLE);
		assert_int_equal(change.clash, CLASH_NONE);
	}
}

static void
test_unsound(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct stored_change change = {.jti_issuer = "iss", .jti_expires = 9};

	refused(store, change);
	change = (struct stored_change){.jti = "j", .jti_expires = 9};
	refused(store, change);
	change.jti_issuer = "iss";
	change.audit = "two\nlines";
	refused(store, change);
	change.audit = NULL;
	change.kind = STORED_REVOKE + 1;
	assert_int_equal(store->ops->change(store, &change), STORED_UNABLE);
	assert_int_equal(spent(store, "j", 0), STORED_MISSING);
}

static void
test_broken(void **state)
{
	struct arena *arena = arena_new();
	const char *why = NULL;
	struct store *store = store_open("broken:", arena, &why);

	(void)state;
	assert_non_null(store);
	assert_int_equal(spend_jti(store, "j", 2000, 1000), STORED_UNABLE);
	assert_int_equal(revoke_jti(store, "j", 2000, 1000), STORED_UNABLE);
	assert_int_equal(spent(store, "j", 1000), STORED_UNABLE);
	store_close(store);
	arena_free(arena);
}

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

#define RACERS 6

static void
race(struct world *world, int gate, enum stored_kind kind)
{
	enum stored stored;
	char byte;

	(void)!read(gate, &byte, 1);
	stored = spend_as(world->store, kind, "j", 2000, 1000);
	store_close(world->store);
	_exit((int)stored);
}

static void
race_spend(struct world *world, int number, int gate)
{
	(void)number;
	race(world, gate, STORED_SPEND);
}

static void
race_revoke(struct world *world, int number, int gate)
{
	(void)number;
	race(world, gate, STORED_REVOKE);
}

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
	assert_int_equal(spent(world->store, "j", 2000), STORED_OK);
}

static void
test_spend_race(void **state)
{
	so_many_win(*state, race_spend, 1);
}

static void
test_revoke_race(void **state)
{
	so_many_win(*state, race_revoke, RACERS);
}

#define BDB(test) cmocka_unit_test_setup_teardown(test, setup_bdb, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    EACH_KIND(test_once),
	    EACH_KIND(test_spent),
	    EACH_KIND(test_per_issuer),
	    EACH_KIND(test_with_adds),
	    EACH_KIND(test_revoke),
	    EACH_KIND(test_record),
	    EACH_KIND(test_unsound),
	    cmocka_unit_test(test_broken),
	    BDB(test_damage),
	    BDB(test_unsure),
	    BDB(test_durable),
	    BDB(test_spend_race),
	    BDB(test_revoke_race),
	};

	return cmocka_run_group_tests_name("store spend", tests, NULL, NULL);
}
