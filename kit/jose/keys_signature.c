/* SPDX-License-Identifier: ISC */
/* Verifies a signature, PS256 or ES256 (RFC 7518 sections 3.4 and 3.5). */
#include "kit/jose/private.h"

#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <string.h>

#include "kit/jose/jws.h"

/* The order of P-256 (SEC 2, section 2.4.2). */
static const unsigned char order[32] = {0xff, 0xff, 0xff, 0xff, 0x00, 0x00,
    0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6,
    0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63,
    0x25, 0x51};

static bool
in_range(const unsigned char number[32])
{
	static const unsigned char zero[32];

	return memcmp(number, zero, 32) != 0 && memcmp(number, order, 32) < 0;
}

/* Makes the DER that OpenSSL wants of both halves of a signature; its length,
 * or 0.  The caller frees *der. */
static int
to_der(const unsigned char raw[64], unsigned char **der)
{
	BIGNUM *r = BN_bin2bn(raw, 32, NULL);
	BIGNUM *s = BN_bin2bn(raw + 32, 32, NULL);
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
verify_es256(EVP_MD_CTX *ctx, EVP_PKEY *key, const struct jws *jws)
{
	const struct bytes *raw = &jws->signature;
	unsigned char *der = NULL;
	bool valid = false;
	int length;

	if (raw->length != 64 || !in_range(raw->data) ||
	    !in_range(raw->data + 32))
		return false;
	length = to_der(raw->data, &der);
	if (length > 0 && EVP_DigestVerifyInit_ex(
			      ctx, NULL, "SHA256", NULL, NULL, key, NULL) == 1)
		valid = EVP_DigestVerify(ctx, der, (size_t)length,
			    (const unsigned char *)jws->compact,
			    jws->signed_length) == 1;
	OPENSSL_free(der);
	return valid;
}

/* OpenSSL takes any length of salt unless told, and RFC 7518 section 3.5
 * takes one. */
static bool
verify_ps256(EVP_MD_CTX *ctx, EVP_PKEY *key, const struct jws *jws)
{
	EVP_PKEY_CTX *rsa = NULL; /* owned by the ctx */

	return jws->signature.length == (size_t)EVP_PKEY_get_size(key) &&
	       EVP_DigestVerifyInit_ex(
		   ctx, &rsa, "SHA256", NULL, NULL, key, NULL) == 1 &&
	       EVP_PKEY_CTX_set_rsa_padding(rsa, RSA_PKCS1_PSS_PADDING) == 1 &&
	       EVP_PKEY_CTX_set_rsa_pss_saltlen(rsa, RSA_PSS_SALTLEN_DIGEST) ==
		   1 &&
	       EVP_PKEY_CTX_set_rsa_mgf1_md_name(rsa, "SHA256", NULL) == 1 &&
	       EVP_DigestVerify(ctx, jws->signature.data, jws->signature.length,
		   (const unsigned char *)jws->compact,
		   jws->signed_length) == 1;
}

bool
keys_signature_valid(
    EVP_PKEY *key, enum keys_family family, const struct jws *jws)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool valid = false;

	if (ctx != NULL && family == KEYS_RSA)
		valid = verify_ps256(ctx, key, jws);
	else if (ctx != NULL && family == KEYS_P256)
		valid = verify_es256(ctx, key, jws);
	EVP_MD_CTX_free(ctx);
	return valid;
}
