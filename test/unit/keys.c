/* SPDX-License-Identifier: ISC */
/* Which key of a set verifies a token. */
#include <string.h>

#include "kit/json.h"
#include "kit/limits.h"
#include "test/unit/jose.h"

static const char *rsa2; /* another private key */

static int
make_three_keys(void **state)
{
	const char *why;

	if (make_keys(state) != 0)
		return 1;
	rsa2 = issue_key(process, ISSUE_RSA_2048, &why);
	return rsa2 == NULL;
}

static struct json *
jwk(const char *pem, const char *kid)
{
	const char *why;
	struct json *key = issue_jwk(arena, pem, kid, "sig", NULL, &why);

	assert_non_null(key);
	return key;
}

static const char *
token(const char *pem, const char *algorithm, const char *kid)
{
	const char *why, *text, *header;

	header = kid == NULL
		     ? arena_printf(arena, "{\"alg\":\"%s\"}", algorithm)
		     : arena_printf(arena, "{\"alg\":\"%s\",\"kid\":\"%s\"}",
			   algorithm, kid);
	text = issue_jws(arena, header, "{}", algorithm, pem, &why);
	assert_non_null(text);
	return text;
}

static enum keys_answer
verify_in(const char *set, const char *text)
{
	enum keys_answer answer;
	struct keys *keys;
	const char *why;
	struct jws jws;

	keys = keys_parse(set, strlen(set), &why);
	assert_non_null(keys);
	assert_int_equal(jws_parse(arena, text, strlen(text), &jws), JWS_OK);
	answer = keys_verify(keys, &jws);
	/* The second time the key comes parsed. */
	assert_int_equal(keys_verify(keys, &jws), answer);
	keys_free(keys);
	return answer;
}

static const char *
set_of(const struct json *a, const struct json *b)
{
	struct json *set = json_new_object(arena),
		    *list = json_new_array(arena);

	json_append(list, a);
	if (b != NULL)
		json_append(list, b);
	json_set(set, "keys", list);
	return json_text(arena, set);
}

static enum keys_answer
verify(const struct json *a, const struct json *b, const char *text)
{
	return verify_in(set_of(a, b), text);
}

static void
test_kid(void **state)
{
	const struct json *one = jwk(rsa, "one"), *two = jwk(rsa2, "one");
	const char *text = token(rsa, "PS256", "one");

	(void)state;
	assert_int_equal(verify(one, NULL, text), KEYS_VERIFIED);
	assert_int_equal(verify(two, NULL, text), KEYS_FORGED);
	assert_int_equal(verify(two, one, text), KEYS_VERIFIED);
	assert_int_equal(verify(two, two, text), KEYS_FORGED);
	assert_int_equal(
	    verify(jwk(rsa, "One"), jwk(rsa, "one "), text), KEYS_UNKNOWN);
	assert_int_equal(verify(jwk(rsa, "on"), NULL, text), KEYS_UNKNOWN);
	assert_int_equal(verify(jwk(ec, "one"), one, text), KEYS_VERIFIED);
	assert_int_equal(verify(jwk(ec, "one"), NULL, text), KEYS_UNKNOWN);
}

static void
test_no_kid(void **state)
{
	struct json *one = jwk(rsa, "one"), *two = jwk(rsa2, "two");
	const char *text = token(rsa, "PS256", NULL);

	(void)state;
	assert_int_equal(verify(one, NULL, text), KEYS_VERIFIED);
	assert_int_equal(verify(two, NULL, text), KEYS_FORGED);
	assert_int_equal(verify(one, two, text), KEYS_UNKNOWN);
	assert_int_equal(verify(jwk(ec, "x"), one, text), KEYS_VERIFIED);
	json_set_string(two, "use", "enc");
	assert_int_equal(verify(one, two, text), KEYS_VERIFIED);
	json_set_string(two, "use", "sig");
	json_set_string(two, "e", "AQ");
	assert_int_equal(verify(one, two, text), KEYS_VERIFIED);
	json_remove(one, "kid");
	assert_int_equal(verify(one, NULL, text), KEYS_VERIFIED);
	assert_int_equal(
	    verify(one, NULL, token(rsa, "PS256", "one")), KEYS_UNKNOWN);
}

