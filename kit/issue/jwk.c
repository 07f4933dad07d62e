/* SPDX-License-Identifier: ISC */
/* Makes JWKs of keys in PEM, and their thumbprints. */
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <string.h>

#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/issue/issue.h"
#include "kit/issue/private.h"
#include "kit/json.h"

/* Puts a number of the key into the JWK, in `size` bytes (0: as few as it
 * needs). */
static bool
set_number(struct arena *arena, struct json *jwk, const char *name,
    EVP_PKEY *key, const char *parameter, int size)
{
	BIGNUM *number = NULL;
	unsigned char *data;
	bool done;

	if (EVP_PKEY_get_bn_param(key, parameter, &number) != 1)
		return false;
	if (size == 0)
		size = BN_num_bytes(number);
	data = arena_alloc(arena, (size_t)size);
	done = BN_bn2binpad(number, data, size) == size;
	BN_free(number);
	if (done)
		json_set_string(
		    jwk, name, base64url_encode(arena, data, (size_t)size));
	return done;
}

static bool
set_rsa(struct arena *arena, struct json *jwk, EVP_PKEY *key)
{
	json_set_string(jwk, "kty", "RSA");
	return set_number(arena, jwk, "n", key, OSSL_PKEY_PARAM_RSA_N, 0) &&
	       set_number(arena, jwk, "e", key, OSSL_PKEY_PARAM_RSA_E, 0);
}

static bool
set_ec(struct arena *arena, struct json *jwk, EVP_PKEY *key)
{
	static const struct {
		const char *group, *crv;
		int size;
	} curves[] = {{"prime256v1", "P-256", 32}, {"secp384r1", "P-384", 48}};
	char group[32] = "";

	EVP_PKEY_get_group_name(key, group, sizeof(group), NULL);
	for (size_t i = 0; i < sizeof(curves) / sizeof(curves[0]); i++) {
		if (strcmp(curves[i].group, group) != 0)
			continue;
		json_set_string(jwk, "kty", "EC");
		json_set_string(jwk, "crv", curves[i].crv);
		return set_number(arena, jwk, "x", key,
			   OSSL_PKEY_PARAM_EC_PUB_X, curves[i].size) &&
		       set_number(arena, jwk, "y", key,
			   OSSL_PKEY_PARAM_EC_PUB_Y, curves[i].size);
	}
	return false;
}

/* RFC 8037 section 2. */
static bool
set_ed25519(struct arena *arena, struct json *jwk, EVP_PKEY *key)
{
	unsigned char x[32];
	size_t length = sizeof(x);

	if (EVP_PKEY_get_raw_public_key(key, x, &length) != 1)
		return false;
	json_set_string(jwk, "kty", "OKP");
	json_set_string(jwk, "crv", "Ed25519");
	json_set_string(jwk, "x", base64url_encode(arena, x, length));
	return true;
}

bool
issue_set_key(struct arena *arena, struct json *jwk, EVP_PKEY *key)
{
	bool done = false;

	if (EVP_PKEY_is_a(key, "RSA"))
		done = set_rsa(arena, jwk, key);
	else if (EVP_PKEY_is_a(key, "EC"))
		done = set_ec(arena, jwk, key);
	else if (EVP_PKEY_is_a(key, "ED25519"))
		done = set_ed25519(arena, jwk, key);
	ERR_clear_error();
	return done;
}

/* The algorithm that we would verify with such a key; NULL: none. */
static const char *
algorithm_of(const struct json *jwk)
{
	static const char *const curves[][2] = {
	    {"P-256", "ES256"}, {"P-384", "ES384"}, {"Ed25519", "EdDSA"}};
	const char *crv = json_string(json_get(jwk, "crv"));

	if (crv == NULL)
		return "PS256";
	for (size_t i = 0; i < sizeof(curves) / sizeof(curves[0]); i++)
		if (strcmp(curves[i][0], crv) == 0)
			return curves[i][1];
	return NULL;
}

static bool
set_x5c(struct arena *arena, struct json *jwk, const char *pem)
{
	X509 *certificate = issue_x509(arena, pem);
	struct json *chain = json_new_array(arena);
	unsigned char *der = NULL;
	int length;

	if (certificate == NULL)
		return false;
	length = i2d_X509(certificate, &der);
	if (length <= 0)
		return false;
	json_append_string(chain, base64_encode(arena, der, (size_t)length));
	json_set(jwk, "x5c", chain);
	OPENSSL_free(der);
	return true;
}

struct json *
issue_jwk(struct arena *arena, const char *key_pem, const char *kid,
    const char *use, const char *certificate_pem, const char **why)
{
	struct json *jwk = json_new_object(arena);
	EVP_PKEY *key = issue_public(arena, key_pem);
	const char *algorithm;

	*why = "not a key of RSA, on P-256 or P-384, or of Ed25519, in PEM";
	if (key == NULL || !issue_set_key(arena, jwk, key))
		return NULL;
	json_set_string(
	    jwk, "kid", kid != NULL ? kid : issue_thumbprint(arena, jwk));
	if (use != NULL)
		json_set_string(jwk, "use", use);
	algorithm = algorithm_of(jwk);
	if (algorithm != NULL && (use == NULL || strcmp(use, "sig") == 0))
		json_set_string(jwk, "alg", algorithm);
	*why = "not a certificate in PEM";
	if (certificate_pem != NULL && !set_x5c(arena, jwk, certificate_pem))
		return NULL;
	*why = NULL;
	return jwk;
}

/* The text of a member that needs no escape in JSON, or NULL: all that a
 * thumbprint is made of is of this alphabet. */
static const char *
plain(const struct json *jwk, const char *name)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz"
				       "0123456789-_";
	const char *text = json_string(json_get(jwk, name));

	if (text == NULL || *text == '\0')
		return NULL;
	return text[strspn(text, alphabet)] == '\0' ? text : NULL;
}

/* The required members of each kty (RFC 7638 section 3.2, RFC 8037 section 2),
 * in lexicographic order. */
static const struct {
	const char *kty, *members[4];
} required[] = {
    {"RSA", {"e", "kty", "n"}},
    {"EC", {"crv", "kty", "x", "y"}},
    {"OKP", {"crv", "kty", "x"}},
};

static const char *
thumbprint_input(
    struct arena *arena, const struct json *jwk, const char *const members[4])
{
	const char *text = "";

	for (size_t i = 0; i < 4 && members[i] != NULL; i++) {
		const char *value = plain(jwk, members[i]);

		if (value == NULL)
			return NULL;
		text = arena_printf(arena, "%s%s\"%s\":\"%s\"", text,
		    i > 0 ? "," : "", members[i], value);
	}
	return arena_printf(arena, "{%s}", text);
}

char *
issue_thumbprint(struct arena *arena, const struct json *jwk)
{
	const char *kty = json_string(json_get(jwk, "kty"));
	const char *text = NULL;
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned size = 0;

	for (size_t i = 0; i < sizeof(required) / sizeof(required[0]); i++) {
		if (kty != NULL && strcmp(kty, required[i].kty) == 0)
			text =
			    thumbprint_input(arena, jwk, required[i].members);
	}
	if (text == NULL ||
	    EVP_Digest(text, strlen(text), sum, &size, EVP_sha256(), NULL) != 1)
		return NULL;
	return base64url_encode(arena, sum, size);
}
