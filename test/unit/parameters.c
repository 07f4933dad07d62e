/* SPDX-License-Identifier: ISC */
/* Forms of OAuth requests. */
#include <string.h>

#include "kit/limits.h"
#include "kit/parameters.h"
#include "test/unit/arena_setup.h"

static const struct parameters *
parse(const char *text)
{
	return parameters_parse(arena, text, strlen(text));
}

static void
is(const char *text, const char *name, const char *value)
{
	const struct parameters *parameters = parse(text);
	const char *found;

	if (parameters == NULL)
		fail_msg("refused: %s", text);
	found = parameter(parameters, name);
	if (value == NULL)
		assert_null(found);
	else if (found == NULL)
		fail_msg("%s has no %s", text, name);
	else
		assert_string_equal(found, value);
}

static void
reads_a_token_request(void **state)
{
	static const char text[] =
	    "grant_type=client_credentials&scope=openid+accounts%20payments"
	    "&client_assertion_type=urn%3aietf%3Aparams&client_assertion=a.b-_"
	    "c";

	(void)state;
	is(text, "grant_type", "client_credentials");
	is(text, "scope", "openid accounts payments");
	is(text, "client_assertion_type", "urn:ietf:params");
	is(text, "client_assertion", "a.b-_c");
	is(text, "client_id", NULL);
	is(text, "scop", NULL);
	is(text, "", NULL);
}

static void
decodes_names_and_values_alike(void **state)
{
	(void)state;
	is("%73co+pe=x", "sco pe", "x");
	is("a%3Db=c%26d%3de", "a=b", "c&d=e");
	is("a==b=", "a", "=b=");
	is("a=%2B%25%2b+", "a", "+%+ ");
	is("a=%252B", "a", "%2B"); /* once and no more */
	is("a=\"\n;?#/\\", "a", "\"\n;?#/\\");
	is("A=1&a=2", "a", "2");
}

static void
an_empty_value_is_none(void **state)
{
	(void)state;
	is("scope=&a=b", "scope", NULL);
	is("scope&a=b", "scope", NULL);
	is("scope&a=b", "a", "b");
}

static void
empty_pairs_are_passed_over(void **state)
{
	(void)state;
	assert_non_null(parameters_parse(arena, NULL, 0));
	is("", "a", NULL);
	is("&", "a", NULL);
	is("&&a=b&&&c=d&", "a", "b");
	is("&&a=b&&&c=d&", "c", "d");
}

static void
escapes_are_whole(void **state)
{
	static const char *const texts[] = {"a=%", "a=%4", "a=%4&b=41", "a=%g1",
	    "a=%1g", "a=%%41", "a=% 41", "a=%+1", "a=%-1", "a=%0x", "%=a",
	    "%4=a", "a=b&c=%"};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (parse(texts[i]) != NULL)
			fail_msg("read: %s", texts[i]);
}

static void
no_nul_anywhere(void **state)
{
	static const char bare[] = "a=b\0c", last[] = "a=b\0", first[] = "\0a";

	(void)state;
	assert_null(parse("a=b%00"));
	assert_null(parse("a%00=b"));
	assert_null(parameters_parse(arena, bare, sizeof bare - 1));
	assert_null(parameters_parse(arena, last, sizeof last - 1));
	assert_null(parameters_parse(arena, first, sizeof first - 1));
}

static void
all_is_utf8(void **state)
{
	static const char *const texts[] = {"a=%ff", "a=\xff", "a=%C3",
	    "a=%c3&b=%a9", "a%c3=%a9", "a=%a9", "a=%c0%80", "a=%c0%af",
	    "a=%e0%80%af", "a=%ed%a0%80", "a=%f4%90%80%80", "a=%f0%9f%98",
	    "%ff=a"};

	(void)state;
	is("a=%C3%A9", "a", "\xc3\xa9");
	is("a=%c3\xa9\xc3%a9", "a", "\xc3\xa9\xc3\xa9");
	is("%f0%9f%98%80=%ef%bf%bf%ed%9f%bf", "\xf0\x9f\x98\x80",
	    "\xef\xbf\xbf\xed\x9f\xbf");
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (parse(texts[i]) != NULL)
			fail_msg("read: %s", texts[i]);
}

static void
a_name_comes_once(void **state)
{
	static const char *const texts[] = {"a=b&a=b", "a=b&c=d&a=e", "a&a",
	    "a=&a=b", "a=b&a=", "a&a=b", "a=b&a", "a=b&%61=c", "+=a&%20=a"};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (parse(texts[i]) != NULL)
			fail_msg("read: %s", texts[i]);
	is("a=b&aa=c&b=a", "aa", "c");
}

static void
a_name_is_not_empty(void **state)
{
	(void)state;
	assert_null(parse("="));
	assert_null(parse("=a"));
	assert_null(parse("a=b&="));
	assert_null(parse("a=b&=&c=d"));
}

static const char *
many(size_t count)
{
	const char *text = "";

	for (size_t i = 0; i < count; i++)
		text = arena_printf(arena, "%s&n%zu=v%zu", text, i, i);
	return text;
}

static void
so_many_and_no_more(void **state)
{
	(void)state;
	is(many(LIMIT_PARAMETERS), "n0", "v0");
	is(many(LIMIT_PARAMETERS), "n31", "v31");
	assert_null(parse(many(LIMIT_PARAMETERS + 1)));
	is(arena_printf(arena, "%s&&", many(LIMIT_PARAMETERS)), "n1", "v1");
}

/* The body is the request's, and is read again elsewhere. */
static void
the_text_stays_as_it_was(void **state)
{
	char text[] = "a=%41+b&c=d";
	const struct parameters *parameters =
	    parameters_parse(arena, text, strlen(text));

	(void)state;
	assert_string_equal(text, "a=%41+b&c=d");
	memset(text, 'x', sizeof text);
	assert_string_equal(parameter(parameters, "a"), "A b");
}

/* No byte behind the length counts. */
static void
the_length_is_the_end(void **state)
{
	(void)state;
	assert_null(parameters_parse(arena, "a=%41", 4));
	assert_string_equal(
	    parameter(parameters_parse(arena, "a=bc", 3), "a"), "b");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(reads_a_token_request),
	    TEST(decodes_names_and_values_alike),
	    TEST(an_empty_value_is_none),
	    TEST(empty_pairs_are_passed_over),
	    TEST(escapes_are_whole),
	    TEST(no_nul_anywhere),
	    TEST(all_is_utf8),
	    TEST(a_name_comes_once),
	    TEST(a_name_is_not_empty),
	    TEST(so_many_and_no_more),
	    TEST(the_text_stays_as_it_was),
	    TEST(the_length_is_the_end),
	};

	return cmocka_run_group_tests_name("parameters", tests, NULL, NULL);
}
