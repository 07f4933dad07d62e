/* SPDX-License-Identifier: ISC */
/* Verifies a signature with the key of a certificate. */
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <string.h>

#include "kit/jose/jws.h"
#include "kit/jose/keys.h"
#include "kit/jose/private.h"
#include "kit/x509/cert_openssl.h"

static enum keys_family
curve_of(const EVP_PKEY *key)
{
	char group[32];
	size_t length;

	if (EVP_PKEY_get_group_name(key, group, sizeof(group), &length) != 1)
		return KEYS_OTHER;
	if (strcmp(group, "prime256v1") == 0)
		return KEYS_P256;
	return strcmp(group, "secp384r1") == 0 ? KEYS_P384 : KEYS_OTHER;
}

/* As of a JWK: modulus and exponent. */
static bool
is_sound_rsa(const EVP_PKEY *key)
{
	const int bits = EVP_PKEY_get_bits(key);
	BIGNUM *e = NULL;
	const bool sound =
	    bits >= RSA_BITS_MIN && bits <= RSA_BITS_MAX &&
	    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &e) == 1 &&
	    BN_is_odd(e) && !BN_is_one(e) &&
	    BN_num_bits(e) <= RSA_EXPONENT_BITS_MAX;

	BN_free(e);
	return sound;
}

static bool
is_sound_ed25519(const EVP_PKEY *key)
{
	unsigned char x[ED25519_KEY_BYTES];
	size_t length = sizeof(x);

	return EVP_PKEY_is_a(key, "ED25519") &&
	       EVP_PKEY_get_raw_public_key(key, x, &length) == 1 &&
	       length == sizeof(x) && keys_ed25519_sound(x);
}

static enum keys_family
family_of(const EVP_PKEY *key)
{
	if (EVP_PKEY_is_a(key, "RSA"))
		return is_sound_rsa(key) ? KEYS_RSA : KEYS_OTHER;
	if (EVP_PKEY_is_a(key, "EC"))
		return curve_of(key);
	return is_sound_ed25519(key) ? KEYS_ED25519 : KEYS_OTHER;
}

static bool
is_signed_by(EVP_PKEY *key, const struct keys_algorithm *algorithm,
    const struct jws *jws)
{
	EVP_PKEY_CTX *verifier = keys_verifier(key, algorithm);
	const bool valid =
	    verifier != NULL && keys_signature_valid(verifier, algorithm, jws);

	EVP_PKEY_CTX_free(verifier);
	return valid;
}

enum keys_answer
keys_cert_verify(const struct cert *cert, const struct jws *jws)
{
	EVP_PKEY *key = X509_get0_pubkey(cert_x509(cert));
	const struct keys_algorithm *algorithm = keys_algorithm_of(jws);
	enum keys_answer answer = KEYS_UNKNOWN;

	if (key != NULL && algorithm != NULL &&
	    family_of(key) == algorithm->family)
		answer = is_signed_by(key, algorithm, jws) ? KEYS_VERIFIED
							   : KEYS_FORGED;
	ERR_clear_error();
	return answer;
}
