/* SPDX-License-Identifier: ISC */
/* Damage behind the store's back is named, mended when it can be, and then
 * there is nothing to be said. */
#include "test/unit/store_children.h"

#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <time.h>

#include <db.h>

#include "store/bdb/private.h"

/* How much of the disk is free is ours to say. */
static bool nearly_full;
static unsigned long free_blocks, free_inodes;

int
fstatvfs(int fd, struct statvfs *out)
{
	(void)fd;
	memset(out, 0, sizeof *out);
	out->f_frsize = 1024;
	out->f_files = 1000000;
	out->f_bavail = nearly_full ? free_blocks : 100000000;
	out->f_favail = nearly_full ? free_inodes : 1000000;
	return 0;
}

struct told {
	struct arena *arena;
	const char *lines; /* "STATE WHAT DETAIL", all that are not good */
	int states[4];
};

static void
take(void *context, const struct store_finding *finding)
{
	static const char *const words[] = {"ok", "look", "bad", "mended"};
	struct told *told = context;

	told->states[finding->state]++;
	if (finding->state != FINDING_GOOD)
		told->lines =
		    arena_printf(told->arena, "%s%s %s %s\n", told->lines,
			words[finding->state], finding->what, finding->detail);
}

static struct told
examine(struct world *world, bool repair)
{
	struct told told = {.arena = world->arena, .lines = ""};

	assert_int_equal(
	    world->store->ops->examine(world->store, repair, take, &told),
	    STORED_OK);
	return told;
}

static void
content(struct world *world)
{
	const struct told told = examine(world, false);

	if (*told.lines != '\0')
		fail_msg("%s", told.lines);
	assert_true(told.states[FINDING_GOOD] > 8);
}

/* Both times nothing is told but that; the second time it is mended, and the
 * third time it is not there. */
static void
told_is(struct world *world, const char *lines, bool repair)
{
	const struct told told = examine(world, repair);

	assert_string_equal(told.lines, lines);
}

static void
mends(struct world *world, const char *what)
{
	told_is(world, arena_printf(world->arena, "bad %s\n", what), false);
	told_is(world, arena_printf(world->arena, "bad %s\n", what), false);
	told_is(world, arena_printf(world->arena, "mended %s\n", what), true);
	content(world);
}

/* A table that is opened for itself, and so without what it does to others. */
static DB *
raw_open(struct bdb *bdb, const char *file)
{
	DB *table;

	assert_int_equal(bdb_enter(bdb), 0);
	assert_non_null(bdb->env);
	assert_int_equal(db_create(&table, bdb->env, 0), 0);
	assert_int_equal(
	    table->open(table, NULL, file, NULL, DB_BTREE, DB_AUTO_COMMIT, 0),
	    0);
	return table;
}

static void
raw_close(struct bdb *bdb, DB *table)
{
	assert_int_equal(table->close(table, DB_NOSYNC), 0);
	bdb_leave(bdb, true);
}

static void
raw_put(struct world *world, const char *file, DBT key, DBT data)
{
	struct bdb *bdb = (struct bdb *)world->store;
	DB *table = raw_open(bdb, file);

	assert_int_equal(
	    table->put(table, NULL, &key, &data, DB_AUTO_COMMIT), 0);
	raw_close(bdb, table);
}

/* The pair, or (data.size 0) all under the key. */
static void
raw_delete(struct world *world, const char *file, DBT key, DBT data)
{
	struct bdb *bdb = (struct bdb *)world->store;
	DB *table = raw_open(bdb, file);
	DB_TXN *txn;
	DBC *cursor;

	assert_int_equal(bdb->env->txn_begin(bdb->env, NULL, &txn, 0), 0);
	assert_int_equal(table->cursor(table, txn, &cursor, 0), 0);
	assert_int_equal(cursor->get(cursor, &key, &data,
			     data.size > 0 ? DB_GET_BOTH : DB_SET),
	    0);
	assert_int_equal(cursor->del(cursor, 0), 0);
	assert_int_equal(cursor->close(cursor), 0);
	assert_int_equal(txn->commit(txn, 0), 0);
	raw_close(bdb, table);
}

