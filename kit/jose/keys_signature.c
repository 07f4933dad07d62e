/* SPDX-License-Identifier: ISC */
/* Verifies a signature, PS256 or ES256 (RFC 7518 sections 3.4 and 3.5). */
#include "kit/jose/private.h"

#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <string.h>

#include "kit/digest.h"
#include "kit/jose/jws.h"

#define SUM 32 /* bytes of SHA-256 */

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
verify_es256(EVP_PKEY_CTX *verifier, const struct bytes *raw,
    const unsigned char sum[SUM])
{
	unsigned char *der = NULL;
	bool valid;
	int length;

	if (raw->length != 64 || !in_range(raw->data) ||
	    !in_range(raw->data + 32))
		return false;
	length = to_der(raw->data, &der);
	valid = length > 0 &&
		EVP_PKEY_verify(verifier, der, (size_t)length, sum, SUM) == 1;
	OPENSSL_free(der);
	return valid;
}

static bool
verify_ps256(EVP_PKEY_CTX *verifier, const struct bytes *signature,
    const unsigned char sum[SUM])
{
	EVP_PKEY *key = EVP_PKEY_CTX_get0_pkey(verifier);

	return signature->length == (size_t)EVP_PKEY_get_size(key) &&
	       EVP_PKEY_verify(
		   verifier, signature->data, signature->length, sum, SUM) == 1;
}

/* OpenSSL takes any length of salt unless told, and RFC 7518 section 3.5
 * takes one. */
static bool
set_pss(EVP_PKEY_CTX *verifier)
{
	return EVP_PKEY_CTX_set_rsa_padding(verifier, RSA_PKCS1_PSS_PADDING) ==
		   1 &&
	       EVP_PKEY_CTX_set_rsa_pss_saltlen(
		   verifier, RSA_PSS_SALTLEN_DIGEST) == 1 &&
	       EVP_PKEY_CTX_set_rsa_mgf1_md_name(verifier, "SHA256", NULL) == 1;
}

EVP_PKEY_CTX *
keys_verifier(EVP_PKEY *key, enum keys_family family)
{
	EVP_PKEY_CTX *verifier = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);

	if (verifier != NULL && EVP_PKEY_verify_init(verifier) == 1 &&
	    EVP_PKEY_CTX_set_signature_md(verifier, EVP_sha256()) == 1 &&
	    (family != KEYS_RSA || set_pss(verifier)))
		return verifier;
	EVP_PKEY_CTX_free(verifier);
	return NULL;
}

bool
keys_signature_valid(
    EVP_PKEY_CTX *verifier, enum keys_family family, const struct jws *jws)
{
	unsigned char sum[SUM];

	digest_sha256(jws->compact, jws->signed_length, sum);
	switch (family) {
	case KEYS_RSA:
		return verify_ps256(verifier, &jws->signature, sum);
	case KEYS_P256:
		return verify_es256(verifier, &jws->signature, sum);
	case KEYS_OTHER:
		break;
	}
	return false;
}
