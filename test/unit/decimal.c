/* SPDX-License-Identifier: ISC */
/* Whole numbers are written as printf(3) writes them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "kit/decimal.h"

static void
test_as_printf(void **state)
{
	static const int64_t numbers[] = {0, 1, -1, 9, 10, -10, 1234567890,
	    INT64_MAX, INT64_MIN, INT64_MIN + 1};
	char wanted[32], text[DECIMAL_ROOM], *end = text + sizeof(text);

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		const char *at = decimal_before(end, numbers[i]);

		(void)snprintf(wanted, sizeof(wanted), "%" PRId64, numbers[i]);
		assert_int_equal(end - at, strlen(wanted));
		assert_memory_equal(at, wanted, strlen(wanted));
		assert_true(at >= text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_as_printf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