static void
suspend(struct store *store, const char *id, const char *software)
{
	struct client client = sample(id, software);

	client.version = 1;
	client.state = CLIENT_SUSPENDED;
	assert_int_equal(replace(store, &client), STORED_OK);
}

static void
wait_for_approval(struct store *store, const char *id, const char *software)
{
	struct client client = sample(id, software);

	client.version = 1;
	client.state = CLIENT_PENDING;
	assert_int_equal(replace(store, &client), STORED_OK);
}

static void
some_clients(struct world *world)
{
	const struct stored_record seal = {"0000000000000001", "x"};

	put(world->store, "a", "s");
	put(world->store, "b", "s");
	put(world->store, "c", "t");
	suspend(world->store, "c", "t");
	assert_int_equal(note(world->store, "here", 9), STORED_OK);
	assert_int_equal(
	    world->store->ops->seal(world->store, &seal), STORED_OK);
}

static void
test_healthy(void **state)
{
	struct world *world = *state;
	struct client client = sample("j", "s");

	content(world);
	some_clients(world);
	assert_int_equal(
	    add_jti(world->store, &client, "j", false, CLASH_NONE), STORED_OK);
	content(world);
	told_is(world, "", true);
}

/* A client that no index lists is listed again: its software could register
 * once more, or a ban would be forgotten. */
static void
test_unlisted(void **state)
{
	struct world *world = *state;
	struct client client = sample("d", "t");

	some_clients(world);
	raw_delete(world, "by_software.db", bdb_text("s"), bdb_text("b"));
	mends(world,
	    "clients clients.db: \"b\" is not listed in by_software.db as it "
	    "is");
	raw_delete(
	    world, "by_software.db", bdb_bytes("t\0", 2), bdb_bytes(NULL, 0));
	assert_int_equal(
	    add_jti(world->store, &client, NULL, false, CLASH_NONE), STORED_OK);
	assert_int_equal(drop(world->store, "d", 1), STORED_OK);
	mends(world,
	    "clients clients.db: \"c\" is not listed in by_software.db as it "
	    "is");
	assert_int_equal(
	    add_jti(world->store, &client, NULL, false, CLASH_SUSPENDED),
	    STORED_CONFLICT);
	raw_delete(world, "by_certificate.db", bdb_text("00ff"), bdb_text("a"));
	mends(world,
	    "clients clients.db: \"a\" is not listed in by_certificate.db as "
	    "it is");
	assert_int_equal(count(world->store, INDEX_CERTIFICATE, "00ff"), 3);
}

static void
test_alien(void **state)
{
	struct world *world = *state;

	some_clients(world);
	raw_put(world, "by_software.db", bdb_text("s"), bdb_text("gone"));
	assert_int_equal(rows_clients(world->store, INDEX_SOFTWARE, "s",
			     count_one, &(size_t){0}),
	    STORED_UNABLE);
	assert_int_equal(examine(world, false).states[FINDING_MENDED], 1);
	mends(world,
	    "software by_software.db: \"s\" lists a client that is not there");
	assert_int_equal(count(world->store, INDEX_SOFTWARE, "s"), 2);
	raw_put(world, "by_software.db", bdb_bytes("s\0", 2), bdb_text("a"));
	mends(world,
	    "software by_software.db: \"s\\00\" lists a client that is not its "
	    "own");
	raw_put(world, "by_software.db", bdb_text(""), bdb_text("a"));
	mends(world,
	    "software by_software.db: \"\" lists a client that is not its own");
	raw_put(world, "by_certificate.db", bdb_text("ff\\"), bdb_text("b"));
	mends(world,
	    "certificates by_certificate.db: \"ff\\5c\" lists a client that is "
	    "not its own");
	/* One that waits has a mark of its own, and not that of a ban. */
	wait_for_approval(world->store, "b", "s");
	content(world);
	raw_put(world, "by_software.db", bdb_bytes("s\0", 2), bdb_text("b"));
	mends(world,
	    "software by_software.db: \"s\\00\" lists a client that is not its "
	    "own");
	raw_put(world, "by_software.db", bdb_bytes("s\0p", 3), bdb_text("a"));
	mends(world,
	    "software by_software.db: \"s\\00p\" lists a client that is not "
	    "its own");
	raw_delete(
	    world, "by_software.db", bdb_bytes("s\0p", 3), bdb_text("b"));
	mends(world,
	    "clients clients.db: \"b\" is not listed in by_software.db as it "
	    "is");
}

