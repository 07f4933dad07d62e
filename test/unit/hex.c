/* SPDX-License-Identifier: ISC */
/* Hexadecimal digits, both ways. */
#include "test/unit/arena_setup.h"

#include "kit/base64.h"
#include "kit/hex.h"

static void
every_byte_comes_back(void **state)
{
	unsigned char all[256];
	struct bytes back;
	char *text;

	(void)state;
	for (size_t i = 0; i < sizeof(all); i++)
		all[i] = (unsigned char)i;
	text = hex_encode(arena, all, sizeof(all));
	assert_true(hex_is(text, sizeof(all)));
	assert_true(hex_decode(arena, text, &back));
	assert_int_equal(back.length, sizeof(all));
	assert_memory_equal(back.data, all, sizeof(all));
	assert_string_equal(hex_encode(arena, "\x7f\xaa", 2), "7faa");
	assert_string_equal(hex_encode(arena, "", 0), "");
}

static void
both_cases_are_read(void **state)
{
	struct bytes bytes;

	(void)state;
	assert_true(hex_decode(arena, "aBfF", &bytes));
	assert_memory_equal(bytes.data, "\xab\xff", 2);
	assert_true(hex_decode(arena, "", &bytes));
	assert_int_equal(bytes.length, 0);
	assert_int_equal(hex_byte("fFg"), 0xff);
}

static void
nothing_else_is(void **state)
{
	static const char *const wrong[] = {
	    "0", "abc", "0g", "g0", " 0", "0 ", "0x", "00 ", "0/", "0:", "@0"};
	struct bytes bytes;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_false(hex_decode(arena, wrong[i], &bytes));
	assert_int_equal(hex_byte(""), -1);
	assert_int_equal(hex_byte("a"), -1);
	assert_int_equal(hex_digit('\0'), -1);
}

static void
our_form_is_in_lower_case(void **state)
{
	(void)state;
	assert_true(hex_is("00ff", 2));
	assert_false(hex_is("00fF", 2));
	assert_false(hex_is("00f", 2));
	assert_false(hex_is("00ff0", 2));
	assert_false(hex_is("00fg", 2));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(every_byte_comes_back),
	    TEST(both_cases_are_read),
	    TEST(nothing_else_is),
	    TEST(our_form_is_in_lower_case),
	};

	return cmocka_run_group_tests_name("hex", tests, NULL, NULL);
}
