/* SPDX-License-Identifier: ISC */
/* How a commit gets to the disk, and what if it does not. */
#include "test/unit/store_children.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <db.h>

#include "kit/monotonic.h"
#include "store/bdb/private.h"
#include "store/lib/pause.h"

static struct counts {
	_Atomic int failing; /* so many calls fail; in all processes */
	_Atomic int syncs;   /* of log files that one process did for all */
} * counts;

/* The functions that stand in for those of the C library, for libdb as well. */
__attribute__((visibility("default"))) int fdatasync(int fd);
__attribute__((visibility("default"))) int fsync(int fd);

/* What Berkeley DB keeps when it is closed in panic: store/bdb/guard.c. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(
    void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libdb";
}

static bool
fails(void)
{
	int left = counts == NULL ? 0 : atomic_load(&counts->failing);

	while (left > 0)
		if (atomic_compare_exchange_weak(
			&counts->failing, &left, left - 1)) {
			errno = EIO;
			return true;
		}
	return false;
}

int
fdatasync(int fd)
{
	if (fails())
		return -1;
	(void)atomic_fetch_add(&counts->syncs, 1);
	return (int)syscall(SYS_fdatasync, fd);
}

int
fsync(int fd)
{
	return fails() ? -1 : (int)syscall(SYS_fsync, fd);
}

static struct bdb *
bdb_of(struct world *world)
{
	return (struct bdb *)world->store;
}

static ino_t
log_inode(struct world *world)
{
	struct stat status;

	assert_int_equal(stat(arena_printf(world->arena, "%s/log.0000000001",
				  world->directory),
			     &status),
	    0);
	return status.st_ino;
}

static enum stored
add(struct world *world, const char *id)
{
	struct client client = sample(id, "s");
	struct stored_change change = {
	    .client = &client, .audit = id, .now = 1000};

	return world->store->ops->change(world->store, &change);
}

/* The kernel tells a failure once: the second sync would pass, whatever is on
 * the disk. */
static void
test_failure_once(void **state)
{
	struct world *world = *state;
	ino_t before;

	assert_int_equal(add(world, "a"), STORED_OK);
	before = log_inode(world);
	atomic_store(&counts->failing, 1);
	assert_int_equal(add(world, "b"), STORED_OK);
	assert_int_equal(atomic_load(&counts->failing), 0);
	assert_int_not_equal(log_inode(world), before);
	assert_int_equal(count(world->store, INDEX_SOFTWARE, NULL), 2);
	audited(world->store);
	assert_int_equal(atomic_load(&bdb_of(world)->shared->sick), 0);
}

static void
test_failure_lasts(void **state)
{
	struct world *world = *state;
	struct client got;

	assert_int_equal(add(world, "a"), STORED_OK);
	atomic_store(&counts->failing, 1000000);
	assert_int_equal(add(world, "b"), STORED_UNABLE);
	assert_int_equal(add(world, "c"), STORED_UNABLE);
	assert_int_equal(
	    world->store->ops->get(world->store, "a", world->arena, &got),
	    STORED_UNABLE);
	atomic_store(&counts->failing, 0);
	assert_int_equal(add(world, "d"), STORED_OK);
	assert_int_equal(
	    world->store->ops->get(world->store, "a", world->arena, &got),
	    STORED_OK);
	assert_int_equal(
	    world->store->ops->get(world->store, "d", world->arena, &got),
	    STORED_OK);
	audited(world->store);
}

/* Whoever waits for somebody else's sync is told of its failure as well. */
static void
wait_for_sync(struct world *world, int number, int out)
{
	char id[8];

	(void)snprintf(id, sizeof id, "w%d", number);
	(void)out;
	if (add(world, id) != STORED_OK)
		_exit(97);
	store_close(world->store);
	_exit(0);
}

static void
commit_together(struct world *world, int failing)
{
	struct bdb *bdb;
	pid_t children[4];
	uint64_t before;

	assert_int_equal(add(world, "first"), STORED_OK);
	close_first(world);
	world->store = again(world);
	bdb = bdb_of(world);
	assert_int_equal(bdb_share(bdb), 0);
	assert_int_equal(bdb_take(bdb, BDB_SYNC, monotonic_deadline(1000)), 0);
	before = atomic_load(&bdb->shared->committed);
	for (int i = 0; i < 4; i++)
		children[i] = start(wait_for_sync, world, i, 1);
	world->store = &bdb->store;
	while (atomic_load(&bdb->shared->committed) < before + 4)
		pause_before(1, 2000000);
	atomic_store(&counts->syncs, 0);
	atomic_store(&counts->failing, failing);
	bdb_give(bdb, BDB_SYNC);
	for (int i = 0; i < 4; i++)
		assert_int_equal(ended(children[i]), 0);
	assert_int_equal(count(world->store, INDEX_SOFTWARE, NULL), 5);
	audited(world->store);
}

static void
test_one_for_all(void **state)
{
	commit_together(*state, 0);
	assert_int_equal(atomic_load(&counts->syncs), 1);
}

static void
test_failure_for_all(void **state)
{
	commit_together(*state, 1);
	assert_int_equal(atomic_load(&counts->failing), 0);
}

/* Stopped inside, for so long that nobody waits any more. */
static void
stop_inside(struct world *world, int number, int out)
{
	struct bdb *bdb = bdb_of(world);

	if (bdb_enter(bdb) != 0)
		_exit(97);
	atomic_store(&bdb->shared->guard.alive, monotonic_now() - 8100000000);
	if (number == 1)
		atomic_fetch_add(&bdb->shared->guard.started, 1);
	(void)!write(out, "x", 1);
	(void)raise(SIGSTOP);
	_exit(98);
}

static pid_t
start_stopped(struct world *world, int number)
{
	int ends[2];
	pid_t child;
	char x;

	assert_int_equal(add(world, "a"), STORED_OK);
	close_first(world);
	assert_int_equal(pipe(ends), 0);
	child = start(stop_inside, world, number, ends[1]);
	assert_int_equal(read(ends[0], &x, 1), 1);
	(void)close(ends[0]);
	(void)close(ends[1]);
	world->store = again(world);
	return child;
}

static void
test_stuck(void **state)
{
	struct world *world = *state;
	const pid_t child = start_stopped(world, 0);
	int status;

	assert_int_equal(add(world, "b"), STORED_OK);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	assert_int_equal(count(world->store, INDEX_SOFTWARE, NULL), 2);
	audited(world->store);
}

/* A number that belongs to another process by now. */
static void
test_not_the_holder(void **state)
{
	struct world *world = *state;
	const pid_t child = start_stopped(world, 1);
	struct bdb *bdb = bdb_of(world);
	int status;

	assert_int_equal(
	    bdb_enter_until(bdb, monotonic_deadline(100)), ETIMEDOUT);
	assert_int_equal(kill(child, SIGCONT), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 98);
	assert_int_equal(add(world, "b"), STORED_OK);
}

static int
make_counts(void **state)
{
	(void)state;
	counts = mmap(NULL, sizeof *counts, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return counts == MAP_FAILED ? -1 : 0;
}

#define BDB(test) cmocka_unit_test_setup_teardown(test, setup_bdb, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    BDB(test_failure_once),
	    BDB(test_failure_lasts),
	    BDB(test_one_for_all),
	    BDB(test_failure_for_all),
	    BDB(test_stuck),
	    BDB(test_not_the_holder),
	};

	return cmocka_run_group_tests_name(
	    "store sync", tests, make_counts, NULL);
}
