/* SPDX-License-Identifier: ISC */
/* Verifies a signature (RFC 7518 sections 3.3 to 3.5, RFC 8037 section 3.1). */
#include "kit/jose/private.h"

#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <string.h>

#include "kit/digest.h"
#include "kit/jose/jws.h"

enum { SUM_MOST = 48, ED25519_BYTES = 64 };

/* The order of P-256, and that of P-384 (SEC 2, sections 2.4.2 and 2.5.1). */
static const unsigned char order_256[32] = {0xff, 0xff, 0xff, 0xff, 0x00, 0x00,
    0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6,
    0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63,
    0x25, 0x51};
static const unsigned char order_384[48] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xc7, 0x63, 0x4d, 0x81, 0xf4, 0x37,
    0x2d, 0xdf, 0x58, 0x1a, 0x0d, 0xb2, 0x48, 0xb0, 0xa7, 0x7a, 0xec, 0xec,
    0x19, 0x6a, 0xcc, 0xc5, 0x29, 0x73};

struct curve {
	const unsigned char *order;
	size_t size; /* of its numbers, in bytes */
};

static bool
in_range(const unsigned char *number, const struct curve *curve)
{
	static const unsigned char zero[48];

	return memcmp(number, zero, curve->size) != 0 &&
	       memcmp(number, curve->order, curve->size) < 0;
}

/* Makes the DER that OpenSSL wants of both halves of a signature; its length,
 * or 0.  The caller frees *der. */
static int
to_der(const unsigned char *raw, int half, unsigned char **der)
{
	BIGNUM *r = BN_bin2bn(raw, half, NULL);
	BIGNUM *s = BN_bin2bn(raw + half, half, NULL);
	ECDSA_SIG *pair = ECDSA_SIG_new();
	int length = 0;

	*der = NULL;
	if (r != NULL && s != NULL && pair != NULL &&
	    ECDSA_SIG_set0(pair, r, s) == 1) {
		r = s = NULL;
		length = i2d_ECDSA_SIG(pair, der);
	}
	BN_free(r);
	BN_free(s);
	ECDSA_SIG_free(pair);
	return length > 0 ? length : 0;
}

static bool
verify_ecdsa(EVP_PKEY_CTX *verifier, const struct curve *curve,
    const struct bytes *raw, const unsigned char *sum, size_t size)
{
	unsigned char *der = NULL;
	bool valid;
	int length;

	if (raw->length != 2 * curve->size || !in_range(raw->data, curve) ||
	    !in_range(raw->data + curve->size, curve))
		return false;
	length = to_der(raw->data, (int)curve->size, &der);
	valid = length > 0 &&
		EVP_PKEY_verify(verifier, der, (size_t)length, sum, size) == 1;
	OPENSSL_free(der);
	return valid;
}

static bool
verify_rsa(EVP_PKEY_CTX *verifier, const struct bytes *signature,
    const unsigned char *sum, size_t size)
{
	EVP_PKEY *key = EVP_PKEY_CTX_get0_pkey(verifier);

	return signature->length == (size_t)EVP_PKEY_get_size(key) &&
	       EVP_PKEY_verify(verifier, signature->data, signature->length,
		   sum, size) == 1;
}

/* Ed25519 signs the text and no digest of it, which OpenSSL verifies through
 * EVP_DigestVerify() alone. */
static bool
verify_ed25519(EVP_PKEY_CTX *verifier, const struct jws *jws)
{
	EVP_PKEY *key = EVP_PKEY_CTX_get0_pkey(verifier);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	const bool valid =
	    context != NULL && jws->signature.length == ED25519_BYTES &&
	    EVP_DigestVerifyInit_ex(
		context, NULL, NULL, NULL, NULL, key, NULL) == 1 &&
	    EVP_DigestVerify(context, jws->signature.data,
		jws->signature.length, (const unsigned char *)jws->compact,
		jws->signed_length) == 1;

	EVP_MD_CTX_free(context);
	return valid;
}

/* OpenSSL takes any length of salt unless told, and RFC 7518 section 3.5
 * takes one. */
static bool
set_pss(EVP_PKEY_CTX *verifier, const char *digest)
{
	return EVP_PKEY_CTX_set_rsa_padding(verifier, RSA_PKCS1_PSS_PADDING) ==
		   1 &&
	       EVP_PKEY_CTX_set_rsa_pss_saltlen(
		   verifier, RSA_PSS_SALTLEN_DIGEST) == 1 &&
	       EVP_PKEY_CTX_set_rsa_mgf1_md_name(verifier, digest, NULL) == 1;
}

static bool
set_padding(EVP_PKEY_CTX *verifier, const struct keys_algorithm *algorithm)
{
	if (algorithm->family != KEYS_RSA)
		return true;
	return algorithm->pss ? set_pss(verifier, algorithm->digest)
			      : EVP_PKEY_CTX_set_rsa_padding(
				    verifier, RSA_PKCS1_PADDING) == 1;
}

EVP_PKEY_CTX *
keys_verifier(EVP_PKEY *key, const struct keys_algorithm *algorithm)
{
	const EVP_MD *digest =
	    algorithm->sum == SUM_MOST ? EVP_sha384() : EVP_sha256();
	EVP_PKEY_CTX *verifier = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);

	if (verifier != NULL &&
	    (algorithm->digest == NULL ||
		(EVP_PKEY_verify_init(verifier) == 1 &&
		    EVP_PKEY_CTX_set_signature_md(verifier, digest) == 1 &&
		    set_padding(verifier, algorithm))))
		return verifier;
	EVP_PKEY_CTX_free(verifier);
	return NULL;
}

static void
sum_of(const struct keys_algorithm *algorithm, const struct jws *jws,
    unsigned char sum[SUM_MOST])
{
	if (algorithm->sum == SUM_MOST)
		digest_sha384(jws->compact, jws->signed_length, sum);
	else
		digest_sha256(jws->compact, jws->signed_length, sum);
}

bool
keys_signature_valid(EVP_PKEY_CTX *verifier,
    const struct keys_algorithm *algorithm, const struct jws *jws)
{
	static const struct curve p256 = {order_256, sizeof(order_256)},
				  p384 = {order_384, sizeof(order_384)};
	const size_t size = algorithm->sum;
	unsigned char sum[SUM_MOST];

	if (algorithm->family != KEYS_ED25519)
		sum_of(algorithm, jws, sum);
	switch (algorithm->family) {
	case KEYS_RSA:
		return verify_rsa(verifier, &jws->signature, sum, size);
	case KEYS_P256:
		return verify_ecdsa(
		    verifier, &p256, &jws->signature, sum, size);
	case KEYS_P384:
		return verify_ecdsa(
		    verifier, &p384, &jws->signature, sum, size);
	case KEYS_ED25519:
		return verify_ed25519(verifier, jws);
	case KEYS_OTHER:
		break;
	}
	return false;
}
