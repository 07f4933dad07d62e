/* SPDX-License-Identifier: ISC */
/* Signatures: lengths, paddings and ranges that are refused. */
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <string.h>

#include "kit/base64.h"
#include "kit/json.h"
#include "test/unit/jose.h"
#include "test/unit/private_key.h"

static enum keys_answer
verify(const char *key, const char *text)
{
	struct keys *keys = parse(key);
	enum keys_answer answer = ask(keys, text);

	assert_int_equal(ERR_peek_error(), 0);
	keys_free(keys);
	return answer;
}

static const char *
jwk(const char *pem)
{
	const char *why;

	return json_text(arena, issue_jwk(arena, pem, "k", NULL, NULL, &why));
}

static const char *
append(const char *signing, const void *signature, size_t length)
{
	return arena_printf(arena, "%s.%s", signing,
	    base64url_encode(arena, signature, length));
}

static const char ps256[] = "eyJhbGciOiJQUzI1NiJ9.e30";
static const char es256[] = "eyJhbGciOiJFUzI1NiJ9.e30";

/* Salt 0 and more: PSS; below: PKCS #1 v1.5. */
static const char *
sign_rsa(int salt, const char *mgf)
{
	EVP_PKEY *key = private_key(rsa);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char signature[256];
	size_t length = sizeof(signature);
	EVP_PKEY_CTX *pctx;

	assert_int_equal(
	    EVP_DigestSignInit_ex(ctx, &pctx, "SHA256", NULL, NULL, key, NULL),
	    1);
	if (salt >= 0) {
		EVP_PKEY_CTX_set_rsa_padding(pctx, RSA_PKCS1_PSS_PADDING);
		EVP_PKEY_CTX_set_rsa_pss_saltlen(pctx, salt);
		EVP_PKEY_CTX_set_rsa_mgf1_md_name(pctx, mgf, NULL);
	}
	assert_int_equal(EVP_DigestSign(ctx, signature, &length,
			     (const unsigned char *)ps256, strlen(ps256)),
	    1);
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	return append(ps256, signature, length);
}

static void
test_salt(void **state)
{
	static const int wrong[] = {0, 20, 31, 33, 64, 222, -1};

	(void)state;
	assert_int_equal(
	    verify(jwk(rsa), sign_rsa(32, "SHA256")), KEYS_VERIFIED);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(verify(jwk(rsa), sign_rsa(wrong[i], "SHA256")),
		    KEYS_FORGED);
}

/* What verifies is made once for a key, and no signature changes it. */
static void
test_one_after_another(void **state)
{
	static const int salts[] = {32, 0, 31, -1, 32, 64, 222, 32};
	struct keys *keys =
	    parse(arena_printf(arena, "%s,%s", jwk(rsa), jwk(ec)));
	const char *why;

	(void)state;
	for (size_t i = 0; i < sizeof(salts) / sizeof(salts[0]); i++) {
		assert_int_equal(ask(keys, sign_rsa(salts[i], "SHA256")),
		    salts[i] == 32 ? KEYS_VERIFIED : KEYS_FORGED);
		assert_int_equal(
		    ask(keys, sign_rsa(32, "SHA512")), KEYS_FORGED);
		assert_int_equal(
		    ask(keys, issue_jws(arena, "{\"alg\":\"ES256\"}", "{}",
				  "ES256", ec, &why)),
		    KEYS_VERIFIED);
		assert_int_equal(
		    ask(keys, append(es256, "no", 2)), KEYS_FORGED);
	}
	keys_free(keys);
}

static void
test_mask(void **state)
{
	(void)state;
	assert_int_equal(verify(jwk(rsa), sign_rsa(32, "SHA1")), KEYS_FORGED);
	assert_int_equal(verify(jwk(rsa), sign_rsa(32, "SHA512")), KEYS_FORGED);
}

static void
test_rsa_length(void **state)
{
	const char *text = sign_rsa(32, "SHA256");
	struct bytes raw;
	unsigned char longer[257] = {0};

	(void)state;
	text = strrchr(text, '.') + 1;
	assert_true(base64url_decode(arena, text, strlen(text), &raw));
	memcpy(longer + 1, raw.data, 256);
	assert_int_equal(
	    verify(jwk(rsa), append(ps256, longer, 257)), KEYS_FORGED);
	assert_int_equal(
	    verify(jwk(rsa), append(ps256, raw.data, 255)), KEYS_FORGED);
	assert_int_equal(
	    verify(jwk(rsa), append(ps256, raw.data, 257)), KEYS_FORGED);
	assert_int_equal(
	    verify(jwk(rsa), append(ps256, raw.data, 256)), KEYS_VERIFIED);
}

