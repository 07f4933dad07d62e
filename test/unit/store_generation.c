/* SPDX-License-Identifier: ISC */
/* The number by which those who remember what the store said find out that
 * it would say something else. */
#include "test/unit/store_commit.h"
#include "test/unit/store_moving.h"

#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <linux/seccomp.h>

static enum stored
spend_as(struct store *store, enum change_kind kind, const char *jti)
{
	struct stored_change change = {.kind = kind,
	    .jti = jti,
	    .jti_issuer = "iss",
	    .jti_expires = 2000,
	    .now = 1000};

	return store->ops->change(store, &change);
}

static int
die(DB_TXN *txn, u_int32_t flags)
{
	(void)txn;
	(void)flags;
	(void)kill(getpid(), SIGKILL);
	return 0;
}

static int
commit_and_die(DB_TXN *txn, u_int32_t flags)
{
	(void)store_commit(txn, flags);
	return die(txn, flags);
}

static void
die_inside(struct world *world, int number, int out)
{
	struct client client = sample("a", "s");
	struct stored_change change = {
	    .kind = CHANGE_REPLACE, .client = &client, .now = 1000};
	const uint64_t before = generation(world->store);

	client.version = 1;
	(void)count(world->store, INDEX_SOFTWARE, NULL);
	if (write(out, &before, sizeof before) != sizeof before)
		_exit(97);
	at_next_commit(world, number == 0 ? die : commit_and_die);
	(void)world->store->ops->change(world->store, &change);
	_exit(96);
}

static void
kill_inside(struct world *world, int number, uint64_t *before)
{
	int pipes[2], status;
	pid_t child;

	close_first(world);
	assert_int_equal(pipe(pipes), 0);
	child = start(die_inside, world, number, pipes[1]);
	assert_int_equal(
	    read(pipes[0], before, sizeof *before), sizeof *before);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	(void)close(pipes[0]);
	(void)close(pipes[1]);
	world->store = again(world);
}

/* Killed before the commit or behind it: it has moved, for who remembers the
 * old answer cannot know which; and recovery does not take it back. */
static void
test_killed_inside(void **state)
{
	struct world *world = *state;
	struct client got;
	uint64_t number, now;

	put(world->store, "a", "s");
	for (int i = 1; i <= 2; i++) {
		kill_inside(world, i - 1, &number);
		now = number;
		moved(world->store, &now);
		assert_int_equal(world->store->ops->get(
				     world->store, "a", world->arena, &got),
		    STORED_OK);
		assert_int_equal(got.version, i);
		assert_int_equal(generation(world->store), now);
		put(world->store, i == 1 ? "b" : "c", "s");
		moved(world->store, &now);
	}
}

static int
lose_and_fail(DB_TXN *txn, u_int32_t flags)
{
	(void)flags;
	assert_int_equal(txn->abort(txn), 0);
	return DB_RUNRECOVERY;
}

static void
test_recovered(void **state)
{
	struct world *world = *state;
	uint64_t number;

	put(world->store, "a", "s");
	number = generation(world->store);
	at_next_commit(world, lose_and_fail);
	put(world->store, "b", "s");
	moved(world->store, &number);
	put(world->store, "c", "s");
	moved(world->store, &number);
}

/* Nothing but reading, writing and ending is left to this one. */
static void
confined(struct world *world, int number, int out)
{
	const uint64_t first = generation(world->store);

	(void)number;
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) != 0)
		_exit(77);
	for (int i = 0; i < 1000; i++)
		if (generation(world->store) != first)
			(void)syscall(SYS_exit, 97);
	(void)!write(out, "x", 1);
	(void)syscall(SYS_exit, 0);
}

