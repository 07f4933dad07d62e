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
		const struct profile *profile =
		    regime_load(arena, t->name, NULL, &why);
		assert_non_null(profile);
		if (profile->documents == NULL)
			fail_msg("%s: no documents", t->name);
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

/* The place where a change of "documents" is refused. */
static const char *
misread(const char *path, const char *value)
{
	const char *why = NULL;

	assert_null(load(with(uk(), path, parse(value)), &why));
	return why;
}

static void
documents_have_versions_and_dates(void **state)
{
	static const struct {
		const char *documents, *wrong;
	} cases[] = {
	    {"[]", "documents: must be an array"},
	    {"{}", "documents: must be an array"},
	    {"[1]", "documents: must be an array"},
	    {"[{}]", "documents[0].title: "},
	    {"[{\"title\":\"T\",\"checked\":\"2026-11-28\"}]",
		"documents[0].version: "},
	    {"[{\"title\":\"T\",\"version\":\"1\"}]",
		"documents[0].checked: must be a date"},
	    {"[{\"title\":\"T\",\"version\":\"1\",\"checked\":\"2026-11\"}]",
		"documents[0].checked: must be a date"},
	    {"[{\"title\":\"T\",\"version\":\"1\",\"checked\":\"2026-13-01\"}]",
		"documents[0].checked: must be a date"},
	    {"[{\"title\":\"T\",\"version\":\"1\",\"checked\":\"2026-11-28\","
	     "\"date\":\"2026\"}]",
		"documents[0].date: must be"},
	    {"[{\"title\":\"T\",\"version\":\"1\",\"checked\":\"2026-11-28\","
	     "\"address\":\"http://example.org/\"}]",
		"documents[0].address: must be an https URI"},
	    {"[{\"title\":\"T\",\"version\":\"1\",\"checked\":\"2026-11-28\","
	     "\"url\":\"https://example.org/\"}]",
		"documents[0].url: no such key"},
	};
	const char *why = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		why = misread("documents", cases[i].documents);
		if (strstr(why, cases[i].wrong) == NULL)
			fail_msg("%s: %s", cases[i].documents, why);
	}
	why = NULL;
	assert_non_null(load(
	    with(uk(), "documents",
		parse(
		    "[{\"title\":\"T\",\"version\":\"1\",\"date\":\"2026-11\","
		    "\"checked\":\"2026-11-28\"}]")),
	    &why));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {TEST(each_is_right),
	    TEST(what_is_not_read_is_proved),
	    TEST(documents_have_versions_and_dates)};

	return cmocka_run_group_tests_name(
	    "shipped profiles", tests, NULL, NULL);
}
