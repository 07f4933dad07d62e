/* SPDX-License-Identifier: ISC */
/* What a rule of a profile's own says: tests, conditions, descriptions. */
#include "test/unit/uk_profile.h"

#include "kit/conf/config.h"
#include "kit/request.h"
#include "validators/lib/member_rule.h"
#include "validators/lib/metadata.h"
#include "validators/lib/submission.h"
#include "validators/validator.h"

/* One rule, about members of this very profile, in the form of data. */
static const struct json *
with_rule(const char *says)
{
	const struct json *rule = parse(arena_printf(arena,
	    "[{\"rule\":\"t.t\",\"error\":\"invalid_client_metadata\","
	    "\"meaning\":\"m\",\"clause\":\"c\",%s}]",
	    says));
	const struct json *root = with(uk(), "versions", NULL);

	root = with(root, "rules", rule);
	root = with(root, "known",
	    parse("{\"members\":[\"hooks\",\"flag\",\"plan\"],"
		  "\"claims\":[\"hooks\",\"plan\"]}"));
	root = with(root, "defaults.plan", parse("{\"value\":\"basic\"}"));
	root = with(
	    root, "narrowed", parse("[\"redirect_uris\",\"scope\",\"hooks\"]"));
	root = with(root, "members",
	    parse("[\"redirect_uris\",\"scope\",\"hooks\",\"flag\",\"plan\","
		  "\"grant_types\",\"response_types\",\"jwks\"]"));
	return with(root, "validators.contradiction.alike", parse("[]"));
}

static void
wrong(const char *says, const char *wanted)
{
	const char *why = "";

	if (load(with_rule(says), &why) != NULL)
		fail_msg("%s passes", says);
	if (strstr(why, wanted) == NULL)
		fail_msg("%s: %s", says, why);
	assert_null(strchr(why, '\n'));
}

/* The findings of the rule about a request and a statement, each behind its
 * place; "" when it is kept. */
static const char *
judged(const char *says, const char *members, const char *claims)
{
	static struct config config;
	const struct profile *profile = loaded(with_rule(says));
	struct submission s = {
	    .config = &config,
	    .profile = profile,
	    .arena = arena,
	    .hosts = arena_alloc(arena, sizeof(*s.hosts)),
	    .facts = profile->given | ENVELOPE_TRUE | STATEMENT_TRUE |
		     STATEMENT_SOUND,
	    .members = parse(members),
	    .claims = parse(claims),
	    .method = METHOD_POST,
	};
	struct verdict v;
	const char *text = "";

	s.metadata = metadata_make(&s);
	verdict_init(&v, arena);
	v.question = profile_question_of(profile->questions, "member_rules");
	v.question->validator->check(&s, &v);
	assert_null(v.unable);
	for (const struct finding *f = v.findings; f != NULL; f = f->next)
		text = arena_printf(arena, "%s%s %s%s%s\n", text, f->pointer,
		    f->detail, f->description != NULL ? " | " : "",
		    f->description != NULL ? f->description : "");
	return text;
}

static void
kept(const char *says, const char *members, const char *claims)
{
	assert_string_equal(judged(says, members, claims), "");
}

static void
broken(const char *says, const char *members, const char *claims,
    const char *wanted)
{
	assert_string_equal(
	    judged(says, members, claims), arena_printf(arena, "%s\n", wanted));
}

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
	    TEST(test_wrong_conditions),
	    TEST(test_description),
	    TEST(test_validators_description),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
