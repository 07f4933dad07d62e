/* SPDX-License-Identifier: ISC */
/* The patterns of a profile, those that are shapes and those that are not. */
#include <string.h>

#include "test/unit/arena_setup.h"
#include "validators/lib/pattern.h"
#include "validators/lib/profile.h"
#include "validators/lib/submission.h"
#include "validators/lib/verdict.h"

static const char shape[] = "^[0-9a-z]{1,4}$", regex[] = "^(ab|c)+$";

static void
is_one(void **state)
{
	(void)state;
	assert_true(pattern_is_one(shape));
	assert_true(pattern_is_one(regex));
	assert_true(pattern_is_one("a"));
	assert_false(pattern_is_one("^[a$"));
	assert_false(pattern_is_one("^(a$"));
	assert_false(pattern_is_one("^a{2,1}$"));
	assert_false(pattern_is_one(""));
	assert_false(pattern_is_one(NULL));
}

/* More texts than a compiled expression is kept for, and two at once. */
static void
fits_every_time(void **state)
{
	const struct profile profile = {.patterns = patterns_new(arena)};
	const struct submission s = {.profile = &profile, .arena = arena};
	struct verdict v;

	(void)state;
	verdict_init(&v, arena);
	for (int i = 0; i < 1000; i++) {
		assert_true(pattern_fits(&s, &v, shape, "4nrb"));
		assert_true(pattern_fits(&s, &v, regex, "abcab"));
		assert_true(pattern_fits(&s, &v, "b", "abcab"));
		assert_false(pattern_fits(&s, &v, shape, "4nrb0"));
		assert_false(pattern_fits(&s, &v, regex, "abca"));
		assert_false(pattern_fits(&s, &v, "b", "ac"));
	}
	assert_int_equal(v.outcome, OUTCOME_PASS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(is_one),
	    TEST(fits_every_time),
	};

	return cmocka_run_group_tests_name("pattern", tests, NULL, NULL);
}
