/* SPDX-License-Identifier: ISC */
/* Texts put together. */
#include <string.h>

#include "kit/join.h"
#include "test/unit/arena_setup.h"

static void
test_texts(void **state)
{
	const char *const none[] = {NULL};
	const char *const some[] = {"a", "", "bc", "d", NULL, "e"};
	size_t length = 7;

	(void)state;
	assert_string_equal(join_texts(arena, none, &length), "");
	assert_int_equal(length, 0);
	assert_string_equal(join_texts(arena, some, &length), "abcd");
	assert_int_equal(length, 4);
	assert_string_equal(join_texts(arena, some, NULL), "abcd");
}

int
main(void)
{
	const struct CMUnitTest texts[] = {
	    TEST(test_texts),
	};

	return cmocka_run_group_tests(texts, NULL, NULL);
}