/* HS256 keyed with the public key, once under its own name and once under
 * that of the key's algorithm. */
static void
test_public_key_as_secret(void **state)
{
	EVP_PKEY *key = private_key(rsa);
	BIO *bio = BIO_new(BIO_s_mem());
	const char *pem, *text, *why;
	char *data;
	long length;

	(void)state;
	PEM_write_bio_PUBKEY(bio, key);
	length = BIO_get_mem_data(bio, &data);
	pem = arena_strndup(arena, data, (size_t)length);
	BIO_free(bio);
	EVP_PKEY_free(key);
	text = issue_jws(arena, "{\"alg\":\"HS256\",\"kid\":\"k\"}", "{}",
	    "HS256", pem, &why);
	assert_int_equal(verify(jwk(rsa), text), KEYS_UNKNOWN);
	text = issue_jws(arena, "{\"alg\":\"PS256\",\"kid\":\"k\"}", "{}",
	    "HS256", pem, &why);
	assert_int_equal(verify(jwk(rsa), text), KEYS_FORGED);
}

static void
sign_ec(unsigned char raw[64])
{
	const char *why, *text;
	struct bytes signature;

	text = issue_jws(arena, "{\"alg\":\"ES256\"}", "{}", "ES256", ec, &why);
	assert_non_null(text);
	text = strrchr(text, '.') + 1;
	assert_true(base64url_decode(arena, text, strlen(text), &signature));
	assert_int_equal(signature.length, 64);
	memcpy(raw, signature.data, 64);
}

static void
test_ec_length(void **state)
{
	unsigned char raw[66] = {0};

	(void)state;
	sign_ec(raw);
	for (size_t length = 62; length <= 66; length++)
		assert_int_equal(verify(jwk(ec), append(es256, raw, length)),
		    length == 64 ? KEYS_VERIFIED : KEYS_FORGED);
}

static void
test_der(void **state)
{
	ECDSA_SIG *pair = ECDSA_SIG_new();
	unsigned char raw[64], *der = NULL;
	int length;

	(void)state;
	sign_ec(raw);
	ECDSA_SIG_set0(
	    pair, BN_bin2bn(raw, 32, NULL), BN_bin2bn(raw + 32, 32, NULL));
	length = i2d_ECDSA_SIG(pair, &der);
	assert_true(length > 0);
	assert_int_equal(
	    verify(jwk(ec), append(es256, der, (size_t)length)), KEYS_FORGED);
	OPENSSL_free(der);
	ECDSA_SIG_free(pair);
}

static void
test_range(void **state)
{
	static const char *const halves[] = {
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",  /* 0 */
	    "_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE",  /* n */
	    "_____wAAAAD__________7zm-q2nF56E87nKwvxjJVI",  /* n + 1 */
	    "__________________________________________8"}; /* 2^256 - 1 */
	unsigned char good[64], raw[64];
	struct bytes half;

	(void)state;
	sign_ec(good);
	for (size_t i = 0; i < sizeof(halves) / sizeof(halves[0]); i++) {
		assert_true(base64url_decode(
		    arena, halves[i], strlen(halves[i]), &half));
		assert_int_equal(half.length, 32);
		memcpy(raw, good, 64);
		memcpy(raw, half.data, 32);
		assert_int_equal(
		    verify(jwk(ec), append(es256, raw, 64)), KEYS_FORGED);
		memcpy(raw + 32, half.data, 32);
		assert_int_equal(
		    verify(jwk(ec), append(es256, raw, 64)), KEYS_FORGED);
		memcpy(raw, good, 32);
		assert_int_equal(
		    verify(jwk(ec), append(es256, raw, 64)), KEYS_FORGED);
	}
}

int
main(void)
{
	const struct CMUnitTest keys_signature[] = {
	    TEST(test_salt),
	    TEST(test_one_after_another),
	    TEST(test_mask),
	    TEST(test_rsa_length),
	    TEST(test_public_key_as_secret),
	    TEST(test_ec_length),
	    TEST(test_der),
	    TEST(test_range),
	};

	return cmocka_run_group_tests(keys_signature, make_keys, free_keys);
}
