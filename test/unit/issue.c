/* SPDX-License-Identifier: ISC */
/* Keys and tokens that are made here. */
#include <string.h>

#include "kit/base64.h"
#include "kit/json.h"
#include "test/unit/jose.h"
#include "test/libjwt.h"

static enum keys_answer
verify(const char *pem, const char *text)
{
	enum keys_answer answer;
	const char *why;
	struct keys *keys;
	struct json *key;

	key = issue_jwk(arena, pem, "k", "sig", NULL, &why);
	assert_non_null(key);
	keys = parse(json_text(arena, key));
	answer = ask(keys, text);
	keys_free(keys);
	return answer;
}

static void
test_key(void **state)
{
	const char *why;

	(void)state;
	assert_memory_equal(rsa, "-----BEGIN PRIVATE KEY-----\n", 28);
	assert_string_not_equal(issue_key(arena, ISSUE_EC_P256, &why), ec);
}

/* RFC 7638 section 3.1; the EC key of RFC 7517 appendix A.1; RFC 8037
 * appendix A.3. */
static void
test_thumbprint(void **state)
{
	static const struct {
		const char *jwk, *thumbprint;
	} cases[] = {
	    {"{\"kty\":\"RSA\",\"n\":\"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2ai"
	     "AFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZC"
	     "iFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v"
	     "-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5"
	     "hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPk"
	     "sINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw\",\"e\":\"A"
	     "QAB\",\"alg\":\"RS256\",\"kid\":\"2011-04-29\"}",
		"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"},
	    {"{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs352"
	     "6iDZ8AiTo7Tu6KPAqv7D4\",\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8Pxlt"
	     "mWWlbbM4IFyM\",\"use\":\"enc\",\"kid\":\"1\"}",
		"cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s"},
	    {"{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQ"
	     "HOg7hcvPapiMlrwIaaPcHURo\"}",
		"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"}};
	static const char *const wrong[] = {"{\"kty\":\"oct\",\"k\":\"AQ\"}",
	    "{\"kty\":\"RSA\",\"n\":\"AQ\"}", "{}",
	    "{\"kty\":\"RSA\",\"n\":\"A\\\"\",\"e\":\"AQAB\"}",
	    "{\"kty\":\"EC\",\"crv\":\"\",\"x\":\"AQ\",\"y\":\"AQ\"}"};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
		    issue_thumbprint(arena, json_parse(arena, cases[i].jwk,
						strlen(cases[i].jwk), NULL)),
		    cases[i].thumbprint);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_null(issue_thumbprint(arena,
		    json_parse(arena, wrong[i], strlen(wrong[i]), NULL)));
	assert_null(issue_thumbprint(arena, NULL));
}

static void
test_jwk(void **state)
{
	const char *why = "";
	struct json *key = issue_jwk(arena, rsa, NULL, "sig", NULL, &why);

	(void)state;
	assert_null(why);
	assert_string_equal(
	    json_string(json_get(key, "kid")), issue_thumbprint(arena, key));
	assert_string_equal(json_string(json_get(key, "alg")), "PS256");
	assert_string_equal(json_string(json_get(key, "e")), "AQAB");
	assert_null(json_get(key, "d"));
	key = issue_jwk(arena, ec, "mine", "tls", NULL, &why);
	assert_string_equal(json_string(json_get(key, "kid")), "mine");
	assert_null(json_get(key, "alg"));
	assert_null(json_get(key, "d"));
	assert_int_equal(strlen(json_string(json_get(key, "x"))), 43);
	assert_null(issue_jwk(arena, "no key", NULL, NULL, NULL, &why));
	assert_non_null(why);
	assert_null(issue_jwk(arena, ec, NULL, NULL, "no certificate", &why));
	assert_string_equal(why, "not a certificate in PEM");
}

static void
test_jws(void **state)
{
	static const char header[] = "{ \"alg\":\"PS256\",\"kid\":\"k\"}";
	static const char ec_header[] = "{\"alg\":\"ES256\",\"kid\":\"k\"}";
	const char *text, *start, *why = "";

	(void)state;
	text = issue_jws(arena, header, "{ \"a\": 1 }", "PS256", rsa, &why);
	assert_null(why);
	/* The texts as they are, blanks and all. */
	start = arena_printf(arena, "%s.%s.",
	    base64url_encode(arena, header, strlen(header)),
	    base64url_encode(arena, "{ \"a\": 1 }", 10));
	assert_memory_equal(text, start, strlen(start));
	assert_int_equal(verify(rsa, text), KEYS_VERIFIED);
	/* Halves of a signature with leading zeros keep their size. */
	for (int i = 0; i < 300; i++) {
		text = issue_jws(arena, ec_header, "{}", "ES256", ec, &why);
		assert_int_equal(strlen(strrchr(text, '.') + 1), 86);
	}
	assert_int_equal(verify(ec, text), KEYS_VERIFIED);
	assert_string_equal(
	    issue_jws(arena, "{}", "{}", "none", NULL, &why), "e30.e30.");
}

