/* SPDX-License-Identifier: ISC */
/* Sets of names. */
#include "test/unit/parse_json.h"

#include "kit/names.h"

static void
has_what_is_there(void **state)
{
	(void)state;
	for (int count = 0; count < 40; count++) {
		struct json *array = json_new_array(arena);
		for (int i = 0; i < count; i++)
			json_append_string(array,
			    arena_printf(arena, "n%d", i * 17 % count * 2));
		const struct names *names = names_sorted(arena, array);
		for (int i = 0; i < 2 * count + 2; i++)
			assert_int_equal(
			    names_have(names, arena_printf(arena, "n%d", i)),
			    json_has_string(
				array, arena_printf(arena, "n%d", i)));
	}
}

static void
compares_bytes(void **state)
{
	const struct names *names = names_sorted(arena,
	    parse("[\"scope\",\"scopes\",\"\",\"scope\",1,\"\\u00e9\"]"));

	(void)state;
	assert_true(names_have(names, "scope"));
	assert_true(names_have(names, "scopes"));
	assert_true(names_have(names, ""));
	assert_true(names_have(names, "\303\251"));
	assert_false(names_have(names, "scop"));
	assert_false(names_have(names, "Scope"));
	assert_false(names_have(names, "scope#ja"));
	assert_false(names_have(names, "1"));
	assert_false(names_have(names, NULL));
}

static void
has_none(void **state)
{
	(void)state;
	assert_false(names_have(NULL, "scope"));
	assert_false(names_have(names_sorted(arena, NULL), "scope"));
	assert_false(names_have(names_sorted(arena, parse("\"all\"")), "all"));
	assert_false(names_have(names_sorted(arena, parse("[]")), ""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(has_what_is_there),
	    TEST(compares_bytes),
	    TEST(has_none),
	};

	return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
