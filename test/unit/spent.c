/* SPDX-License-Identifier: ISC */
/* What the world took of a request. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/monotonic.h"
#include "kit/spent.h"

enum { MILLISECOND = 1000000 };

static void
adds_up(void **state)
{
	const struct spent *spent = spent_now();

	(void)state;
	spent_begin();
	spent_fetch(monotonic_now() - 5 * MILLISECOND, false);
	assert_true(spent->fetch_us >= 5000);
	assert_int_equal(spent->store_us, 0);
	spent_fetch(monotonic_now() - 7 * MILLISECOND, true);
	spent_ocsp(true);
	spent_ocsp(false);
	spent_store(monotonic_now() - 3 * MILLISECOND);
	assert_true(spent->fetch_us >= 12000);
	assert_true(spent->store_us >= 3000);
	assert_int_equal(spent->fetches, 2);
	assert_int_equal(spent->fetches_failed, 1);
	assert_int_equal(spent->ocsp, 2);
	assert_int_equal(spent->ocsp_failed, 1);
}

static void
begins_anew(void **state)
{
	const struct spent *spent = spent_now();

	(void)state;
	spent_fetch(monotonic_now() - MILLISECOND, true);
	spent_begin();
	assert_int_equal(spent->fetch_us, 0);
	assert_int_equal(spent->fetches, 0);
	assert_int_equal(spent->fetches_failed, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(adds_up),
	    cmocka_unit_test(begins_anew),
	};

	return cmocka_run_group_tests_name("spent", tests, NULL, NULL);
}
