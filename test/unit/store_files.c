/* SPDX-License-Identifier: ISC */
/* The folder of a store: its files, who may read them, and what if they are
 * hurt. */
#include "test/unit/store_world.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static char *
at(struct world *world, const char *name)
{
	return arena_printf(world->arena, "%s/%s", world->directory, name);
}

static void
open_again(struct world *world)
{
	const char *why = "";

	store_close(world->store);
	world->store =
	    store_open(arena_printf(world->arena, "bdb:%s", world->directory),
		world->arena, &why);
	assert_non_null(world->store);
}

static void
test_modes(void **state)
{
	static const char *const names[] = {"clients.db", "by_software.db",
	    "by_certificate.db", "jti.db", "audit.db", "notes.db", "seals.db",
	    "lock", "log.0000000001", "__db.001", "__db.register"};
	const mode_t mask = umask(0);
	struct world *world = *state;
	const struct stored_record seal = {"0000000000000001", "x"};
	struct stat status;

	put(world->store, "a", "s");
	assert_int_equal(note(world->store, "here", 1), STORED_OK);
	assert_int_equal(
	    world->store->ops->seal(world->store, &seal), STORED_OK);
	assert_int_equal(umask(mask), 0);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		assert_int_equal(stat(at(world, names[i]), &status), 0);
		assert_int_equal(status.st_mode & 07777, 0600);
	}
}

static void
test_dump(void **state)
{
	struct world *world = *state;
	struct client client = sample("client-1", "soft");
	char text[4096] = "";
	FILE *dump;

	if (system("command -v db5.3_dump >/dev/null") != 0)
		skip();
	client.metadata = "{\"client_name\":\"Caf\xc3\xa9\"}";
	assert_int_equal(
	    add_jti(world->store, &client, "j", false, CLASH_NONE), STORED_OK);
	open_again(world);
	dump = popen(arena_printf(world->arena,
			 "cd %s && db5.3_dump -p clients.db", world->directory),
	    "r");
	assert_non_null(dump);
	assert_true(fread(text, 1, sizeof text - 1, dump) > 0);
	assert_int_equal(pclose(dump), 0);
	assert_non_null(strstr(text, "\n client-1\n"));
	assert_non_null(strstr(
	    text, "\n format 1\\0aclient_id client-1\\0asoftware soft\\0a"));
	assert_non_null(strstr(text, "\\0a\\0a{\"client_name\":\"Caf"));
}

/* An index that somebody removed is made again: were it empty, each
 * software could register once more. */
static void
test_lost_index(void **state)
{
	struct world *world = *state;
	struct client client = sample("b", "s"), other = sample("c", "t");

	put(world->store, "a", "s");
	other.state = CLIENT_SUSPENDED;
	assert_int_equal(
	    add_jti(world->store, &other, NULL, false, CLASH_NONE), STORED_OK);
	store_close(world->store);
	world->store = NULL;
	assert_int_equal(unlink(at(world, "by_software.db")), 0);
	open_again(world);
	assert_int_equal(
	    add_jti(world->store, &client, NULL, true, CLASH_SOFTWARE),
	    STORED_CONFLICT);
	client.software = "t";
	assert_int_equal(
	    add_jti(world->store, &client, NULL, false, CLASH_SUSPENDED),
	    STORED_CONFLICT);
}

static void
spoil(const char *path)
{
	char junk[8192];
	int fd = open(path, O_WRONLY);

	memset(junk, 'x', sizeof junk);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, junk, sizeof junk), sizeof junk);
	(void)close(fd);
}