static void
test_filters(void **state)
{
	static const struct {
		const char *name, *json;
		enum keys_answer answer;
	} cases[] = {{"use", "\"enc\"", KEYS_UNKNOWN},
	    {"use", "\"tls\"", KEYS_UNKNOWN}, {"use", "\"SIG\"", KEYS_UNKNOWN},
	    {"use", "null", KEYS_UNKNOWN},
	    {"key_ops", "[\"sign\",\"verify\"]", KEYS_VERIFIED},
	    {"key_ops", "[\"sign\"]", KEYS_UNKNOWN},
	    {"key_ops", "[]", KEYS_UNKNOWN},
	    {"key_ops", "\"verify\"", KEYS_UNKNOWN},
	    {"alg", "\"RS256\"", KEYS_UNKNOWN},
	    {"alg", "\"ps256\"", KEYS_UNKNOWN}, {"alg", "[]", KEYS_UNKNOWN},
	    {"kid", "1", KEYS_UNKNOWN}, {"kty", "\"rsa\"", KEYS_UNKNOWN},
	    {"kty", "\"EC\"", KEYS_UNKNOWN}, {"kty", "null", KEYS_UNKNOWN},
	    {"ext", "true", KEYS_VERIFIED}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct json *key = jwk(rsa, "k");

		json_set(key, cases[i].name,
		    json_parse(
			arena, cases[i].json, strlen(cases[i].json), NULL));
		assert_int_equal(verify(key, NULL, token(rsa, "PS256", "k")),
		    cases[i].answer);
	}
}

static void
test_absent_filters(void **state)
{
	struct json *key = jwk(ec, "k");

	(void)state;
	json_remove(key, "use");
	json_remove(key, "alg");
	assert_int_equal(
	    verify(key, NULL, token(ec, "ES256", "k")), KEYS_VERIFIED);
}

/* Keys as secrets, and what OpenSSL could do but we never. */
static void
test_confusion(void **state)
{
	struct json *key = jwk(rsa, "k"), *oct = json_new_object(arena);
	const char *secret, *text;

	(void)state;
	json_remove(key, "alg");
	secret = json_text(arena, key);
	assert_int_equal(
	    verify(key, NULL, token(secret, "HS256", "k")), KEYS_UNKNOWN);
	assert_int_equal(
	    verify(key, NULL, token(rsa, "RS256", "k")), KEYS_UNKNOWN);
	text = arena_printf(arena, "%sc2ln", token(NULL, "none", "k"));
	assert_int_equal(verify(key, NULL, text), KEYS_UNKNOWN);
	json_set_string(oct, "kty", "oct");
	json_set_string(oct, "kid", "k");
	json_set_string(oct, "k", "c2VjcmV0");
	assert_int_equal(
	    verify(oct, key, token("secret", "HS256", "k")), KEYS_UNKNOWN);
	assert_int_equal(
	    verify(key, NULL, token(ec, "ES256", "k")), KEYS_UNKNOWN);
}

static void
test_fault_never_verifies(void **state)
{
	const char *set = set_of(jwk(ec, "k"), NULL), *why, *text;
	struct keys *keys = keys_parse(set, strlen(set), &why);
	struct jws jws;

	(void)state;
	text = issue_jws(arena,
	    "{\"alg\":\"ES256\",\"kid\":\"k\",\"crit\":[\"x\"],\"x\":1}", "{}",
	    "ES256", ec, &why);
	assert_int_equal(
	    jws_parse(arena, text, strlen(text), &jws), JWS_CRITICAL);
	assert_int_equal(keys_verify(keys, &jws), KEYS_UNKNOWN);
	keys_free(keys);
}

