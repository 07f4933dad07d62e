/* SPDX-License-Identifier: ISC */
/* Keys that come with a certificate (x5c). */
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>

#include "kit/base64.h"
#include "test/unit/one_key.h"

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

int
main(void)
{
	const struct CMUnitTest keys_x5c[] = {
	    TEST(test_x5c),
	    TEST(test_bad_x5c),
	    TEST(test_tls_certificate),
	};

	return cmocka_run_group_tests(keys_x5c, make_three_keys, free_keys);
}
