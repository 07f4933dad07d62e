/* SPDX-License-Identifier: ISC */
/* Reads what tells a certificate from others: issuer, serial number, key and
 * thumbprints. */
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "kit/arena.h"
#include "kit/jose/private.h"

/* The curves on which authorities sign; of secp256k1 that is not known. */
static const int curves[] = {NID_X9_62_prime256v1, NID_secp384r1, NID_secp521r1,
    NID_secp256k1, NID_brainpoolP256r1, NID_brainpoolP384r1,
    NID_brainpoolP512r1};
#define CURVES (sizeof(curves) / sizeof(curves[0]))

static struct bytes
copied(struct arena *arena, const unsigned char *data, size_t length)
{
	struct bytes out = {arena_alloc(arena, length + 1), length};

	memcpy(out.data, data, length);
	return out;
}

static bool
take_number(
    struct arena *arena, EVP_PKEY *key, const char *name, struct bytes *out)
{
	BIGNUM *number = NULL;

	if (key == NULL || EVP_PKEY_get_bn_param(key, name, &number) != 1)
		return false;
	out->data = arena_alloc(arena, (size_t)BN_num_bytes(number) + 1);
	out->length = (size_t)BN_bn2bin(number, out->data);
	BN_free(number);
	return true;
}

/* A key that is neither RSA nor a point of a curve counts by its bits, without
 * zeros before them as in kit/jose/keys_named.c. */
static void
take_key(struct arena *arena, X509 *x509, struct bytes *out)
{
	const ASN1_BIT_STRING *bits = X509_get0_pubkey_bitstr(x509);
	EVP_PKEY *key = X509_get0_pubkey(x509);

	if (take_number(arena, key, OSSL_PKEY_PARAM_RSA_N, out) ||
	    take_number(arena, key, OSSL_PKEY_PARAM_EC_PUB_X, out) ||
	    bits == NULL)
		return;
	*out = copied(arena, ASN1_STRING_get0_data(bits),
	    (size_t)ASN1_STRING_length(bits));
	for (; out->length > 0 && *out->data == 0; out->data++)
		out->length--;
}

void
keys_named_certificate(struct arena *arena, X509 *x509, struct keys_named *out)
{
	unsigned char *issuer = NULL, *serial = NULL;
	int issuer_length = i2d_X509_NAME(X509_get_issuer_name(x509), &issuer);
	int serial_length = i2d_ASN1_INTEGER(
	    (ASN1_INTEGER *)X509_get0_serialNumber(x509), &serial);

	if (issuer_length > 0 && serial_length > 0) {
		out->issuer = copied(arena, issuer, (size_t)issuer_length);
		out->serial = copied(arena, serial, (size_t)serial_length);
	}
	OPENSSL_free(issuer);
	OPENSSL_free(serial);
	take_key(arena, x509, &out->keys[1]);
	ERR_clear_error();
}

static void
take_x5t(struct arena *arena, const struct bytes *der, const EVP_MD *digest,
    struct bytes *out)
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned size = 0;

	if (EVP_Digest(der->data, der->length, sum, &size, digest, NULL) == 1)
		*out = copied(arena, sum, size);
}

static void
take_both(struct arena *arena, const struct bytes *der, struct bytes *out)
{
	take_x5t(arena, der, EVP_sha256(), &out[0]);
	take_x5t(arena, der, EVP_sha1(), &out[1]);
}

/* The order of a curve is kept for the life of the process, since to make the
 * group takes OpenSSL long. */
static const BIGNUM *
order_of(size_t curve)
{
	static BIGNUM *orders[CURVES];
	EC_GROUP *group;

	if (orders[curve] != NULL)
		return orders[curve];
	group = EC_GROUP_new_by_curve_name(curves[curve]);
	if (group != NULL)
		orders[curve] = BN_dup(EC_GROUP_get0_order(group));
	EC_GROUP_free(group);
	return orders[curve];
}

/* Puts (r, n - s) in place of (r, s).  False when the signature cannot be of
 * that curve. */