static void
test_no_system_call(void **state)
{
	struct world *world = *state;
	int null = open("/dev/null", O_WRONLY), status;
	pid_t child;

	close_first(world);
	child = start(confined, world, 0, null);
	assert_int_equal(waitpid(child, &status, 0), child);
	(void)close(null);
	world->store = again(world);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
		skip();
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static char *
lock_of(struct world *world)
{
	return arena_printf(world->arena, "%s/lock", world->directory);
}

/* Before anything was opened; in a folder where nobody was before. */
static void
test_first(void **state)
{
	const mode_t mask = umask(0);
	struct world *world = *state;
	const uint64_t number = generation(world->store);
	struct stat status;

	assert_int_equal(umask(mask), 0);
	assert_true(number != 0);
	assert_int_equal(lstat(lock_of(world), &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	store_close(world->store);
	world->store = again(world);
	assert_int_equal(generation(world->store), number);
	assert_int_equal(count(world->store, INDEX_SOFTWARE, NULL), 0);
	assert_int_equal(generation(world->store), number);
}

/* An earlier dcr's file has the mark alone; and none is to be trusted to have
 * that.  Whatever is left of it, no number comes again. */
static void
test_cut_short(void **state)
{
	static const off_t lengths[] = {0, 1, 37, 71, 64};
	struct world *world = *state;
	struct stat status;
	struct client got;
	uint64_t number;

	put(world->store, "a", "s");
	number = generation(world->store);
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		close_first(world);
		assert_int_equal(truncate(lock_of(world), lengths[i]), 0);
		world->store = again(world);
		if (i % 2 == 0)
			moved(world->store, &number);
		assert_int_equal(world->store->ops->get(
				     world->store, "a", world->arena, &got),
		    STORED_OK);
		put(world->store, arena_printf(world->arena, "b%zu", i), "s");
		moved(world->store, &number);
		assert_int_equal(stat(lock_of(world), &status), 0);
		assert_int_equal(status.st_size, sizeof(struct bdb_shared));
	}
}

/* Who cannot tell says so, changes nothing either, and gets well. */
static void
cannot_tell(struct world *world)
{
	const struct client client = sample("a", "s");

	assert_int_equal(generation(world->store), 0);
	assert_int_equal(generation(world->store), 0);
	assert_int_equal(
	    add_jti(world->store, &client, NULL, false, CLASH_NONE),
	    STORED_UNABLE);
	assert_int_equal(
	    spend_as(world->store, CHANGE_REVOKE, "j"), STORED_UNABLE);
	assert_int_equal(world->store->ops->spent(world->store, "iss", "j", 0),
	    STORED_UNABLE);
}

static void
test_unmapped(void **state)
{
	struct world *world = *state;
	char *elsewhere =
	    arena_printf(world->arena, "%s/elsewhere", world->directory);
	struct stat status;

	assert_int_equal(mkdir(lock_of(world), 0700), 0);
	cannot_tell(world);
	assert_int_equal(rmdir(lock_of(world)), 0);
	assert_int_equal(symlink(elsewhere, lock_of(world)), 0);
	cannot_tell(world);
	assert_int_not_equal(lstat(elsewhere, &status), 0);
	assert_int_equal(unlink(lock_of(world)), 0);
	assert_true(generation(world->store) != 0);
	put(world->store, "a", "s");
}

/* A number that nobody can tell from none is not kept. */
static void
test_overflow(void **state)
{
	struct world *world = *state;
	const uint64_t last = UINT64_MAX;
	int fd;

	put(world->store, "a", "s");
	fd = open(lock_of(world), O_WRONLY);
	assert_int_equal(pwrite(fd, &last, sizeof last, 64), sizeof last);
	(void)close(fd);
	assert_true(generation(world->store) == last);
	put(world->store, "b", "s");
	assert_true(generation(world->store) != last);
	put(world->store, "c", "s");
	assert_true(generation(world->store) != 0);
}

#define BDB(test) cmocka_unit_test_setup_teardown(test, setup_bdb, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    BDB(test_killed_inside),
	    BDB(test_recovered),
	    BDB(test_no_system_call),
	    BDB(test_first),
	    BDB(test_cut_short),
	    BDB(test_unmapped),
	    BDB(test_overflow),
	};

	return cmocka_run_group_tests_name(
	    "store generation", tests, NULL, NULL);
}