/* A torn record is named and left, and the others do not suffer. */
static void
test_torn(void **state)
{
	struct world *world = *state;
	const char *line = "bad clients clients.db: \"b\" cannot be read as a "
			   "client\n";
	struct client got;

	some_clients(world);
	raw_put(world, "clients.db", bdb_text("b"), bdb_text("format 1\ncli"));
	told_is(world, line, false);
	told_is(world, line, true);
	told_is(world, line, false);
	assert_int_equal(
	    world->store->ops->get(world->store, "b", world->arena, &got),
	    STORED_UNABLE);
	assert_int_equal(
	    world->store->ops->get(world->store, "a", world->arena, &got),
	    STORED_OK);
	got = sample("x\xff", "s");
	got.version = 1;
	raw_put(world, "clients.db", bdb_text("b"),
	    bdb_text(bdb_record_write(world->arena, &got)));
	told_is(world,
	    "bad clients clients.db: \"b\" has another client's record\n",
	    true);
	got = sample("b", "s");
	got.version = 1;
	got.metadata = "{\"client_name\":\"x";
	raw_put(world, "clients.db", bdb_text("b"),
	    bdb_text(bdb_record_write(world->arena, &got)));
	told_is(world,
	    "bad clients clients.db: \"b\" has client metadata that is "
	    "not a JSON object\n",
	    true);
}

static void
test_rows(void **state)
{
	struct world *world = *state;
	const char *lines =
	    "bad jtis jti.db: \"iss\\00j\" has an expiry that is not a "
	    "number\n"
	    "bad jtis jti.db: \"k\" is not an issuer, a NUL and a jti\n"
	    "bad audit audit.db: \"zz\" is not a key of 16 hex digits\n"
	    "bad seals seals.db: \"0000000000000001\" has a text with a "
	    "control character\n";

	some_clients(world);
	raw_put(world, "notes.db", bdb_text("x"), bdb_text("0 -1"));
	mends(world, "notes notes.db: \"x\" has a count that cannot be read");
	raw_put(world, "jti.db", bdb_bytes("iss\0j", 5), bdb_text("x"));
	raw_put(world, "jti.db", bdb_text("k"), bdb_text("2000"));
	raw_put(world, "audit.db", bdb_text("zz"), bdb_text("{}"));
	raw_put(
	    world, "seals.db", bdb_text("0000000000000001"), bdb_text("a\nb"));
	told_is(world, lines, false);
	told_is(world, lines, true);
}

#define MANY 702

/* More than a batch, under one key and under as many; all of them are mended,
 * and twenty are named. */
