/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/issue.h"
#include "kit/json.h"
#include "kit/jws.h"
#include "kit/keys.h"

static struct arena *process, *arena; /* of all tests, of one */
static const char *rsa, *ec, *ec2;    /* private keys */

static int
make_keys(void **state)
{
	const char *why;

	(void)state;
	process = arena_new();
	rsa = issue_key(process, ISSUE_RSA_2048, &why);
	ec = issue_key(process, ISSUE_EC_P256, &why);
	ec2 = issue_key(process, ISSUE_EC_P256, &why);
	return rsa == NULL || ec == NULL || ec2 == NULL;
}

static int
free_keys(void **state)
{
	(void)state;
	arena_free(process);
	return 0;
}

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct json *
jwk(const char *pem, const char *use, const char *certificate)
{
	const char *why;
	struct json *key = issue_jwk(arena, pem, "k", use, certificate, &why);

	assert_non_null(key);
	return key;
}

static struct keys *
parse(const char *list)
{
	const char *why, *set = arena_printf(arena, "{\"keys\":[%s]}", list);
	struct keys *keys = keys_parse(set, strlen(set), &why);

	assert_non_null(keys);
	return keys;
}

static enum keys_answer
verify_in(const char *list, const char *pem, const char *algorithm)
{
	const char *why, *text, *header;
	struct keys *keys = parse(list);
	enum keys_answer answer;
	struct jws jws;

	header =
	    arena_printf(arena, "{\"alg\":\"%s\",\"kid\":\"k\"}", algorithm);
	text = issue_jws(arena, header, "{}", algorithm, pem, &why);
	assert_non_null(text);
	assert_int_equal(jws_parse(arena, text, strlen(text), &jws), JWS_OK);
	answer = keys_verify(keys, &jws);
	keys_free(keys);
	return answer;
}

/* What the set of this one key makes of the right signature. */
static enum keys_answer
verify(const struct json *key)
{
	bool is_rsa = json_type(json_get(key, "n")) != JSON_ABSENT;

	return verify_in(json_text(arena, key), is_rsa ? rsa : ec,
	    is_rsa ? "PS256" : "ES256");
}

static const char *
certificate(const char *pem)
{
	struct issue_order order = {.subject = "CN=x",
	    .purpose = ISSUE_CLIENT,
	    .not_before = 1700000000,
	    .not_after = 1800000000,
	    .key = pem};
	const char *why, *text = issue_certificate(arena, &order, &why);

	assert_non_null(text);
	return text;
}

static void
test_x5c(void **state)
{
	const char *pem[] = {ec, rsa}, *other[] = {ec2, ec};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(
		    verify(jwk(pem[i], "sig", certificate(pem[i]))),
		    KEYS_VERIFIED);
		assert_int_equal(
		    verify(jwk(pem[i], "sig", certificate(other[i]))),
		    KEYS_UNKNOWN);
	}
}

/* The same certificate with a byte after it. */
static const char *
longer(const char *base64)
{
	struct bytes der;

	assert_true(base64_decode(arena, base64, strlen(base64), &der));
	return base64_encode(arena, der.data, der.length + 1);
}

static void
test_bad_x5c(void **state)
{
	const char *good = json_string(
	    json_at(json_get(jwk(ec, "sig", certificate(ec)), "x5c"), 0));
	const char *cases[] = {"null", "[]", "[1]", "\"x\"", "[\"\"]",
	    "[\"AAAA\"]", arena_printf(arena, "\"%s\"", good),
	    arena_printf(arena, "[\" %s\"]", good),
	    arena_printf(arena, "[\"AAAA\",\"%s\"]", good),
	    arena_printf(arena, "[\"%.400s\"]", good),
	    arena_printf(arena, "[\"%s\"]", longer(good))};
	struct json *key = jwk(ec, "sig", NULL);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_set(key, "x5c",
		    json_parse(arena, cases[i], strlen(cases[i]), NULL));
		assert_int_equal(verify(key), KEYS_UNKNOWN);
	}
}

static void
sha256_of(const char *pem, unsigned char sum[32])
{
	BIO *bio = BIO_new_mem_buf(pem, -1);
	X509 *x509 = PEM_read_bio_X509(bio, NULL, NULL, NULL);

	assert_int_equal(X509_digest(x509, EVP_sha256(), sum, NULL), 1);
	X509_free(x509);
	BIO_free(bio);
}

static bool
holds(const char *list, const unsigned char sum[32])
{
	struct keys *keys = parse(list);
	bool answer = keys_hold_certificate(keys, sum);

	assert_int_equal(keys_hold_certificate(keys, sum), answer);
	keys_free(keys);
	return answer;
}

static void
test_tls_certificate(void **state)
{
	const char *mine = certificate(rsa), *other = certificate(ec);
	const char *list = arena_printf(arena, "%s,%s,{\"kty\":\"EC\"}",
	    json_text(arena, jwk(rsa, "sig", mine)),
	    json_text(arena, jwk(ec, "tls", other)));
	unsigned char mine_sum[32], other_sum[32];
	struct json *other_key;

	(void)state;
	sha256_of(mine, mine_sum);
	sha256_of(other, other_sum);
	assert_true(holds(list, other_sum));
	assert_false(holds(list, mine_sum));
	other_key = jwk(ec, "tls", mine);
	json_set_string(other_key, "crv", "P-384");
	list = json_text(arena, other_key);
	assert_true(holds(list, mine_sum));
	assert_false(holds("{\"kty\":\"RSA\",\"use\":\"tls\"}", mine_sum));
	/* The hash of no certificate is the hash of none. */
	memset(mine_sum, 0, sizeof(mine_sum));
	assert_false(holds("{\"kty\":\"RSA\",\"use\":\"tls\"}", mine_sum));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest keys_x5c[] = {
	    TEST(test_x5c),
	    TEST(test_bad_x5c),
	    TEST(test_tls_certificate),
	};

	return cmocka_run_group_tests(keys_x5c, make_keys, free_keys);
}
