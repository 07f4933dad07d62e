/* SPDX-License-Identifier: ISC */
/* What a rule of a profile's own says: tests, conditions, descriptions. */
#include "test/unit/one_rule.h"

static void
test_is(void **state)
{
	static const char rule[] = "\"member\":\"flag\",\"is\":true";

	(void)state;
	kept(rule, "{}", "{}");
	kept(rule, "{\"flag\":true}", "{}");
	broken(rule, "{\"flag\":false}", "{}", "/flag must be true");
	broken(rule, "{\"flag\":\"true\"}", "{}", "/flag must be true");
	broken(rule, "{\"flag\":1}", "{}", "/flag must be true");
	kept("\"member\":\"flag\",\"is\":false", "{\"flag\":false}", "{}");
	kept("\"member\":\"flag\",\"is\":2", "{\"flag\":2}", "{}");
	broken("\"member\":\"flag\",\"is\":\"on\"", "{\"flag\":\"off\"}", "{}",
	    "/flag must be on");
	wrong("\"member\":\"flag\",\"is\":null", "rules[t.t].is: must be true");
	wrong("\"member\":\"flag\",\"is\":[true]", "must be true, false, a");
	wrong("\"member\":\"flag\",\"is\":\"\"", "must be true, false, a");
}

static void
test_same_set(void **state)
{
	static const char rule[] =
	    "\"member\":\"hooks\",\"same_set\":\"hooks\"";
	static const char ab[] = "{\"hooks\":[\"a\",\"b\"]}";

	(void)state;
	kept(rule, "{}", "{}");
	kept(rule, "{}", ab);
	kept(rule, ab, ab);
	kept(rule, "{\"hooks\":[\"b\",\"a\"]}", ab);
	kept(rule, "{\"hooks\":[]}", ab);
	kept(rule, "{\"hooks\":\"b a\"}", "{\"hooks\":\"a b\"}");
	broken(rule, "{\"hooks\":[\"a\"]}", ab,
	    "/hooks must be the same set as the statement's hooks");
	broken(rule, "{\"hooks\":[\"a\",\"b\",\"c\"]}", ab,
	    "/hooks must be the same set as the statement's hooks");
	broken(rule, "{\"hooks\":[\"a\",1]}", "{\"hooks\":[\"a\",1]}",
	    "/hooks must be the same set as the statement's hooks");
	broken(rule, ab, "{}",
	    "/hooks must be the same set as the statement's hooks");
	broken(rule, "{\"hooks\":\"a b\"}", ab,
	    "/hooks must be the same set as the statement's hooks: 'a b' was "
	    "sent, and there is 'a', 'b'");
	wrong("\"member\":\"hooks\",\"same_set\":\"hook\"",
	    "hook: there is no such claim");
}

static void
test_keys(void **state)
{
	static const char key[] =
	    "{\"jwks\":{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",%s"
	    "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
	    "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}}";
	static const char use[] =
	    "\"member\":\"jwks\",\"keys\":{\"use\":\"enc\"}";
	static const char alg[] =
	    "\"member\":\"jwks\",\"keys\":{\"use\":\"enc\",\"kty\":\"EC\","
	    "\"alg\":[\"ECDH-ES\"]}";
	const char *bare = arena_printf(arena, key, "");
	const char *enc = arena_printf(arena, key, "\"use\":\"enc\",");

	(void)state;
	kept(use, "{}", "{}");
	kept(use, enc, "{}");
	broken(use, bare, "{}",
	    "/jwks must lead to a key set with a key of use enc");
	broken(use, "{\"jwks\":{\"keys\":[]}}", "{}",
	    "/jwks must lead to a key set with a key of use enc");
	broken(use, "{\"jwks\":[1]}", "{}",
	    "/jwks must lead to a key set with a key of use enc");
	kept(alg, enc, "{}");
	kept(alg,
	    arena_printf(arena, key, "\"use\":\"enc\",\"alg\":\"ECDH-ES\","),
	    "{}");
	broken(alg,
	    arena_printf(arena, key, "\"use\":\"enc\",\"alg\":\"ES256\","),
	    "{}",
	    "/jwks must lead to a key set with a key of kty EC of use enc for "
	    "one of: ECDH-ES");
	broken("\"member\":\"jwks\",\"keys\":{\"kty\":\"RSA\"}", enc, "{}",
	    "/jwks must lead to a key set with a key of kty RSA");
	wrong("\"member\":\"jwks\",\"keys\":{}", "must be an object with some");
	wrong("\"member\":\"jwks\",\"keys\":{\"used\":\"enc\"}",
	    "rules[t.t].keys: must be an object with some");
	wrong("\"member\":\"jwks\",\"keys\":{\"alg\":\"RSA-OAEP\"}",
	    "must be an object with some");
}