static void
test_many(void **state)
{
	struct world *world = *state;
	struct bdb *bdb = (struct bdb *)world->store;
	const uint64_t before = world->store->ops->generation(world->store);
	struct told told;
	char id[16];
	DB *table;

	for (int i = 0; i < MANY; i++) {
		(void)snprintf(id, sizeof id, "%05d", i);
		put(world->store, id, i % 2 == 0 ? id : "s");
	}
	content(world);
	/* A third under "alien"; of the even ones, the others under "s". */
	table = raw_open(bdb, "by_software.db");
	for (int i = 0; i < MANY; i++) {
		DBT key = bdb_text(i % 3 == 0 ? "alien" : "s"),
		    data = bdb_text(id);

		(void)snprintf(id, sizeof id, "%05d", i);
		if (i % 2 == 0 || i % 3 == 0)
			assert_int_equal(table->put(table, NULL, &key, &data,
					     DB_AUTO_COMMIT),
			    0);
	}
	raw_close(bdb, table);
	told = examine(world, false);
	assert_int_equal(told.states[FINDING_BAD], 21);
	assert_non_null(strstr(told.lines, "by_software.db: and 448 more"));
	told = examine(world, true);
	assert_int_equal(told.states[FINDING_BAD], 0);
	assert_int_equal(told.states[FINDING_MENDED], 21);
	content(world);
	assert_true(world->store->ops->generation(world->store) > before);
	assert_int_equal(count(world->store, INDEX_SOFTWARE, "s"), MANY / 2);
}

static void
test_lost_lists(void **state)
{
	struct world *world = *state;
	struct bdb *bdb = (struct bdb *)world->store;
	DBT key = bdb_text("00ff");
	struct told told;
	char id[16];
	DB *table;

	for (int i = 0; i < MANY; i++) {
		(void)snprintf(id, sizeof id, "%05d", i);
		put(world->store, id, "s");
	}
	table = raw_open(bdb, "by_certificate.db");
	assert_int_equal(table->del(table, NULL, &key, DB_AUTO_COMMIT), 0);
	raw_close(bdb, table);
	/* Not all of them: an index that is empty is made again. */
	raw_put(world, "by_certificate.db", key, bdb_text("00007"));
	told = examine(world, false);
	assert_non_null(strstr(told.lines, "clients.db: and 681 more"));
	told = examine(world, true);
	assert_int_equal(told.states[FINDING_BAD], 0);
	assert_int_equal(told.states[FINDING_MENDED], 21);
	content(world);
	assert_int_equal(count(world->store, INDEX_CERTIFICATE, "00ff"), MANY);
}

static char *
at(struct world *world, const char *name)
{
	return arena_printf(world->arena, "%s/%s", world->directory, name);
}

static void
test_files(void **state)
{
	struct world *world = *state;

	some_clients(world);
	assert_int_equal(chmod(at(world, "jti.db"), 0640), 0);
	mends(world, "files jti.db is open to others: mode 640");
	assert_int_equal(chmod(world->directory, 0770), 0);
	told_is(world,
	    arena_printf(world->arena,
		"bad folder %s can be written to by others: mode 770\n",
		world->directory),
	    true);
	assert_int_equal(chmod(world->directory, 0700), 0);
	assert_int_equal(symlink("/dev/null", at(world, "log.9")), 0);
	assert_int_equal(symlink("/dev/null", at(world, "other")), 0);
	assert_int_equal(mkdir(at(world, "keys"), 0755), 0);
	told_is(world,
	    "bad files log.9 is a symbolic link\n"
	    "look files other is a symbolic link\n",
	    true);
	assert_int_equal(unlink(at(world, "log.9")), 0);
	assert_int_equal(unlink(at(world, "other")), 0);
	content(world);
}

static void
age(const char *path)
{
	const struct timespec old[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};

	assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
}

/* A copy that somebody is making is his. */
static void
test_leftovers(void **state)
{
	struct world *world = *state;
	const char *folder = at(world, "snapshot.x"),
		   *file = at(world, "snapshot.x/lock");
	int fd;

	some_clients(world);
	assert_int_equal(mkdir(folder, 0700), 0);
	fd = open(file, O_RDWR | O_CREAT, 0600);
	assert_true(fd >= 0);
	told_is(world, "", true); /* it is young */
	age(folder);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	told_is(world, "", true);
	assert_int_equal(flock(fd, LOCK_UN), 0);
	told_is(world,
	    "look leftovers snapshot.x: of a copy that nobody is making any "
	    "more\n",
	    false);
	told_is(world,
	    "mended leftovers snapshot.x: of a copy that nobody is making any "
	    "more\n",
	    true);
	assert_int_equal(access(folder, F_OK), -1);
	content(world);
	(void)close(fd);
}

