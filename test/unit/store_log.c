/* SPDX-License-Identifier: ISC */
/* What a registration writes: bytes of the log, and one sync of it. */
#include "test/unit/store_children.h"

#include <sys/syscall.h>

#include <db.h>

#include "store/bdb/private.h"

#define TURNS 400
#define METADATA 4500
#define AUDIT 2400

/* Beside the client's metadata and the audit record, as docs/operations says:
 * 1.5 kB of keys, indexes, counts and headers of records, and the rest for
 * pages that are split, which are logged whole. */
#define BESIDE 2200

static unsigned syncs;

/* The function stands in for the C library's. */
__attribute__((visibility("default"))) int fdatasync(int fd);

int
fdatasync(int fd)
{
	syncs++;
	return (int)syscall(SYS_fdatasync, fd);
}

/* Bytes of the log since it was begun, checkpoints and all. */
static int64_t
logged(struct world *world)
{
	struct bdb *bdb = (struct bdb *)world->store;
	DB_LOG_STAT *stat;
	int64_t bytes;

	assert_int_equal(bdb_enter(bdb), 0);
	assert_int_equal(bdb->env->log_stat(bdb->env, &stat, 0), 0);
	bdb_leave(bdb, true);
	bytes =
	    (int64_t)stat->st_cur_file * stat->st_lg_size + stat->st_cur_offset;
	free(stat);
	return bytes;
}

static const char *
text_of(struct world *world, size_t length)
{
	char *text = arena_alloc(world->arena, length + 1);

	memset(text, 'x', length);
	text[length] = '\0';
	return text;
}

/* As POST /register makes it; client_id and jti are of no order. */
static enum stored
add(struct world *world, unsigned number, const char *metadata,
    const char *audit)
{
	const char *id = arena_printf(
		       world->arena, "%08x%024x", number * 2654435761U, number),
		   *jti = arena_printf(world->arena, "%s-jti", id);
	const struct client client = {.client_id = id,
	    .software = "0123456789abcdefABCDEF",
	    .certificate = id,
	    .registered = 1000,
	    .changed = 1000,
	    .state_why = "",
	    .subject = "",
	    .issuer = "",
	    .state_by = "",
	    .profile = "",
	    .metadata = metadata};
	struct stored_change change = {.client = &client,
	    .jti = jti,
	    .jti_issuer = "0015800001ExTppAA1",
	    .jti_expires = 5000,
	    .counts = {{"certificate", 1000000}, {"software", 1000000}},
	    .now = 1000,
	    .audit = audit};

	return world->store->ops->change(world->store, &change);
}

static void
test_registration(void **state)
{
	struct world *world = *state;
	const char *metadata = text_of(world, METADATA),
		   *audit = text_of(world, AUDIT);
	int64_t before, each;

	assert_int_equal(add(world, TURNS, metadata, audit), STORED_OK);
	before = logged(world);
	syncs = 0;
	for (unsigned i = 0; i < TURNS; i++)
		assert_int_equal(add(world, i, metadata, audit), STORED_OK);
	each = (logged(world) - before) / TURNS;
	/* Less would be a test that does not see the log. */
	assert_in_range(each, METADATA + AUDIT, METADATA + AUDIT + BESIDE);
	/* A checkpoint, once in two megabytes, syncs the log and five tables. */
	assert_in_range(syncs, TURNS, TURNS + 6 * (TURNS / 100));
}

/* Nobody waits for the disk to be told what is there. */
static void
test_lookup(void **state)
{
	struct world *world = *state;
	const char *id = arena_printf(world->arena, "%08x%024x", 0U, 0U);
	struct client client;
	int64_t before;

	assert_int_equal(add(world, 0, "{}", "{}"), STORED_OK);
	before = logged(world);
	syncs = 0;
	for (int i = 0; i < TURNS; i++) {
		assert_int_equal(world->store->ops->get(
				     world->store, id, world->arena, &client),
		    STORED_OK);
		assert_int_equal(count(world->store, INDEX_CERTIFICATE, id), 1);
		assert_int_equal(world->store->ops->spent(world->store,
				     "0015800001ExTppAA1", "other", 1000),
		    STORED_MISSING);
		assert_true(world->store->ops->generation(world->store) > 0);
	}
	assert_int_equal(logged(world), before);
	assert_int_equal(syncs, 0);
}

#define BDB(test) cmocka_unit_test_setup_teardown(test, setup_bdb, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    BDB(test_registration),
	    BDB(test_lookup),
	};

	return cmocka_run_group_tests_name("store log", tests, NULL, NULL);
}
