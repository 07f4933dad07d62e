/* SPDX-License-Identifier: ISC */
/* What rules of a profile leave out of what is registered. */
#include "test/unit/one_rule.h"

/* What is registered of the member, and what was left out and told. */
static const char *
left(const char *says, const char *members, const char *claims,
    const char *member)
{
	const struct json *told, *value;

	kept(says, members, claims);
	value = json_get(metadata_judged(&last.s), member);
	told = metadata_dropped_told(arena, last.s.metadata);
	return arena_printf(arena, "%s %s",
	    value != NULL ? json_text(arena, value) : "-",
	    told != NULL ? json_text(arena, told) : "-");
}

static void
test_ignore(void **state)
{
	static const char rule[] = "\"member\":\"flag\",\"is\":true,"
				   "\"otherwise\":\"ignore\"";
	static const char out[] = "- [{\"member\":\"flag\",\"rule\":\"t.t\"}]";

	(void)state;
	assert_string_equal(left(rule, "{}", "{}", "flag"), "- -");
	assert_string_equal(
	    left(rule, "{\"flag\":true}", "{}", "flag"), "true -");
	assert_string_equal(left(rule, "{\"flag\":false}", "{}", "flag"), out);
	assert_string_equal(
	    left(rule, "{\"flag\":true}", "{\"flag\":1}", "flag"), out);
	assert_string_equal(
	    left("\"member\":\"flag\",\"forbidden\":true,\"unless\":"
		 "{\"member\":\"hooks\",\"present\":true},"
		 "\"otherwise\":\"ignore\"",
		"{\"flag\":true}", "{}", "flag"),
	    out);
}

/* No default comes in the place of what was ignored, and one that breaks the
 * rule is ignored as well. */
static void
test_ignore_default(void **state)
{
	static const char rule[] = "\"member\":\"plan\",\"allowed\":"
				   "[\"rich\"],\"otherwise\":\"ignore\"";
	static const char out[] = "- [{\"member\":\"plan\",\"rule\":\"t.t\"}]";

	(void)state;
	assert_string_equal(
	    left(rule, "{\"plan\":\"rich\"}", "{}", "plan"), "\"rich\" -");
	assert_string_equal(
	    left(rule, "{\"plan\":\"poor\"}", "{}", "plan"), out);
	assert_string_equal(left(rule, "{}", "{}", "plan"), "- -");
}

/* An array in which one string does not pass is ignored as a whole. */
static void
test_ignore_array(void **state)
{
	static const char rule[] = "\"member\":\"hooks\",\"length\":1,"
				   "\"otherwise\":\"ignore\"";

	(void)state;
	assert_string_equal(
	    left(rule, "{\"hooks\":[\"a\",\"bb\"]}", "{}", "hooks"),
	    "- [{\"member\":\"hooks\",\"rule\":\"t.t\"}]");
}

static void
test_narrow(void **state)
{
	static const char rule[] = "\"member\":\"hooks\",\"allowed\":"
				   "[\"a\",\"b\"],\"otherwise\":\"narrow\"";

	(void)state;
	assert_string_equal(
	    left(rule, "{\"hooks\":[\"b\",\"a\"]}", "{}", "hooks"),
	    "[\"b\",\"a\"] -");
	assert_string_equal(
	    left(rule, "{\"hooks\":[\"c\",\"a\",\"d\"]}", "{}", "hooks"),
	    "[\"a\"] [{\"member\":\"hooks\",\"rule\":\"t.t\",\"dropped\":"
	    "[\"c\",\"d\"]}]");
	broken(
	    rule, "{\"hooks\":[\"c\"]}", "{}", "/hooks/0 must be one of: a, b");
	broken(rule, "{\"hooks\":[1,\"a\"]}", "{}",
	    "/hooks/0 must be one of: a, b");
	broken(rule, "{\"hooks\":7}", "{}", "/hooks must be one of: a, b");
}

static void
test_narrow_scope(void **state)
{
	static const char rule[] =
	    "\"member\":\"scope\",\"allowed\":[\"openid\",\"accounts\"],"
	    "\"otherwise\":\"narrow\"";

	(void)state;
	assert_string_equal(
	    left(rule, "{\"scope\":\"openid accounts\"}", "{}", "scope"),
	    "\"openid accounts\" -");
	assert_string_equal(
	    left(rule, "{\"scope\":\"openid x accounts y\"}", "{}", "scope"),
	    "\"openid accounts\" [{\"member\":\"scope\",\"rule\":\"t.t\","
	    "\"dropped\":[\"x\",\"y\"]}]");
	broken(rule, "{\"scope\":\"x\"}", "{}",
	    "/scope/0 must be one of: openid, accounts");
}

/* The statement's list is the bound; what the request asks for beyond it is
 * left out. */
static void
test_narrow_within(void **state)
{
	static const char rule[] = "\"member\":\"hooks\",\"within\":\"hooks\","
				   "\"otherwise\":\"narrow\"";

	(void)state;
	assert_string_equal(left(rule, "{\"hooks\":[\"a\",\"x\"]}",
				"{\"hooks\":[\"a\",\"b\"]}", "hooks"),
	    "[\"a\"] [{\"member\":\"hooks\",\"rule\":\"t.t\",\"dropped\":"
	    "[\"x\"]}]");
}

/* A default that turns on a grant goes with it. */
static void
test_dependent(void **state)
{
	static const char rule[] =
	    "\"member\":\"grant_types\",\"allowed\":"
	    "[\"client_credentials\"],\"otherwise\":\"narrow\"";

	(void)state;
	(void)left(rule,
	    "{\"grant_types\":[\"client_credentials\","
	    "\"authorization_code\"]}",
	    "{\"redirect_uris\":[\"https://a.example/cb\"]}", "grant_types");
	assert_false(last.s.metadata->redirects);
	assert_null(json_get(metadata_judged(&last.s), "redirect_uris"));
}

static void
test_wrong(void **state)
{
	(void)state;
	wrong("\"member\":\"flag\",\"is\":true,\"otherwise\":\"drop\"",
	    "rules[t.t].otherwise: must be \"refuse\", \"ignore\"");
	wrong("\"member\":\"flag\",\"is\":true,\"otherwise\":\"narrow\"",
	    "the test is not of each string");
	wrong("\"request\":\"flag\",\"is\":true,\"otherwise\":\"ignore\"",
	    "only a test that looks at a registered member");
	wrong("\"member\":\"flag\",\"required\":true,\"otherwise\":"
	      "\"ignore\"",
	    "only a test that looks at a registered member");
	wrong("\"member\":\"jwks\",\"keys\":{\"use\":\"enc\"},"
	      "\"otherwise\":\"ignore\"",
	    "only a test that looks at a registered member");
	wrong("\"member\":\"client_name\",\"length\":3,\"otherwise\":"
	      "\"ignore\"",
	    "what is not among members is not registered");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_ignore),
	    TEST(test_ignore_default),
	    TEST(test_ignore_array),
	    TEST(test_narrow),
	    TEST(test_narrow_scope),
	    TEST(test_narrow_within),
	    TEST(test_dependent),
	    TEST(test_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
