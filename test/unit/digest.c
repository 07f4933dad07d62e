/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/digest.h"

static int
set_up(void **state)
{
	*state = arena_new();
	return 0;
}

static int
tear_down(void **state)
{
	arena_free(*state);
	return 0;
}

static void
test_sha256(void **state)
{
	/* FIPS 180-4: "abc", and nothing. */
	assert_string_equal(digest_hex(*state, "abc", 3),
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_string_equal(digest_hex(*state, "", 0),
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void
test_random(void **state)
{
	const char *text = random_hex(*state, 300);

	assert_int_equal(strlen(text), 600);
	assert_int_equal(strspn(text, "0123456789abcdef"), 600);
	assert_string_not_equal(random_hex(*state, 16), random_hex(*state, 16));
	assert_string_equal(random_hex(*state, 0), "");
}

static void
test_equal(void **state)
{
	(void)state;
	assert_true(digest_equal("abc", "abc"));
	assert_true(digest_equal("", ""));
	assert_false(digest_equal("abc", "abd"));
	assert_false(digest_equal("abc", "ab"));
	assert_false(digest_equal("ab", "abc"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest digest[] = {
	    TEST(test_sha256),
	    TEST(test_random),
	    TEST(test_equal),
	};

	return cmocka_run_group_tests(digest, NULL, NULL);
}
