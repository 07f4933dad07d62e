/* SPDX-License-Identifier: ISC */
/* The profiles in the program stand every proof that one in a file has to. */
#include "test/unit/uk_profile.h"

/* A profile that is named is not proved when it is loaded, and so is here: as a
 * file, which is. */
static void
each_is_right(void **state)
{
	const char *why = NULL;

	(void)state;
	for (const struct profile_text *t = profile_texts; t->name != NULL;
	     t++) {
		if (strchr(t->name, '.') != NULL) /* "uk.world" is none */
			continue;
		if (load(parse(t->text), &why) == NULL)
			fail_msg("%s: %s", t->name, why);
		assert_non_null(regime_load(arena, t->name, NULL, &why));
	}
}

/* That is, a file with what nothing reads while serving is refused. */
static void
what_is_not_read_is_proved(void **state)
{
	const char *why = NULL;

	(void)state;
	assert_null(
	    load(with(uk(), "versions.3.3.no_such_key", parse("[]")), &why));
	assert_non_null(strstr(why, "there is no such key"));
	assert_null(load(
	    with(uk(), "versions.next", parse("{\"no_such_key\":1}")), &why));
	assert_non_null(strstr(why, "versions.next.no_such_key: there is no"));
	assert_null(load(with(uk(), "defaults.redirect_uris.claim",
			     parse("\"no_such_claim\"")),
	    &why));
	assert_non_null(strstr(why, "no_such_claim: there is no such claim"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(each_is_right), TEST(what_is_not_read_is_proved)};

	return cmocka_run_group_tests_name(
	    "shipped profiles", tests, NULL, NULL);
}