static void
test_conditions(void **state)
{
	static const char both[] =
	    "\"member\":\"flag\",\"required\":true,\"when\":["
	    "{\"member\":\"plan\",\"has\":[\"rich\"]},"
	    "{\"claim\":\"plan\",\"present\":false}]";
	static const char unless[] =
	    "\"member\":\"flag\",\"forbidden\":true,\"unless\":"
	    "{\"request\":\"plan\",\"is\":\"rich\"}";
	static const char two[] =
	    "\"member\":\"flag\",\"forbidden\":true,\"unless\":["
	    "{\"member\":\"plan\",\"is\":\"rich\"},"
	    "{\"member\":\"hooks\",\"present\":true}]";

	(void)state;
	broken(both, "{\"plan\":\"rich\"}", "{}",
	    "/flag is required with plan of: rich and without plan");
	kept(both, "{\"plan\":\"rich\"}", "{\"plan\":\"rich\"}");
	kept(both, "{}", "{}");
	broken(unless, "{\"flag\":true}", "{}",
	    "/flag must not be there unless with plan \"rich\"");
	kept(unless, "{\"flag\":true,\"plan\":\"rich\"}", "{}");
	broken(two, "{\"flag\":true,\"plan\":\"rich\"}", "{}",
	    "/flag must not be there unless with plan \"rich\" and with "
	    "hooks");
	kept(two, "{\"flag\":true,\"plan\":\"rich\",\"hooks\":[\"a\"]}", "{}");
}

/* What was asked, apart from what is by default. */
static void
test_given(void **state)
{
	static const char given[] =
	    "\"member\":\"flag\",\"required\":true,\"when\":"
	    "{\"member\":\"plan\",\"given\":true}";
	static const char not_given[] =
	    "\"member\":\"flag\",\"required\":true,\"when\":"
	    "{\"member\":\"plan\",\"given\":false}";

	(void)state;
	kept(given, "{}", "{}");
	broken(given, "{\"plan\":\"basic\"}", "{}",
	    "/flag is required with plan given");
	broken(given, "{}", "{\"plan\":\"basic\"}",
	    "/flag is required with plan given");
	broken(not_given, "{}", "{}", "/flag is required with plan not given");
	kept(not_given, "{\"plan\":\"basic\"}", "{}");
}

static void
test_one_of(void **state)
{
	static const char rule[] = "\"member\":[\"flag\",\"hooks\"],"
				   "\"one_of\":true";

	(void)state;
	kept(rule, "{\"flag\":true}", "{}");
	kept(rule, "{}", "{\"flag\":true}");
	broken(rule, "{}", "{}",
	    "/flag exactly one must be there, of: flag, hooks");
	broken(rule, "{\"flag\":true,\"hooks\":[\"a\"]}", "{}",
	    "/flag exactly one must be there, of: flag, hooks");
	kept("\"request\":[\"flag\",\"hooks\"],\"one_of\":true",
	    "{\"flag\":true}", "{\"hooks\":[\"a\"]}");
	wrong("\"member\":\"flag\",\"one_of\":true",
	    "rules[t.t]: must have several members for one_of");
	wrong("\"member\":[\"flag\",\"hooks\"],\"one_of\":false",
	    "rules[t.t].one_of: must be true");
}

static void
test_verbs(void **state)
{
	static const char rule[] =
	    "\"member\":\"flag\",\"is\":true,\"verbs\":[\"PUT\"]";

	(void)state;
	last.method = METHOD_POST;
	kept(rule, "{\"flag\":false}", "{}");
	last.method = METHOD_PUT;
	broken(rule, "{\"flag\":false}", "{}", "/flag must be true");
	last.method = 0;
	wrong("\"member\":\"flag\",\"is\":true,\"verbs\":[\"GET\"]",
	    "rules[t.t].verbs: must be an array of");
	wrong("\"member\":\"flag\",\"is\":true,\"verbs\":[]",
	    "rules[t.t].verbs: must be an array of");
	wrong("\"member\":\"flag\",\"is\":true,\"verbs\":[\"PUT\",\"PUT\"]",
	    "rules[t.t].verbs: must be an array of");
}

/* A validator may be of one method, unless it proves something. */
static void
test_validators_verbs(void **state)
{
	const struct json *root = with(uk(), "versions", NULL);
	const struct json *put = parse("[\"PUT\"]");
	const char *why = "";

	(void)state;
	assert_int_equal(
	    profile_question_of(
		loaded(with(root, "validators.scope.verbs", put))->questions,
		"scope")
		->verbs,
	    METHOD_PUT);
	assert_null(
	    load(with(root, "validators.statement_claims.verbs", put), &why));
	assert_non_null(strstr(why, "asked of each request"));
	assert_null(load(
	    with(root, "validators.scope.verbs", parse("[\"GET\"]")), &why));
	assert_non_null(strstr(why, "validators.scope.verbs: must be an"));
	assert_null(
	    load(with(root, "validators.redirect_uris.verbs", put), &why));
	assert_non_null(strstr(why, "redirect_uris is compared with"));
}

