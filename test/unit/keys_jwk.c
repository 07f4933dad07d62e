/* SPDX-License-Identifier: ISC */
/* JSON Web Keys: the numbers that they may have. */
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <string.h>

#include "kit/base64.h"
#include "test/unit/one_key.h"

/* A number of so many bytes: the first, ones, the last. */
static const char *
number(size_t bytes, unsigned char first, unsigned char last)
{
	unsigned char *data = arena_alloc(arena, bytes);

	memset(data, 0xff, bytes);
	data[0] = first;
	data[bytes - 1] = last;
	return base64url_encode(arena, data, bytes);
}

static void
test_modulus(void **state)
{
	static const struct {
		size_t bytes;
		unsigned char first, last;
		enum keys_answer answer; /* FORGED: a key, but another one */
	} cases[] = {{128, 0xff, 0xff, KEYS_UNKNOWN},
	    {256, 0x7f, 0xff, KEYS_UNKNOWN}, {256, 0x80, 0xff, KEYS_FORGED},
	    {256, 0x80, 0xfe, KEYS_UNKNOWN}, {257, 0x00, 0xff, KEYS_UNKNOWN},
	    {1024, 0xff, 0xff, KEYS_FORGED}, {1025, 0x01, 0xff, KEYS_UNKNOWN},
	    {1, 0x03, 0x03, KEYS_UNKNOWN}, {4096, 0xff, 0xff, KEYS_UNKNOWN}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct json *key = jwk(rsa, "sig", NULL);

		json_set_string(key, "n",
		    number(cases[i].bytes, cases[i].first, cases[i].last));
		assert_int_equal(verify(key), cases[i].answer);
	}
}

static void
test_exponent(void **state)
{
	static const struct {
		const char *e;
		enum keys_answer answer;
	} cases[] = {{"AQAB", KEYS_VERIFIED}, {"AQ", KEYS_UNKNOWN},
	    {"Ag", KEYS_UNKNOWN}, {"Aw", KEYS_FORGED}, {"AA", KEYS_UNKNOWN},
	    {"AQAA", KEYS_UNKNOWN}, {"AAEAAQ", KEYS_UNKNOWN},
	    {"__________8", KEYS_FORGED}, {"AQAAAAAAAAAB", KEYS_UNKNOWN},
	    {"", KEYS_UNKNOWN}, {"AQAB=", KEYS_UNKNOWN},
	    {"AQA B", KEYS_UNKNOWN}, {"AR", KEYS_UNKNOWN}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct json *key = jwk(rsa, "sig", NULL);

		json_set_string(key, "e", cases[i].e);
		assert_int_equal(verify(key), cases[i].answer);
	}
}

static const char *
pem_of(EVP_PKEY *key)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *data, *pem;
	long length;

	assert_non_null(key);
	assert_int_equal(
	    PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL),
	    1);
	length = BIO_get_mem_data(bio, &data);
	pem = arena_strndup(arena, data, (size_t)length);
	BIO_free(bio);
	EVP_PKEY_free(key);
	return pem;
}

static void
test_short_rsa(void **state)
{
	const char *pem = pem_of(EVP_RSA_gen(1024));

	(void)state;
	assert_int_equal(
	    verify_in(json_text(arena, jwk(pem, "sig", NULL)), pem, "PS256"),
	    KEYS_UNKNOWN);
}

static void
test_point(void **state)
{
	static const struct {
		const char *name;
		size_t bytes;
	} cases[] = {{"x", 31}, {"x", 33}, {"y", 32}, {"y", 31}, {"x", 48}};
	struct json *key;

	(void)state;
	assert_int_equal(verify(jwk(ec, "sig", NULL)), KEYS_VERIFIED);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		key = jwk(ec, "sig", NULL);
		json_set_string(
		    key, cases[i].name, number(cases[i].bytes, 1, 1));
		assert_int_equal(verify(key), KEYS_UNKNOWN);
	}
	key = jwk(ec, "sig", NULL);
	json_set_string(
	    key, "y", json_string(json_get(jwk(ec2, "sig", NULL), "y")));
	assert_int_equal(verify(key), KEYS_UNKNOWN);
	json_set_string(
	    key, "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
	json_set_string(
	    key, "y", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
	assert_int_equal(verify(key), KEYS_UNKNOWN);
}

static void
test_curve(void **state)
{
	const char *pem = pem_of(EVP_EC_gen("P-384"));
	struct json *key = jwk(pem, "sig", NULL);

	(void)state;
	assert_int_equal(verify(key), KEYS_UNKNOWN);
	json_set_string(key, "crv", "P-256");
	assert_int_equal(verify(key), KEYS_UNKNOWN);
	key = jwk(ec, "sig", NULL);
	json_set_string(key, "crv", "p-256");
	assert_int_equal(verify(key), KEYS_UNKNOWN);
	json_remove(key, "crv");
	assert_int_equal(verify(key), KEYS_UNKNOWN);
}

static void
test_private_members(void **state)
{
	static const char *const names[] = {
	    "d", "p", "q", "dp", "dq", "qi", "oth", "k"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct json *key = jwk(rsa, "sig", NULL);
		const char *good = json_text(arena, key);

		json_set_string(key, names[i], "AQ");
		assert_int_equal(verify(key), KEYS_UNKNOWN);
		assert_int_equal(verify_in(arena_printf(arena, "%s,%s",
					       json_text(arena, key), good),
				     rsa, "PS256"),
		    KEYS_VERIFIED);
	}
}

static void
test_spoiled_set(void **state)
{
	const char *good = json_text(arena, jwk(ec, "sig", NULL));
	const char *list = arena_printf(arena,
	    "null,1,\"x\",[],{},"
	    "{\"kty\":\"OKP\",\"kid\":\"k\",\"crv\":\"Ed25519\",\"x\":\"AA\"},"
	    "{\"kty\":\"EC\",\"kid\":\"k\",\"crv\":\"P-256\"},"
	    "{\"kty\":\"EC\",\"kid\":\"k\"},{\"kty\":\"EC\",\"kid\":\"k\","
	    "\"crv\":\"P-256\",\"x\":\"!\",\"y\":1},%s",
	    good);

	(void)state;
	assert_int_equal(verify_in(list, ec, "ES256"), KEYS_VERIFIED);
}

int
main(void)
{
	const struct CMUnitTest keys_jwk[] = {
	    TEST(test_modulus),
	    TEST(test_exponent),
	    TEST(test_short_rsa),
	    TEST(test_point),
	    TEST(test_curve),
	    TEST(test_private_members),
	    TEST(test_spoiled_set),
	};

	return cmocka_run_group_tests(keys_jwk, make_three_keys, free_keys);
}
