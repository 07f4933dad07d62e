/* SPDX-License-Identifier: ISC */
/*
 * Tells whether a certificate is of a key that is known already.
 *
 * d2i_X509() makes a key of the certificate's, by looking through all decoders
 * of all providers, which takes longer than to verify a signature.  So the
 * certificate is read as it reads it, in all parts but that one, and the bytes
 * of its key are compared.  Only where they are not what they should be, as in
 * a key that is spelt another way, is d2i_X509() asked.
 */
#include <string.h>

#include <openssl/asn1t.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "kit/arena.h"
#include "kit/jose/private.h"

/* SubjectPublicKeyInfo, TBSCertificate and Certificate of RFC 5280 section
 * 4.1. */
struct spki {
	X509_ALGOR *algorithm;
	ASN1_BIT_STRING *bits;
};

struct content {
	ASN1_INTEGER *version, *serial;
	X509_ALGOR *signature;
	X509_NAME *issuer;
	X509_VAL *validity;
	X509_NAME *subject;
	struct spki *key;
	ASN1_BIT_STRING *issuer_id, *subject_id;
	STACK_OF(X509_EXTENSION) * extensions;
};

struct shape {
	struct content *content;
	X509_ALGOR *algorithm;
	ASN1_BIT_STRING *signature;
};

typedef struct spki SPKI;
typedef struct content CONTENT;
typedef struct shape SHAPE;

/* clang-format off */
ASN1_SEQUENCE(SPKI) = {
	ASN1_SIMPLE(SPKI, algorithm, X509_ALGOR),
	ASN1_SIMPLE(SPKI, bits, ASN1_BIT_STRING)
} static_ASN1_SEQUENCE_END(SPKI);

ASN1_SEQUENCE(CONTENT) = {
	ASN1_EXP_OPT(CONTENT, version, ASN1_INTEGER, 0),
	ASN1_SIMPLE(CONTENT, serial, ASN1_INTEGER),
	ASN1_SIMPLE(CONTENT, signature, X509_ALGOR),
	ASN1_SIMPLE(CONTENT, issuer, X509_NAME),
	ASN1_SIMPLE(CONTENT, validity, X509_VAL),
	ASN1_SIMPLE(CONTENT, subject, X509_NAME),
	ASN1_SIMPLE(CONTENT, key, SPKI),
	ASN1_IMP_OPT(CONTENT, issuer_id, ASN1_BIT_STRING, 1),
	ASN1_IMP_OPT(CONTENT, subject_id, ASN1_BIT_STRING, 2),
	ASN1_EXP_SEQUENCE_OF_OPT(CONTENT, extensions, X509_EXTENSION, 3)
} static_ASN1_SEQUENCE_END(CONTENT);

ASN1_SEQUENCE(SHAPE) = {
	ASN1_SIMPLE(SHAPE, content, CONTENT),
	ASN1_SIMPLE(SHAPE, algorithm, X509_ALGOR),
	ASN1_SIMPLE(SHAPE, signature, ASN1_BIT_STRING)
} static_ASN1_SEQUENCE_END(SHAPE);
/* clang-format on */

/* Writes an INTEGER, or only tells its length. */
static int
put_number(EVP_PKEY *key, const char *name, unsigned char **to)
{
	BIGNUM *number = NULL;
	ASN1_INTEGER *integer = NULL;
	int length = -1;

	if (EVP_PKEY_get_bn_param(key, name, &number) == 1)
		integer = BN_to_ASN1_INTEGER(number, NULL);
	if (integer != NULL)
		length = i2d_ASN1_INTEGER(integer, to);
	ASN1_INTEGER_free(integer);
	BN_free(number);
	return length;
}

/* RSAPublicKey of RFC 8017 appendix A.1.1. */
static bool
rsa_bits(struct arena *arena, EVP_PKEY *key, struct bytes *out)
{
	const int n = put_number(key, OSSL_PKEY_PARAM_RSA_N, NULL);
	const int e = put_number(key, OSSL_PKEY_PARAM_RSA_E, NULL);
	unsigned char *to;

	if (n <= 0 || e <= 0)
		return false;
	out->length = (size_t)ASN1_object_size(1, n + e, V_ASN1_SEQUENCE);
	out->data = to = arena_alloc(arena, out->length);
	ASN1_put_object(&to, 1, n + e, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL);
	return put_number(key, OSSL_PKEY_PARAM_RSA_N, &to) == n &&
	       put_number(key, OSSL_PKEY_PARAM_RSA_E, &to) == e;
}

static bool
p256_bits(struct arena *arena, EVP_PKEY *key, struct bytes *out)
{
	out->data = arena_alloc(arena, 65);
	return EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY,
		   out->data, 65, &out->length) == 1;
}

/* What a key of the family is in SubjectPublicKeyInfo; false where it is left
 * to OpenSSL. */
static bool
bits_of(struct arena *arena, EVP_PKEY *key, enum keys_family family,
    struct bytes *out)
{
	if (family == KEYS_RSA)
		return rsa_bits(arena, key, out);
	return family == KEYS_P256 && p256_bits(arena, key, out);
}

static bool
is_of_algorithm(const X509_ALGOR *algorithm, enum keys_family family)
{
	const ASN1_OBJECT *object;
	const void *value;
	int type;

	X509_ALGOR_get0(&object, &type, &value, algorithm);
	if (family == KEYS_RSA)
		return OBJ_obj2nid(object) == NID_rsaEncryption;
	return OBJ_obj2nid(object) == NID_X9_62_id_ecPublicKey &&
	       type == V_ASN1_OBJECT &&
	       OBJ_obj2nid(value) == NID_X9_62_prime256v1;
}

static bool
says(const struct spki *spki, enum keys_family family, const struct bytes *bits)
{
	const ASN1_BIT_STRING *own = spki->bits;

	return is_of_algorithm(spki->algorithm, family) &&
	       (own->flags & 7) == 0 && /* no bit is unused */
	       (size_t)ASN1_STRING_length(own) == bits->length &&
	       memcmp(ASN1_STRING_get0_data(own), bits->data, bits->length) ==
		   0;
}

static bool
is_plainly(
    const struct bytes *der, enum keys_family family, const struct bytes *bits)
{
	const unsigned char *next = der->data;
	SHAPE *shape = (SHAPE *)ASN1_item_d2i(
	    NULL, &next, (long)der->length, ASN1_ITEM_rptr(SHAPE));
	const bool same = shape != NULL && next == der->data + der->length &&
			  says(shape->content->key, family, bits);

	ASN1_item_free((ASN1_VALUE *)shape, ASN1_ITEM_rptr(SHAPE));
	return same;
}

static bool
is_after_all(const struct bytes *der, EVP_PKEY *key)
{
	const unsigned char *next = der->data;
	X509 *x509 = d2i_X509(NULL, &next, (long)der->length);
	const bool same = x509 != NULL && next == der->data + der->length &&
			  EVP_PKEY_eq(X509_get0_pubkey(x509), key) == 1;

	X509_free(x509);
	return same;
}

bool
keys_certified(struct arena *arena, const struct bytes *der, EVP_PKEY *key,
    enum keys_family family)
{
	struct bytes bits = {NULL, 0};

	if (bits_of(arena, key, family, &bits) &&
	    is_plainly(der, family, &bits))
		return true;
	return is_after_all(der, key);
}