static bool
turn(ECDSA_SIG *signature, size_t curve)
{
	const BIGNUM *order = order_of(curve);
	const BIGNUM *s = ECDSA_SIG_get0_s(signature);
	BIGNUM *r = BN_dup(ECDSA_SIG_get0_r(signature)), *other = BN_new();
	bool turned = order != NULL && r != NULL && other != NULL &&
		      BN_cmp(s, order) < 0 && BN_sub(other, order, s) == 1 &&
		      ECDSA_SIG_set0(signature, r, other) == 1;

	if (!turned) {
		BN_free(r);
		BN_free(other);
	}
	return turned;
}

/* The same certificate with another signature, of which it is the last part
 * (RFC 5280 section 4.1): all before is taken as it came. */
static struct bytes
resigned(struct arena *arena, const struct bytes *der, size_t last,
    const unsigned char *signature, int length)
{
	const unsigned char *content = der->data;
	unsigned char *to;
	struct bytes out;
	long inner;
	int tag, class;
	size_t before;

	(void)ASN1_get_object(
	    &content, &inner, &tag, &class, (long)der->length);
	before = (size_t)inner - last;
	inner =
	    (long)before + ASN1_object_size(0, length + 1, V_ASN1_BIT_STRING);
	out.length = (size_t)ASN1_object_size(1, (int)inner, V_ASN1_SEQUENCE);
	out.data = to = arena_alloc(arena, out.length);
	ASN1_put_object(&to, 1, (int)inner, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL);
	memcpy(to, content, before);
	to += before;
	ASN1_put_object(
	    &to, 0, length + 1, V_ASN1_BIT_STRING, V_ASN1_UNIVERSAL);
	*to++ = 0; /* unused bits */
	memcpy(to, signature, (size_t)length);
	return out;
}

static void
take_twin(struct arena *arena, const struct bytes *der,
    const ASN1_BIT_STRING *bits, size_t curve, struct bytes *out)
{
	const unsigned char *at = ASN1_STRING_get0_data(bits);
	ECDSA_SIG *signature =
	    d2i_ECDSA_SIG(NULL, &at, ASN1_STRING_length(bits));
	const int last = i2d_ASN1_BIT_STRING(bits, NULL);
	unsigned char *turned = NULL;
	int length;

	if (signature != NULL && last > 0 && turn(signature, curve) &&
	    (length = i2d_ECDSA_SIG(signature, &turned)) > 0) {
		struct arena *passing = arena_new();
		const struct bytes twin =
		    resigned(passing, der, (size_t)last, turned, length);

		take_both(arena, &twin, out);
		arena_free(passing);
	}
	OPENSSL_free(turned);
	ECDSA_SIG_free(signature);
}

static bool
is_ecdsa(const X509_ALGOR *algorithm)
{
	const ASN1_OBJECT *object;
	int digest, key = NID_undef;

	X509_ALGOR_get0(&object, NULL, NULL, algorithm);
	return OBJ_find_sigid_algs(OBJ_obj2nid(object), &digest, &key) == 1 &&
	       key == NID_X9_62_id_ecPublicKey;
}

/* The certificate does not say on which curve its authority signs: each curve
 * is tried. */
static void
take_all(struct arena *arena, const struct bytes *der, X509 *x509,
    struct bytes out[KEYS_NAMED_X5T])
{
	const ASN1_BIT_STRING *bits = NULL;
	const X509_ALGOR *algorithm = NULL;

	_Static_assert(2 + 2 * CURVES <= KEYS_NAMED_X5T, "a place for each");
	take_both(arena, der, out);
	X509_get0_signature(&bits, &algorithm, x509);
	for (size_t i = 0; is_ecdsa(algorithm) && i < CURVES; i++)
		take_twin(arena, der, bits, i, &out[2 + 2 * i]);
}

void
keys_named_thumbprints(struct arena *arena, X509 *x509, struct keys_named *out)
{
	unsigned char *text = NULL;
	int length = i2d_X509(x509, &text);

	if (length > 0) {
		const struct bytes der = {text, (size_t)length};

		take_all(arena, &der, x509, out->x5t);
	}
	OPENSSL_free(text);
	ERR_clear_error();
}