/* Out of order is not the same as empty; and it passes. */
static void
test_out_of_order(void **state)
{
	struct world *world = *state;
	struct client client = sample("b", "s"), got;
	struct store *store;

	put(world->store, "a", "s");
	store_close(world->store);
	world->store = NULL;
	assert_int_equal(rename(at(world, "clients.db"), at(world, "kept")), 0);
	assert_int_equal(mkdir(at(world, "clients.db"), 0700), 0);
	open_again(world);
	store = world->store;
	assert_int_equal(
	    store->ops->get(store, "a", world->arena, &got), STORED_UNABLE);
	assert_int_equal(
	    add_jti(store, &client, "j", false, CLASH_NONE), STORED_UNABLE);
	assert_int_equal(drop(store, "a", 1), STORED_UNABLE);
	assert_int_equal(rmdir(at(world, "clients.db")), 0);
	assert_int_equal(rename(at(world, "kept"), at(world, "clients.db")), 0);
	assert_int_equal(
	    store->ops->get(store, "a", world->arena, &got), STORED_OK);
	assert_int_equal(
	    add_jti(store, &client, "j", false, CLASH_NONE), STORED_OK);
}

/* As after a power failure: the lock file speaks of another boot, and the
 * regions are junk that must not even be looked at. */
static void
test_other_boot(void **state)
{
	struct world *world = *state;
	struct client got;
	int fd;

	put(world->store, "a", "s");
	store_close(world->store);
	world->store = NULL;
	fd = open(at(world, "lock"), O_WRONLY);
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, "zzzz", 4, 1), 4);
	(void)close(fd);
	spoil(at(world, "__db.002"));
	spoil(at(world, "__db.003"));
	open_again(world);
	assert_int_equal(
	    world->store->ops->get(world->store, "a", world->arena, &got),
	    STORED_OK);
}

/* Somebody who is stopped inside must not stop us for long. */
static void
test_held_lock(void **state)
{
	struct world *world = *state;
	struct client got;
	int fd;

	put(world->store, "a", "s");
	fd = open(at(world, "lock"), O_RDWR);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	(void)alarm(20);
	assert_int_equal(
	    world->store->ops->get(world->store, "a", world->arena, &got),
	    STORED_UNABLE);
	(void)alarm(0);
	(void)close(fd);
	assert_int_equal(
	    world->store->ops->get(world->store, "a", world->arena, &got),
	    STORED_OK);
}

/* A larger cache has its blocks from the beginning as well: what is mapped
 * without one is a SIGBUS on a full disk. */
static void
test_larger_cache(void **state)
{
	static const struct {
		const char *name;
		off_t bytes;
	} regions[] = {{"__db.001", 1 << 20}, {"__db.002", 3 << 20},
	    {"__db.003", 80 << 20}};
	struct world *world = *state;
	struct stat status;
	FILE *file;

	put(world->store, "a", "s");
	store_close(world->store);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(unlink(at(world, regions[i].name)), 0);
	file = fopen(at(world, "DB_CONFIG"), "w");
	assert_non_null(file);
	assert_true(fprintf(file, "set_cachesize 0 %d 1\n", 64 << 20) > 0);
	assert_int_equal(fclose(file), 0);
	world->store =
	    store_open(world->uri, world->arena, &(const char *){""});
	assert_non_null(world->store);
	put(world->store, "b", "s");
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(stat(at(world, regions[i].name), &status), 0);
		assert_true(status.st_blocks * 512 >= regions[i].bytes);
		assert_true(status.st_blocks * 512 >= status.st_size);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_modes, setup_bdb, teardown),
	    cmocka_unit_test_setup_teardown(
		test_larger_cache, setup_bdb, teardown),
	    cmocka_unit_test_setup_teardown(test_dump, setup_bdb, teardown),
	    cmocka_unit_test_setup_teardown(
		test_lost_index, setup_bdb, teardown),
	    cmocka_unit_test_setup_teardown(
		test_out_of_order, setup_bdb, teardown),
	    cmocka_unit_test_setup_teardown(
		test_other_boot, setup_bdb, teardown),
	    cmocka_unit_test_setup_teardown(
		test_held_lock, setup_bdb, teardown),
	};

	return cmocka_run_group_tests_name("store files", tests, NULL, NULL);
}
