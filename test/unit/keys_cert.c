/* SPDX-License-Identifier: ISC */
/* Signatures by the key of a certificate, and which keys count. */
#include "test/unit/cert_world.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include "kit/base64.h"
#include "kit/jose/jws.h"
#include "kit/jose/keys.h"

/* PS256 of a JWS, with a key that may be a poor one. */
static struct jws
signed_by(struct world *w, EVP_PKEY *key)
{
	static const char covered[] = "eyJhbGciOiJQUzI1NiJ9.e30";
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char signature[512];
	size_t length = sizeof(signature);
	EVP_PKEY_CTX *rsa;
	const char *text;
	struct jws jws;

	assert_int_equal(
	    EVP_DigestSignInit_ex(ctx, &rsa, "SHA256", NULL, NULL, key, NULL),
	    1);
	EVP_PKEY_CTX_set_rsa_padding(rsa, RSA_PKCS1_PSS_PADDING);
	EVP_PKEY_CTX_set_rsa_pss_saltlen(rsa, RSA_PSS_SALTLEN_DIGEST);
	assert_int_equal(EVP_DigestSign(ctx, signature, &length,
			     (const unsigned char *)covered, strlen(covered)),
	    1);
	EVP_MD_CTX_free(ctx);
	text = arena_printf(w->arena, "%s.%s", covered,
	    base64url_encode(w->arena, signature, length));
	assert_int_equal(jws_parse(w->arena, text, strlen(text), &jws), JWS_OK);
	return jws;
}

static EVP_PKEY *
rsa_of(unsigned bits, const char *exponent)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	EVP_PKEY *key = NULL;
	BIGNUM *e = NULL;

	assert_true(BN_hex2bn(&e, exponent));
	assert_true(EVP_PKEY_keygen_init(ctx) == 1 &&
		    EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, (int)bits) == 1 &&
		    EVP_PKEY_CTX_set1_rsa_keygen_pubexp(ctx, e) == 1);
	assert_true(EVP_PKEY_generate(ctx, &key) == 1);
	EVP_PKEY_CTX_free(ctx);
	BN_free(e);
	return key;
}

/* The public key with another exponent. */
static EVP_PKEY *
with_exponent(const EVP_PKEY *key, unsigned long exponent)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	BIGNUM *n = NULL, *e = BN_new();
	EVP_PKEY *out = NULL;
	OSSL_PARAM *params;

	EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &n);
	BN_set_word(e, exponent);
	OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n);
	OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e);
	params = OSSL_PARAM_BLD_to_param(build);
	assert_true(
	    EVP_PKEY_fromdata_init(ctx) == 1 &&
	    EVP_PKEY_fromdata(ctx, &out, EVP_PKEY_PUBLIC_KEY, params) == 1);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	EVP_PKEY_CTX_free(ctx);
	BN_free(n);
	BN_free(e);
	return out;
}

static enum keys_answer
verify(struct world *w, EVP_PKEY *certified, const struct jws *jws)
{
	struct order order = {.cn = "seal",
	    .key = certified,
	    .issuer = w->root,
	    .issuer_key = w->key};
	X509 *x509 = make_x509(&order);
	const struct cert *cert = spelt(w, x509, 0);
	enum keys_answer answer;

	assert_non_null(cert);
	answer = keys_cert_verify(cert, jws);
	assert_int_equal(keys_cert_verify(cert, jws), answer);
	X509_free(x509);
	return answer;
}

static void
sound_keys(void **state)
{
	static const char *const exponents[] = {
	    "03", "010001", "FFFFFFFFFFFFFFC5"};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(exponents) / sizeof(exponents[0]); i++) {
		EVP_PKEY *key = rsa_of(2048, exponents[i]);
		struct jws jws = signed_by(w, key);

		assert_int_equal(verify(w, key, &jws), KEYS_VERIFIED);
		jws.signature.data[100] ^= 1;
		assert_int_equal(verify(w, key, &jws), KEYS_FORGED);
		EVP_PKEY_free(key);
	}
}

/* As in a JWK: 64 bits at most, and no modulus below 2048. */
static void
sizes(void **state)
{
	struct world *w = *state;
	EVP_PKEY *keys[] = {rsa_of(2048, "01000000000000000D"),
	    rsa_of(2047, "010001"), rsa_of(1024, "010001")};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct jws jws = signed_by(w, keys[i]);

		assert_int_equal(verify(w, keys[i], &jws), KEYS_UNKNOWN);
		EVP_PKEY_free(keys[i]);
	}
}

/* With an exponent of 1 whoever writes the message has signed it. */
static void
exponents(void **state)
{
	static const unsigned long poor[] = {0, 1, 2, 4, 65536};
	struct world *w = *state;
	EVP_PKEY *key = rsa_of(2048, "010001"), *other;
	struct jws jws = signed_by(w, key);

	for (size_t i = 0; i < sizeof(poor) / sizeof(poor[0]); i++) {
		other = with_exponent(key, poor[i]);
		assert_int_equal(verify(w, other, &jws), KEYS_UNKNOWN);
		EVP_PKEY_free(other);
	}
	other = with_exponent(key, 3);
	assert_int_equal(verify(w, other, &jws), KEYS_FORGED);
	EVP_PKEY_free(other);
	EVP_PKEY_free(key);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(sound_keys),
	    TEST(sizes),
	    TEST(exponents),
	};

	return cmocka_run_group_tests_name("keys_cert", tests, NULL, NULL);
}