/* The token that jwt.io has shown for years. */
/* A signer signs many texts, and no two alike: salt and nonce are new ones. */
static void
test_signer(void **state)
{
	static const char *const algorithms[] = {"PS256", "ES256"};
	const char *pem[] = {rsa, ec}, *texts[6], *why;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		const struct issue_signer *signer =
		    issue_signer_open(arena, algorithms[i], pem[i], &why);
		const char *header =
		    arena_printf(arena, "{\"alg\":\"%s\"}", algorithms[i]);

		assert_non_null(signer);
		for (size_t k = 0; k < 6; k++) {
			texts[k] = issue_signer_sign(signer, arena, header,
			    arena_printf(arena, "{\"n\":%zu}", k / 2), &why);
			assert_non_null(texts[k]);
			assert_int_equal(
			    verify(pem[i], texts[k]), KEYS_VERIFIED);
		}
		assert_string_not_equal(
		    strrchr(texts[0], '.'), strrchr(texts[1], '.'));
	}
}

static void
test_hs256(void **state)
{
	const char *why;

	(void)state;
	assert_string_equal(
	    issue_jws(arena, "{\"alg\":\"HS256\",\"typ\":\"JWT\"}",
		"{\"sub\":\"1234567890\",\"name\":\"John Doe\","
		"\"iat\":1516239022}",
		"HS256", "your-256-bit-secret", &why),
	    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiw"
	    "ibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2Q"
	    "T4fwpMeJf36POk6yJV_adQssw5c");
}

static void
test_jws_refusals(void **state)
{
	const struct {
		const char *algorithm, *key;
	} cases[] = {{"PS512", rsa}, {"ps256", rsa}, {"", rsa}, {"PS256", ec},
	    {"RS256", ec}, {"ES256", rsa}, {"PS256", "no key"}, {"ES256", NULL},
	    {"HS256", NULL}};
	const char *why;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		why = NULL;
		assert_null(issue_jws(
		    arena, "{}", "{}", cases[i].algorithm, cases[i].key, &why));
		assert_non_null(why);
	}
}

static const char *
decoded(const char *part, size_t length)
{
	struct bytes out;

	assert_true(base64url_decode(arena, part, length, &out));
	return (const char *)out.data;
}

/* Two implementations of deterministic algorithms, and one token. */
static void
test_second_opinion(void **state)
{
	const char *algorithms[] = {"RS256", "HS256", "none"};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		const char *why = "", *dot, *end, *theirs, *ours;

		theirs = libjwt_token(
		    arena, "{\"iss\":\"x\"}", algorithms[i], "k", rsa);
		assert_non_null(theirs);
		dot = strchr(theirs, '.');
		end = strrchr(theirs, '.');
		ours = issue_jws(arena, decoded(theirs, (size_t)(dot - theirs)),
		    decoded(dot + 1, (size_t)(end - dot - 1)), algorithms[i],
		    rsa, &why);
		assert_string_equal(ours, theirs);
	}
}

static void
test_libjwt(void **state)
{
	const char *text;

	(void)state;
	text =
	    libjwt_token(arena, "{\"iss\":\"x\",\"exp\":1}", "ES256", "k", ec);
	assert_non_null(text);
	assert_int_equal(verify(ec, text), KEYS_VERIFIED);
	/* libjwt 1.10 lacks it; 1.17 has it for keys of type RSA-PSS alone. */
	assert_null(libjwt_token(arena, "{}", "PS256", "k", rsa));
}

int
main(void)
{
	const struct CMUnitTest issue[] = {
	    TEST(test_key),
	    TEST(test_thumbprint),
	    TEST(test_jwk),
	    TEST(test_jws),
	    TEST(test_signer),
	    TEST(test_hs256),
	    TEST(test_jws_refusals),
	    TEST(test_second_opinion),
	    TEST(test_libjwt),
	};

	return cmocka_run_group_tests(issue, make_keys, free_keys);
}