/* The server tells what a rule allows, and no list beside it. */
static void
test_discovery(void **state)
{
	static const char rule[] =
	    "\"member\":\"plan\",\"allowed\":[\"basic\",\"rich\"]";
	const char *key = "discovery.plans_supported", *why = "";
	const struct profile *profile =
	    loaded(with(with_rule(rule), key, parse("[\"rules.t.t\"]")));

	(void)state;
	assert_string_equal(
	    json_text(arena, json_get(profile->discovery, "plans_supported")),
	    "[\"basic\",\"rich\"]");
	assert_null(
	    load(with(with_rule(rule), key, parse("[\"rules.t.u\"]")), &why));
	assert_non_null(strstr(why, "the profile has no such rule"));
	assert_null(load(with(with_rule("\"member\":\"plan\",\"length\":3"),
			     key, parse("[\"rules.t.t\"]")),
	    &why));
	assert_non_null(strstr(why, "must be a rule with allowed"));
}

static void
test_wrong_conditions(void **state)
{
	static const char flag[] = "\"member\":\"flag\",\"required\":true,";

	(void)state;
#define WRONG(text, wanted) wrong(arena_printf(arena, "%s" text, flag), wanted)
	WRONG("\"when\":[]", "rules[t.t].when: must not be empty");
	WRONG("\"unless\":{\"member\":\"plan\"}",
	    "rules[t.t].unless: must have one of has and lacks");
	WRONG("\"when\":[{\"member\":\"plan\",\"given\":true},{}]",
	    "rules[t.t].when: must have one of member");
	WRONG("\"when\":{\"member\":\"plan\",\"given\":1}",
	    "rules[t.t].when: must have one of has");
	WRONG("\"when\":{\"request\":\"plan\",\"given\":true}",
	    "must have given of a member");
	WRONG("\"when\":{\"member\":\"plan\",\"is\":[]}",
	    "rules[t.t].when: must have one of has");
	WRONG("\"unless\":[{\"member\":\"plans\",\"present\":true}]",
	    "rules[t.t]: plans: there is no such member");
	WRONG("\"unless\":{\"member\":\"grant_types\",\"has\":[\"x\"]}",
	    "rules[t.t]: x: grant_types.allowed has no such string");
	WRONG("\"unless\":{\"member\":\"plan\",\"was\":true}",
	    "rules[].unless.was: no such key");
#undef WRONG
}

static void
test_description(void **state)
{
	(void)state;
	broken("\"member\":\"flag\",\"is\":true,\"description\":\"as said\"",
	    "{\"flag\":false}", "{}", "/flag must be true | as said");
	wrong("\"member\":\"flag\",\"is\":true,\"description\":\"\"",
	    "rules[t.t].description: must be a string of printable ASCII");
	wrong("\"member\":\"flag\",\"is\":true,\"description\":\"\\u00fc\"",
	    "must be a string of printable ASCII");
	wrong("\"member\":\"flag\",\"is\":true,\"description\":\"a\\\"b\"",
	    "must be a string of printable ASCII");
}

/* That of a rule of a validator stands beside its clause. */
static void
test_validators_description(void **state)
{
	static const char key[] = "validators.scope.descriptions";
	const char *why = "";
	const struct json *root = with(uk(), "versions", NULL);
	const struct profile_question *q = profile_question_of(
	    loaded(with(root, key, parse("{\"form\":\"as said\"}")))->questions,
	    "scope");

	(void)state;
	assert_string_equal(
	    json_string(json_get(q->descriptions, "scope.form")), "as said");
	assert_null(
	    load(with(root, key, parse("{\"from\":\"as said\"}")), &why));
	assert_non_null(strstr(why, "validators.scope.descriptions.from: no "));
	assert_null(load(with(root, key, parse("{\"form\":7}")), &why));
	assert_non_null(strstr(why, "must be a string of printable ASCII"));
	assert_null(load(with(root, key, parse("[]")), &why));
	assert_non_null(strstr(why, "must be an object of strings"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_is),
	    TEST(test_same_set),
	    TEST(test_keys),
	    TEST(test_conditions),
	    TEST(test_given),
	    TEST(test_one_of),
	    TEST(test_verbs),
	    TEST(test_validators_verbs),
	    TEST(test_discovery),
	    TEST(test_wrong_conditions),
	    TEST(test_description),
	    TEST(test_validators_description),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
