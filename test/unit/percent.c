/* SPDX-License-Identifier: ISC */
/* Percent-encoding, both ways. */
#include "test/unit/arena_setup.h"

#include <string.h>

#include "kit/base64.h"
#include "kit/percent.h"

static void
escapes_are_decoded(void **state)
{
	static const char text[] = "a+b%20c%2f%2F%00%ff";
	struct bytes bytes;

	(void)state;
	assert_true(percent_decode(arena, text, strlen(text), &bytes));
	assert_int_equal(bytes.length, 9);
	assert_memory_equal(bytes.data, "a+b c//\0\xff", 9);
	assert_true(percent_decode(arena, "", 0, &bytes));
	assert_int_equal(bytes.length, 0);
}

/* What is behind the length is no part of an escape. */
static void
broken_ones_are_refused(void **state)
{
	static const char *const wrong[] = {"%", "a%2", "%g0", "%0g", "%%20"};
	struct bytes bytes;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_false(
		    percent_decode(arena, wrong[i], strlen(wrong[i]), &bytes));
	assert_false(percent_decode(arena, "a%20", 3, &bytes));
	assert_int_equal(percent_byte("%"), -1);
	assert_int_equal(percent_byte("%2"), -1);
	assert_int_equal(percent_byte("20"), -1);
	assert_int_equal(percent_byte("%2fx"), '/');
}

static void
what_is_not_plain_is_escaped(void **state)
{
	(void)state;
	assert_string_equal(percent_encode(arena, "aZ09-._~+/= \xff%", "-._~"),
	    "aZ09-._~%2B%2F%3D%20%FF%25");
	assert_string_equal(percent_encode(arena, "~", ""), "%7E");
	assert_string_equal(percent_encode(arena, "", ""), "");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(escapes_are_decoded),
	    TEST(broken_ones_are_refused),
	    TEST(what_is_not_plain_is_escaped),
	};

	return cmocka_run_group_tests_name("percent", tests, NULL, NULL);
}
