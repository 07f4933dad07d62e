/* SPDX-License-Identifier: ISC */
/* Which version of a profile is in force, and what is refused of "versions". */
#include <stdio.h>

#include "test/unit/uk_profile.h"

#define DAY(n) (INT64_C(1767225600) + (n)*INT64_C(86400)) /* of 2026 */

static const struct profile *
load_at(const char *versions, const char *which, int64_t at, const char **why)
{
	char folder[] = "/tmp/dcr-versions.XXXXXX";
	const struct json *root = with(uk(), "versions", parse(versions));
	const struct json *other =
	    with(with(uk(), "versions", NULL), "title", parse("\"other\""));
	const char *paths[2];

	assert_non_null(mkdtemp(folder));
	for (int i = 0; i < 2; i++) {
		const char *text = json_text(arena, i == 0 ? root : other);
		FILE *file;

		paths[i] = arena_printf(
		    arena, "%s/%s.json", folder, i == 0 ? "ours" : "other");
		file = fopen(paths[i], "w");
		assert_non_null(file);
		assert_true(fputs(text, file) >= 0);
		assert_int_equal(fclose(file), 0);
	}
	const struct profile *profile = regime_load_at(
	    arena, arena_printf(arena, "%s%s", paths[0], which), NULL, at, why);
	for (int i = 0; i < 2; i++)
		unlink(paths[i]);
	rmdir(folder);
	return profile;
}

/* Two with dates, one that can only be named, and times between. */
static const char dated[] =
    "{\"a\":{\"from\":\"2026-01-02\",\"until\":\"2026-01-04\","
    "\"set\":{\"title\":\"a\"}},"
    "\"b\":{\"from\":\"2026-01-05T00:00:01Z\",\"is\":\"other.json\"},"
    "\"c\":{\"title\":\"c\"},\"d\":{}}";

static void
time_decides(void **state)
{
	static const struct {
		const char *which;
		int64_t at;
		const char *version, *title; /* NULL: of the text itself */
		int64_t ends;
	} cases[] = {
	    {"", 0, NULL, NULL, DAY(1)},
	    {"", DAY(1) - 1, NULL, NULL, DAY(1)},
	    {"", DAY(1), "a", "a", DAY(3)},
	    {"", DAY(3) - 1, "a", "a", DAY(3)},
	    {"", DAY(3), NULL, NULL, DAY(4) + 1},
	    {"", DAY(4), NULL, NULL, DAY(4) + 1},
	    {"", DAY(4) + 1, "b", "other", INT64_MAX},
	    {"", INT64_MAX - 1, "b", "other", INT64_MAX},
	    {"@a", DAY(4) + 1, "a", "a", INT64_MAX},
	    {"@b", 0, "b", "other", INT64_MAX},
	    {"@c", DAY(1), "c", "c", INT64_MAX},
	    {"@d", DAY(1), "d", NULL, INT64_MAX},
	};
	const char *usual = json_string(json_get(uk(), "title"));

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *why = NULL;
		const struct profile *profile =
		    load_at(dated, cases[i].which, cases[i].at, &why);

		if (profile == NULL)
			fail_msg("%s", why);
		assert_string_equal(profile->title,
		    cases[i].title != NULL ? cases[i].title : usual);
		assert_string_equal(profile->name, "uk");
		assert_int_equal(profile->ends, cases[i].ends);
		if (cases[i].version == NULL) {
			assert_null(profile->version);
			assert_string_equal(profile->judges_as, "uk");
			continue;
		}
		assert_string_equal(profile->version, cases[i].version);
		assert_string_equal(profile->judges_as,
		    arena_printf(arena, "uk@%s", cases[i].version));
	}
}

/* Each is one line that names the place. */
static void
mistakes_stop(void **state)
{
	static const struct {
		const char *versions, *says;
	} cases[] = {
	    {"[]", "versions: must be an object"},
	    {"{\"a\":[]}", "versions: must be an object of objects"},
	    {"{\"a\":{\"from\":\"soon\"}}", "versions.a.from: must be a day"},
	    {"{\"a\":{\"from\":1}}", "versions.a.from: must be a string"},
	    {"{\"a\":{\"until\":\"2026-02-30\"}}",
		"versions.a.until: must be a day"},
	    {"{\"a\":{\"from\":\"2026-01-02\",\"until\":\"2026-01-02\"}}",
		"versions.a.until: must be later than from"},
	    {"{\"a\":{\"from\":\"2026-01-02\",\"title\":\"x\"}}",
		"versions.a.title: no such key"},
	    {"{\"a\":{\"from\":\"2026-01-02\",\"set\":[]}}",
		"versions.a.set: must be an object"},
	    {"{\"a\":{\"set\":{\"titel\":\"x\"}}}",
		"versions.a.titel: there is no such key"},
	    {"{\"a\":{\"is\":\"nobody\"}}",
		"versions.a.is: nobody: no such profile; there are: uk"},
	    {"{\"a\":{\"is\":\"./nobody.json\"}}",
		"versions.a.is: ./nobody.json: cannot read"},
	    {"{\"a\":{\"is\":\"uk\"}}", "versions.a.is: uk: versions: must not "
					"be in what is a version"},
	    {"{\"a\":{\"from\":\"2026-01-02\"},\"b\":{\"until\":"
	     "\"2026-01-03\"}}",
		"versions.b: must not be in force together with version a"},
	    {"{\"a\":{\"until\":\"2026-01-02\"},\"b\":{\"until\":"
	     "\"2025-01-03\"}}",
		"versions.b: must not be in force together with version a"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *why = NULL;

		assert_null(load_at(cases[i].versions, "", DAY(0), &why));
		if (strstr(why, cases[i].says) == NULL)
			fail_msg("%s: %s", cases[i].says, why);
		assert_null(strchr(why, '\n'));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(time_decides), TEST(mistakes_stop)};

	return cmocka_run_group_tests_name(
	    "versions of a profile", tests, NULL, NULL);
}