static void
test_no_set(void **state)
{
	static const char *const wrong[] = {"", "[]", "{}", "null",
	    "{\"keys\":{}}", "{\"keys\":null}", "{\"keys\":[]}x",
	    "{\"keys\":[],\"keys\":[]}",
	    "{\"keys\":[{\"kid\":\"a\",\"kid\":\"b\"}]}"};
	const char *why;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		why = NULL;
		assert_null(keys_parse(wrong[i], strlen(wrong[i]), &why));
		assert_non_null(why);
	}
	keys_free(NULL);
}

/* RFC 8259 section 8.1. */
static void
test_byte_order_mark(void **state)
{
	static const char text[] = "\xef\xbb\xbf{\"keys\":[]}";
	static const char twice[] = "\xef\xbb\xbf\xef\xbb\xbf{\"keys\":[]}";
	const char *why;
	struct keys *keys = keys_parse(text, sizeof(text) - 1, &why);

	(void)state;
	assert_non_null(keys);
	keys_free(keys);
	assert_null(keys_parse(twice, sizeof(twice) - 1, &why));
}

static void
test_too_many(void **state)
{
	struct json *list = json_new_array(arena),
		    *set = json_new_object(arena);
	const char *text, *why;
	struct keys *keys;

	(void)state;
	for (size_t i = 0; i < LIMIT_KEYS; i++)
		json_append(list, json_new_object(arena));
	json_set(set, "keys", list);
	text = json_text(arena, set);
	keys = keys_parse(text, strlen(text), &why);
	assert_non_null(keys);
	keys_free(keys);
	json_append(list, json_new_object(arena));
	text = json_text(arena, set);
	assert_null(keys_parse(text, strlen(text), &why));
	assert_string_equal(why, "too many keys");
}

/* Why no key fits, and which keys would. */
static void
test_told(void **state)
{
	static const char *const wanted[][2] = {
	    {"none", "the set has no key with the kid 'none'; its keys for "
		     "PS256 are: 'sig', 'two'"},
	    {"enc", "the set has the kid 'enc', but its use is 'enc', and must "
		    "be sig; its keys for PS256 are: 'sig', 'two'"},
	    {"alg", "the set has the kid 'alg', but its alg is 'RS512', and "
		    "not PS256; its keys for PS256 are: 'sig', 'two'"},
	    {"ec", "the set has the kid 'ec', but its kty or crv is another "
		   "than PS256 takes; its keys for PS256 are: 'sig', 'two'"},
	    {NULL, "the header names no kid; its keys for PS256 are: 'sig', "
		   "'two'"}};
	struct json *all = json_new_array(arena), *set = json_new_object(arena);
	struct json *enc = jwk(rsa, "enc"), *alg = jwk(rsa, "alg");
	struct keys *keys;
	const char *why, *text;
	struct jws jws;

	(void)state;
	json_set_string(enc, "use", "enc");
	json_set_string(alg, "alg", "RS512");
	json_append(all, jwk(rsa, "sig"));
	json_append(all, enc);
	json_append(all, alg);
	json_append(all, jwk(ec, "ec"));
	json_append(all, jwk(rsa2, "two"));
	json_set(set, "keys", all);
	text = json_text(arena, set);
	keys = keys_parse(text, strlen(text), &why);
	assert_non_null(keys);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		text = token(rsa, "PS256", wanted[i][0]);
		assert_int_equal(
		    jws_parse(arena, text, strlen(text), &jws), JWS_OK);
		assert_int_equal(keys_verify(keys, &jws), KEYS_UNKNOWN);
		assert_string_equal(keys_told(arena, keys, &jws), wanted[i][1]);
	}
	keys_free(keys);
}

int
main(void)
{
	const struct CMUnitTest keys[] = {
	    TEST(test_kid),
	    TEST(test_no_kid),
	    TEST(test_filters),
	    TEST(test_absent_filters),
	    TEST(test_confusion),
	    TEST(test_fault_never_verifies),
	    TEST(test_no_set),
	    TEST(test_byte_order_mark),
	    TEST(test_too_many),
	    TEST(test_told),
	};

	return cmocka_run_group_tests(keys, make_three_keys, free_keys);
}