static void
test_disk(void **state)
{
	struct world *world = *state;

	content(world);
	nearly_full = true;
	free_blocks = 31 * 1024;
	free_inodes = 1000;
	told_is(world, "bad disk 31744 KiB and 1000 inodes are free\n", true);
	free_blocks = 255 * 1024;
	told_is(world, "look disk 261120 KiB and 1000 inodes are free\n", true);
	free_blocks = 256 * 1024;
	free_inodes = 31;
	told_is(world, "bad disk 262144 KiB and 31 inodes are free\n", true);
	nearly_full = false;
}

/* Writes that nobody has saved by a checkpoint, and logs nobody took away. */
static void
test_logs(void **state)
{
	struct world *world = *state;
	struct bdb *bdb = (struct bdb *)world->store;
	char *large = arena_alloc(world->arena, 1024 * 1024);
	DBT key = bdb_text("x"), data = bdb_bytes(large, 1024 * 1024);
	struct told told;
	DB_TXN *txn;
	DB *table;

	some_clients(world);
	table = raw_open(bdb, "notes.db");
	for (int i = 0; i < 17; i++) {
		memset(large, i, 1024 * 1024);
		assert_int_equal(
		    bdb->env->txn_begin(bdb->env, NULL, &txn, 0), 0);
		assert_int_equal(table->put(table, txn, &key, &data, 0), 0);
		assert_int_equal(txn->commit(txn, DB_TXN_NOSYNC), 0);
	}
	raw_close(bdb, table);
	raw_delete(world, "notes.db", bdb_text("x"), bdb_bytes(NULL, 0));
	told = examine(world, false);
	assert_int_equal(told.states[FINDING_POOR], 1);
	assert_int_equal(strncmp(told.lines, "look log ", 9), 0);
	told = examine(world, true);
	assert_int_equal(told.states[FINDING_MENDED], 1);
	content(world);
}

static void
test_other_boot(void **state)
{
	struct world *world = *state;
	int fd;

	some_clients(world);
	store_close(world->store);
	fd = open(at(world, "lock"), O_WRONLY);
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, "zzzz", 4, 1), 4);
	(void)close(fd);
	world->store = again(world);
	told_is(world,
	    "mended environment recovered: the regions were of another boot, "
	    "or somebody died inside\n",
	    false);
	content(world);
}

static void
test_unreadable(void **state)
{
	struct world *world = *state;
	struct told told = {.arena = world->arena, .lines = ""};

	some_clients(world);
	store_close(world->store);
	assert_int_equal(rename(at(world, "clients.db"), at(world, "kept")), 0);
	assert_int_equal(mkdir(at(world, "clients.db"), 0700), 0);
	world->store = again(world);
	assert_int_equal(
	    world->store->ops->examine(world->store, true, take, &told),
	    STORED_UNABLE);
	assert_int_equal(told.states[FINDING_BAD], 2);
	assert_non_null(strstr(told.lines, "bad files clients.db is no"));
	assert_non_null(strstr(told.lines, "bad environment "));
	assert_int_equal(rmdir(at(world, "clients.db")), 0);
	assert_int_equal(rename(at(world, "kept"), at(world, "clients.db")), 0);
	assert_int_equal(examine(world, false).states[FINDING_MENDED], 1);
	content(world);
}

#define BDB(test) cmocka_unit_test_setup_teardown(test, setup_bdb, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    BDB(test_healthy),
	    BDB(test_unlisted),
	    BDB(test_alien),
	    BDB(test_torn),
	    BDB(test_rows),
	    BDB(test_many),
	    BDB(test_lost_lists),
	    BDB(test_files),
	    BDB(test_leftovers),
	    BDB(test_disk),
	    BDB(test_logs),
	    BDB(test_other_boot),
	    BDB(test_unreadable),
	};

	return cmocka_run_group_tests_name("store examine", tests, NULL, NULL);
}
