/* SPDX-License-Identifier: ISC */
/* Lists of words, as scopes are; and points in time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/moment.h"
#include "kit/words.h"

static bool
have(const char *list, const char *word)
{
	return words_have(list, word, strlen(word));
}

static void
test_words(void **state)
{
	(void)state;
	assert_true(have("openid", "openid"));
	assert_true(have("openid accounts", "openid"));
	assert_true(have("openid accounts", "accounts"));
	assert_true(have("  openid   accounts ", "accounts"));
	assert_false(have("openid accounts", "account"));
	assert_false(have("openid accounts", "accountss"));
	assert_false(have("openid accounts", "openid accounts"));
	assert_false(have("openid accounts", "OPENID"));
	assert_false(have("", "openid"));
	assert_false(have(" ", "openid"));
	assert_false(have(NULL, "openid"));
}

/* A set is a part of itself, in any order. */
static void
test_sets(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	assert_true(words_within("b a", "a b c"));
	assert_true(words_within("", ""));
	assert_true(words_within("a a", "a"));
	assert_false(words_within("a d", "a b c"));
	assert_false(words_within("a", ""));
	assert_true(words_same("id_token code", "code id_token"));
	assert_true(words_same(" code  id_token ", "code id_token"));
	assert_false(words_same("code", "code id_token"));
	assert_false(words_same("code code", "code"));
	assert_false(words_same("code code", "code id_token"));
	assert_string_equal(words_once(arena, "a b a c b"), "a b c");
	assert_string_equal(words_once(arena, "  a  a "), "a");
	assert_string_equal(words_once(arena, ""), "");
	assert_string_equal(words_common(arena, "c  a d", "a b c"), "c a");
	assert_string_equal(words_common(arena, "ab", "a b"), "");
	assert_string_equal(words_common(arena, "", "a"), "");
	arena_free(arena);
}

static void
test_words_within(void **state)
{
	(void)state;
	assert_true(words_within("b  a", "a b c"));
	assert_true(words_within("", "a"));
	assert_true(words_within(NULL, NULL));
	assert_false(words_within("a d", "a b c"));
	assert_false(words_within("a", "ab"));
	assert_false(words_within("a", NULL));
}

static void
test_moments(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(moment_text(arena, 0), "1970-01-01T00:00:00Z");
	assert_string_equal(
	    moment_text(arena, 951782400), "2000-02-29T00:00:00Z");
	assert_string_equal(
	    moment_text(arena, 4102444799), "2099-12-31T23:59:59Z");
	assert_string_equal(
	    moment_text(arena, INT64_MAX), "a time out of range");
	arena_free(arena);
}

static void
test_numeric_dates(void **state)
{
	static const struct {
		const char *text;
		int64_t is;
	} all[] = {{"0", 0}, {"1700000000", 1700000000}, {"1.999", 1},
	    {"0.5", 0}, {"-0.0", 0}, {"9007199254740992", INT64_C(1) << 53},
	    {"9007199254740994", -1}, {"1e300", -1}, {"-1", -1}, {"-0.1", -1},
	    {"\"1700000000\"", -1}, {"null", -1}, {"true", -1}, {"[1]", -1}};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (moment_numeric(json_parse(arena, all[i].text,
			strlen(all[i].text), NULL)) != all[i].is)
			fail_msg("%s is another date", all[i].text);
	assert_int_equal(moment_numeric(NULL), -1);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_sets),
	    cmocka_unit_test(test_words_within),
	    cmocka_unit_test(test_moments),
	    cmocka_unit_test(test_numeric_dates),
	};

	return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
