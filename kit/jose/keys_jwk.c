/* SPDX-License-Identifier: ISC */
/* Makes a public key of a JWK (RFC 7517 section 4, RFC 7518 section 6). */
#include "kit/jose/private.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"

static void
free_key(void *key)
{
	EVP_PKEY_free(key);
}

enum keys_family
keys_jwk_family(const struct json *jwk)
{
	const char *kty = json_string(json_get(jwk, "kty"));
	const char *crv = json_string(json_get(jwk, "crv"));

	static const struct {
		const char *kty, *crv;
		enum keys_family family;
	} curves[] = {{"EC", "P-256", KEYS_P256}, {"EC", "P-384", KEYS_P384},
	    {"OKP", "Ed25519", KEYS_ED25519}};

	if (kty != NULL && strcmp(kty, "RSA") == 0)
		return KEYS_RSA;
	for (size_t i = 0; kty != NULL && crv != NULL && i < 3; i++)
		if (strcmp(kty, curves[i].kty) == 0 &&
		    strcmp(crv, curves[i].crv) == 0)
			return curves[i].family;
	return KEYS_OTHER;
}

/* The bytes of a member that holds base64url; false when there are none. */
static bool
number(struct arena *arena, const struct json *jwk, const char *name,
    struct bytes *out)
{
	const char *text = json_string(json_get(jwk, name));

	return text != NULL &&
	       base64url_decode(arena, text, strlen(text), out) &&
	       out->length > 0;
}

static bool
sound_modulus(const struct bytes *n)
{
	size_t bits;

	if (n->length > RSA_BITS_MAX / 8 || n->data[0] == 0)
		return false;
	bits = (n->length - 1) * 8 + (size_t)BN_num_bits_word(n->data[0]);
	return bits >= RSA_BITS_MIN && (n->data[n->length - 1] & 1) == 1;
}

static bool
sound_exponent(const struct bytes *e)
{
	if (e->length > RSA_EXPONENT_BITS_MAX / 8 || e->data[0] == 0)
		return false;
	return (e->data[e->length - 1] & 1) == 1 &&
	       (e->length > 1 || e->data[0] >= 3);
}

static EVP_PKEY *
make(const char *type, OSSL_PARAM *params)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	EVP_PKEY *key = NULL;

	if (ctx == NULL || EVP_PKEY_fromdata_init(ctx) != 1 ||
	    EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(ctx);
	return key;
}

/* OSSL_PARAM takes integers in the byte order of the machine. */
static bool
to_native(struct bytes *number)
{
	BIGNUM *bn = BN_bin2bn(number->data, (int)number->length, NULL);
	bool done = bn != NULL &&
		    BN_bn2nativepad(bn, number->data, (int)number->length) > 0;

	BN_free(bn);
	return done;
}

static EVP_PKEY *
read_rsa(struct arena *arena, const struct json *jwk)
{
	OSSL_PARAM params[3];
	struct bytes n, e;

	if (!number(arena, jwk, "n", &n) || !number(arena, jwk, "e", &e) ||
	    !sound_modulus(&n) || !sound_exponent(&e) || !to_native(&n) ||
	    !to_native(&e))
		return NULL;
	params[0] =
	    OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_N, n.data, n.length);
	params[1] =
	    OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_E, e.data, e.length);
	params[2] = OSSL_PARAM_construct_end();
	return make("RSA", params);
}

static bool
on_curve(EVP_PKEY *key)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
	bool sound = ctx != NULL && EVP_PKEY_public_check(ctx) == 1;

	EVP_PKEY_CTX_free(ctx);
	return sound;
}

/* A point of a curve whose numbers have so many bytes. */
static EVP_PKEY *
read_point(
    struct arena *arena, const struct json *jwk, char *group, size_t size)
{
	unsigned char point[1 + 2 * 48] = {POINT_CONVERSION_UNCOMPRESSED};
	OSSL_PARAM params[3];
	struct bytes x, y;
	EVP_PKEY *key;

	if (!number(arena, jwk, "x", &x) || !number(arena, jwk, "y", &y) ||
	    x.length != size || y.length != size)
		return NULL;
	memcpy(point + 1, x.data, size);
	memcpy(point + 1 + size, y.data, size);
	params[0] = OSSL_PARAM_construct_utf8_string(
	    OSSL_PKEY_PARAM_GROUP_NAME, group, 0);
	params[1] = OSSL_PARAM_construct_octet_string(
	    OSSL_PKEY_PARAM_PUB_KEY, point, 1 + 2 * size);
	params[2] = OSSL_PARAM_construct_end();
	key = make("EC", params);
	if (key == NULL || on_curve(key))
		return key;
	EVP_PKEY_free(key);
	return NULL;
}

/* RFC 8037 section 2. */
static EVP_PKEY *
read_ed25519(struct arena *arena, const struct json *jwk)
{
	struct bytes x;

	return number(arena, jwk, "x", &x) && x.length == ED25519_KEY_BYTES &&
		       keys_ed25519_sound(x.data)
		   ? EVP_PKEY_new_raw_public_key(
			 EVP_PKEY_ED25519, NULL, x.data, x.length)
		   : NULL;
}

/* NULL: the JWK is of no family, or broken. */
static EVP_PKEY *
read_public(struct arena *arena, const struct json *jwk)
{
	static char p256[] = "prime256v1", p384[] = "secp384r1";

	switch (keys_jwk_family(jwk)) {
	case KEYS_RSA:
		return read_rsa(arena, jwk);
	case KEYS_P256:
		return read_point(arena, jwk, p256, 32);
	case KEYS_P384:
		return read_point(arena, jwk, p384, 48);
	case KEYS_ED25519:
		return read_ed25519(arena, jwk);
	case KEYS_OTHER:
		break;
	}
	return NULL;
}

bool
keys_jwk_certificate(
    struct arena *arena, const struct json *jwk, struct bytes *out)
{
	const char *text = json_string(json_at(json_get(jwk, "x5c"), 0));

	return text != NULL && base64_decode(arena, text, strlen(text), out) &&
	       out->length > 0;
}

/* Is x5c, if the JWK has one, of this very key (RFC 7517 section 4.7)? */
static bool
certified(struct arena *arena, const struct json *jwk, EVP_PKEY *key)
{
	struct bytes der;

	if (json_type(json_get(jwk, "x5c")) == JSON_ABSENT)
		return true;
	return keys_jwk_certificate(arena, jwk, &der) &&
	       keys_certified(arena, &der, key, keys_jwk_family(jwk));
}

EVP_PKEY *
keys_jwk_read(struct arena *arena, const struct json *jwk)
{
	EVP_PKEY *key = read_public(arena, jwk);

	if (key == NULL)
		return NULL;
	arena_defer(arena, free_key, key);
	return certified(arena, jwk, key) ? key : NULL;
}
