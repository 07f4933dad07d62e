/* SPDX-License-Identifier: ISC */
/* Signs a compact JWS with a key that is parsed once. */
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#include <string.h>

#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/issue/issue.h"
#include "kit/issue/private.h"
#include "kit/json.h"

struct issue_signer {
	const struct way *way;
	EVP_PKEY *key;	    /* of an algorithm that has a type of keys */
	const char *secret; /* of HS256 */
};

/* One signature that is made: of which text, and where it goes. */
struct work {
	struct arena *arena;
	const struct issue_signer *signer;
	const char *text;
	struct bytes signature;
};

static bool
sign_none(struct work *it)
{
	it->signature.length = 0;
	return true;
}

static bool
sign_hs256(struct work *it)
{
	const char *secret = it->signer->secret;
	unsigned length = 0;

	if (secret == NULL)
		return false;
	it->signature.data = arena_alloc(it->arena, EVP_MAX_MD_SIZE);
	if (HMAC(EVP_sha256(), secret, (int)strlen(secret),
		(const unsigned char *)it->text, strlen(it->text),
		it->signature.data, &length) == NULL)
		return false;
	it->signature.length = length;
	return true;
}

/* Prepares a signature; `padding` is 0 for keys that have no padding. */
static bool
prepare(EVP_MD_CTX *ctx, EVP_PKEY *key, int padding)
{
	EVP_PKEY_CTX *rsa = NULL; /* the ctx owns it */

	if (EVP_DigestSignInit_ex(ctx, &rsa, "SHA256", NULL, NULL, key, NULL) !=
	    1)
		return false;
	if (padding == 0)
		return true;
	if (EVP_PKEY_CTX_set_rsa_padding(rsa, padding) != 1)
		return false;
	return padding != RSA_PKCS1_PSS_PADDING ||
	       (EVP_PKEY_CTX_set_rsa_pss_saltlen(rsa, RSA_PSS_SALTLEN_DIGEST) ==
		       1 &&
		   EVP_PKEY_CTX_set_rsa_mgf1_md_name(rsa, "SHA256", NULL) == 1);
}

static bool
sign(struct work *it, int padding)
{
	const unsigned char *text = (const unsigned char *)it->text;
	EVP_PKEY *key = it->signer->key;
	struct bytes *out = &it->signature;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool done;

	out->length = (size_t)EVP_PKEY_get_size(key);
	out->data = arena_alloc(it->arena, out->length);
	done = ctx != NULL && prepare(ctx, key, padding) &&
	       EVP_DigestSign(
		   ctx, out->data, &out->length, text, strlen(it->text)) == 1;
	EVP_MD_CTX_free(ctx);
	return done;
}

static bool
sign_rs256(struct work *it)
{
	return sign(it, RSA_PKCS1_PADDING);
}

static bool
sign_ps256(struct work *it)
{
	return sign(it, RSA_PKCS1_PSS_PADDING);
}

static bool
sign_es256(struct work *it)
{
	const unsigned char *der;
	ECDSA_SIG *pair;
	bool done;

	if (!sign(it, 0))
		return false;
	der = it->signature.data;
	pair = d2i_ECDSA_SIG(NULL, &der, (long)it->signature.length);
	it->signature.data = arena_alloc(it->arena, 64);
	it->signature.length = 64;
	done = pair != NULL &&
	       BN_bn2binpad(ECDSA_SIG_get0_r(pair), it->signature.data, 32) ==
		   32 &&
	       BN_bn2binpad(
		   ECDSA_SIG_get0_s(pair), it->signature.data + 32, 32) == 32;
	ECDSA_SIG_free(pair);
	return done;
}

static const struct way {
	const char *algorithm;
	const char *type; /* of its keys; NULL: no EVP_PKEY */
	int bits;	  /* of its keys; 0: any number */
	bool (*sign)(struct work *it);
} ways[] = {
    {"PS256", "RSA", 0, sign_ps256},
    {"ES256", "EC", 256, sign_es256},
    {"RS256", "RSA", 0, sign_rs256},
    {"HS256", NULL, 0, sign_hs256},
    {"none", NULL, 0, sign_none},
};

static const struct way *
find_way(const char *algorithm)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (strcmp(ways[i].algorithm, algorithm) == 0)
			return &ways[i];
	}
	return NULL;
}

static bool
fits(const struct way *way, const EVP_PKEY *key)
{
	return key != NULL && EVP_PKEY_is_a(key, way->type) &&
	       (way->bits == 0 || way->bits == EVP_PKEY_get_bits(key));
}

struct issue_signer *
issue_signer_open(struct arena *arena, const char *algorithm,
    const char *key_pem, const char **why)
{
	struct issue_signer *signer = arena_alloc(arena, sizeof(*signer));

	*why = "no such algorithm";
	signer->way = find_way(algorithm);
	if (signer->way == NULL)
		return NULL;
	*why = "the key does not fit the algorithm";
	if (signer->way->type == NULL) {
		signer->secret = arena_strdup(arena, key_pem);
	} else {
		signer->key = issue_private(arena, key_pem);
		if (!fits(signer->way, signer->key))
			return NULL;
	}
	*why = NULL;
	return signer;
}

char *
issue_signer_thumbprint(const struct issue_signer *signer, struct arena *arena)
{
	struct json *jwk = json_new_object(arena);

	if (signer->key == NULL || !issue_set_key(arena, jwk, signer->key))
		return NULL;
	return issue_thumbprint(arena, jwk);
}

char *
issue_signer_sign(const struct issue_signer *signer, struct arena *arena,
    const char *header, const char *payload, const char **why)
{
	struct work it = {.arena = arena, .signer = signer};
	bool done;

	it.text = arena_printf(arena, "%s.%s",
	    base64url_encode(arena, header, strlen(header)),
	    base64url_encode(arena, payload, strlen(payload)));
	done = signer->way->sign(&it);
	ERR_clear_error();
	*why = done ? NULL : "the key does not fit the algorithm";
	if (!done)
		return NULL;
	return arena_printf(arena, "%s.%s", it.text,
	    base64url_encode(arena, it.signature.data, it.signature.length));
}

char *
issue_jws(struct arena *arena, const char *header, const char *payload,
    const char *algorithm, const char *key_pem, const char **why)
{
	const struct issue_signer *signer =
	    issue_signer_open(arena, algorithm, key_pem, why);

	if (signer == NULL)
		return NULL;
	return issue_signer_sign(signer, arena, header, payload, why);
}
