/* SPDX-License-Identifier: ISC */
/* The seals over the audit trail. */
#include "test/unit/store_sealed.h"

#include "kit/digest.h"

static void
test_grows(void **state)
{
	struct world *world = *state;

	holds(world, 0, 0, 0);
	assert_int_equal(seal(world), 0);
	audit(world, 3);
	holds(world, 0, 0, 3);
	/* The records are too young for a seal, whatever the clock says. */
	assert_int_equal(seal_at(world, time(NULL)), 0);
	assert_int_equal(seal_at(world, INT64_MIN + 100), 0);
	assert_int_equal(seal_at(world, INT64_MAX), 0);
	assert_int_equal(seal(world), 3);
	assert_int_equal(seal(world), 0);
	holds(world, 1, 3, 0);
	for (size_t i = 1; i < 12; i++) {
		audit(world, 1);
		holds(world, i, i + 2, 1);
		assert_int_equal(seal(world), 1);
	}
	holds(world, 12, 14, 0);
}

/* The text of a seal is a promise to those who keep it elsewhere. */
static void
test_text(void **state)
{
	struct world *world = *state;
	struct arena *arena = world->arena;
	struct stored_record a, b, one, two;

	audit(world, 2);
	a = record_at(world, TABLE_AUDIT, 0);
	b = record_at(world, TABLE_AUDIT, 1);
	assert_int_equal(seal(world), 2);
	audit(world, 1);
	assert_int_equal(seal(world), 1);
	one = record_at(world, TABLE_SEALS, 0);
	two = record_at(world, TABLE_SEALS, 1);
	assert_string_equal(one.key, "0000000000000001");
	assert_string_equal(two.key, "0000000000000002");
	a.text = arena_printf(arena, "%s {}\n%s {}\n", a.key, b.key);
	assert_string_equal(one.text,
	    arena_printf(arena,
		"{\"first\":\"%s\",\"last\":\"%s\",\"count\":2,"
		"\"previous\":\"%s\",\"sha256\":\"%s\"}",
		a.key, b.key,
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8"
		"55",
		digest_hex(arena, a.text, strlen(a.text))));
	assert_non_null(
	    strstr(two.text, digest_hex(arena, one.text, strlen(one.text))));
}

static void
test_batches(void **state)
{
	struct world *world = *state;

	audit(world, 2 * CHAIN_BATCH + 1);
	assert_int_equal(seal(world), CHAIN_BATCH);
	holds(world, 1, CHAIN_BATCH, CHAIN_BATCH + 1);
	assert_int_equal(seal(world), CHAIN_BATCH);
	assert_int_equal(seal(world), 1);
	assert_int_equal(seal(world), 0);
	holds(world, 3, 2 * CHAIN_BATCH + 1, 0);
}

static void
test_unable(void **state)
{
	struct arena *arena = arena_new();
	const char *why;
	struct store *store = store_open("broken:", arena, &why);
	struct chain_report report;
	size_t sealed = 99;

	(void)state;
	assert_int_equal(chain_seal(store, 1000, &sealed), STORED_UNABLE);
	assert_int_equal(sealed, 0);
	assert_int_equal(chain_verify(store, arena, &report), STORED_UNABLE);
	store_close(store);
	arena_free(arena);
}

int
main(void)
{
	struct CMUnitTest tests[] = {
	    EACH_KIND(test_grows),
	    EACH_KIND(test_text),
	    BOTH(test_batches),
	    cmocka_unit_test(test_unable),
	};

	SKIP_WITHOUT_SERVER(tests);
	return cmocka_run_group_tests_name("store chain", tests, NULL, NULL);
}
