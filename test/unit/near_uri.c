/* SPDX-License-Identifier: ISC */
/* What is said of a URI that nearly matches. */
#include <string.h>

#include "kit/json.h"
#include "test/unit/parse_json.h"
#include "validators/lib/near_uri.h"

static const char wanted[] = "https://tpp.example.com/cb";

static void
test_differences(void **state)
{
	static const struct {
		const char *given, *what;
	} pairs[] = {
	    {"https://tpp.example.com/cb/", "the slash at the end of the path"},
	    {"https://tpp.example.com/Cb", "the letter case of the path"},
	    {"https://tpp.example.com/%63b",
		"the percent-encoding of the path"},
	    {"https://tpp.example.com:443/cb", "the port"},
	    {"http://tpp.example.com/cb", "the scheme"},
	    {"https://tpp.example.com/cb?a=b", "the query"},
	    {"https://tpp.example.com/cb#", "the fragment"},
	    {"https://me@tpp.example.com/cb", "the user name"},
	    {"HTTPS://TPP.example.com/cb", "the letter case of scheme or host"},
	    {"http://tpp.example.com:80/%63B/",
		"the scheme and the port and the slash at the end of the path "
		"and the letter case of the path and the percent-encoding of "
		"the path"},
	    {"\thttps://tpp.example.com/cb\n", "white space around it"},
	    {"https://tpp.example.com/cb3", NULL},
	    {"https://tpp.example.com/", NULL},
	    {"https://other.example.com/cb", NULL},
	    {"https://tpp.example.com/cb//", NULL},
	    {"", NULL},
	    {"cb", NULL},
	};
	const char *what;

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		what = near_uri_difference(arena, pairs[i].given, wanted);
		if (pairs[i].what == NULL || strlen(pairs[i].what) > 90)
			assert_null(what); /* too many are no likeness */
		else
			assert_string_equal(what, pairs[i].what);
	}
}

/* What nearly matches is told with both; the list is told once. */
static void
test_list(void **state)
{
	const struct json *list =
	    parse("[\"https://a.example/1\",\"https://a.example/2?x=1&y\"]");
	bool told = false;

	(void)state;
	assert_string_equal(
	    near_uri(arena, "https://a.example/2?x=1", list, &told),
	    "'https://a.example/2?x=1' and 'https://a.example/2?x=1&y' differ "
	    "in the query");
	assert_false(told);
	assert_string_equal(
	    near_uri(arena, "https://b.example/'\"\x01x", list, &told),
	    "'https://b.example/???x' was sent, and there is "
	    "'https://a.example/1', 'https://a.example/2?x=1&y'");
	assert_true(told);
	assert_string_equal(near_uri(arena, "https://c.example", list, &told),
	    "'https://c.example' was sent");
	told = false;
	assert_string_equal(near_uri(arena, "x", NULL, &told),
	    "'x' was sent, and there is none");
	told = false;
	list = parse("[1,\"2\",\"3\",\"4\",\"5\",\"6\"]");
	assert_string_equal(near_uri(arena, "x", list, &told),
	    "'x' was sent, and there is no string, '2', '3', '4' and 2 more");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(test_differences), TEST(test_list)};

	return cmocka_run_group_tests_name("near_uri", tests, NULL, NULL);
}
