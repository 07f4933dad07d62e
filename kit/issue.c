/* SPDX-License-Identifier: ISC */
#include "kit/issue.h"

#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <jwt.h>
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/issue_parts.h"

char *
issue_key(struct arena *arena, enum issue_key kind, const char **why)
{
	EVP_PKEY *key =
	    kind == ISSUE_RSA_2048 ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256");
	BIO *bio = BIO_new(BIO_s_mem());
	char *pem = NULL;

	if (key != NULL && bio != NULL)
		PEM_write_bio_PKCS8PrivateKey(
		    bio, key, NULL, NULL, 0, NULL, NULL);
	EVP_PKEY_free(key);
	if (bio != NULL)
		pem = issue_text(arena, bio);
	ERR_clear_error();
	*why = pem == NULL ? "cannot make a key" : NULL;
	return pem;
}

/* What there is to sign, and where the signature goes. */
struct signing {
	struct arena *arena;
	const char *text;
	EVP_PKEY *key; /* NULL: not a private key in PEM */
	const char *secret;
	struct bytes signature;
};

static bool
sign_none(struct signing *it)
{
	it->signature.length = 0;
	return true;
}

static bool
sign_hs256(struct signing *it)
{
	unsigned length = 0;

	if (it->secret == NULL)
		return false;
	it->signature.data = arena_alloc(it->arena, EVP_MAX_MD_SIZE);
	if (HMAC(EVP_sha256(), it->secret, (int)strlen(it->secret),
		(const unsigned char *)it->text, strlen(it->text),
		it->signature.data, &length) == NULL)
		return false;
	it->signature.length = length;
	return true;
}

/* `padding` is 0 for keys that know none. */
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
sign(struct signing *it, const char *type, int padding)
{
	const unsigned char *text = (const unsigned char *)it->text;
	struct bytes *out = &it->signature;
	EVP_MD_CTX *ctx;
	bool done;

	if (it->key == NULL || !EVP_PKEY_is_a(it->key, type))
		return false;
	out->length = (size_t)EVP_PKEY_get_size(it->key);
	out->data = arena_alloc(it->arena, out->length);
	ctx = EVP_MD_CTX_new();
	done = ctx != NULL && prepare(ctx, it->key, padding) &&
	       EVP_DigestSign(
		   ctx, out->data, &out->length, text, strlen(it->text)) == 1;
	EVP_MD_CTX_free(ctx);
	return done;
}

static bool
sign_rs256(struct signing *it)
{
	return sign(it, "RSA", RSA_PKCS1_PADDING);
}

static bool
sign_ps256(struct signing *it)
{
	return sign(it, "RSA", RSA_PKCS1_PSS_PADDING);
}

static bool
sign_es256(struct signing *it)
{
	const unsigned char *der;
	ECDSA_SIG *pair;
	bool done;

	if (it->key == NULL || EVP_PKEY_get_bits(it->key) != 256 ||
	    !sign(it, "EC", 0))
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

static const struct signer {
	const char *algorithm;
	bool (*sign)(struct signing *it);
} signers[] = {
    {"PS256", sign_ps256},
    {"ES256", sign_es256},
    {"RS256", sign_rs256},
    {"HS256", sign_hs256},
    {"none", sign_none},
};

static const struct signer *
find_signer(const char *algorithm)
{
	for (size_t i = 0; i < sizeof(signers) / sizeof(signers[0]); i++) {
		if (strcmp(signers[i].algorithm, algorithm) == 0)
			return &signers[i];
	}
	return NULL;
}

char *
issue_jws(struct arena *arena, const char *header, const char *payload,
    const char *algorithm, const char *key_pem, const char **why)
{
	const struct signer *signer = find_signer(algorithm);
	struct signing it = {.arena = arena, .secret = key_pem};
	bool done;

	*why = "no such algorithm";
	if (signer == NULL)
		return NULL;
	it.key = issue_private(arena, key_pem);
	it.text = arena_printf(arena, "%s.%s",
	    base64url_encode(arena, header, strlen(header)),
	    base64url_encode(arena, payload, strlen(payload)));
	done = signer->sign(&it);
	ERR_clear_error();
	*why = done ? NULL : "the key does not fit the algorithm";
	if (!done)
		return NULL;
	return arena_printf(arena, "%s.%s", it.text,
	    base64url_encode(arena, it.signature.data, it.signature.length));
}

static const char *
prepare_libjwt(jwt_t *jwt, const char *payload, jwt_alg_t algorithm,
    const char *kid, const char *key)
{
	/* libjwt wants no key at all for none. */
	if (algorithm == JWT_ALG_NONE)
		key = NULL;
	if (jwt_add_grants_json(jwt, payload) != 0)
		return "the payload is not a JSON object";
	if (kid != NULL && jwt_add_header(jwt, "kid", kid) != 0)
		return "libjwt refuses the kid";
	if (jwt_set_alg(jwt, algorithm, (const unsigned char *)key,
		key != NULL ? (int)strlen(key) : 0) != 0)
		return "libjwt refuses the key";
	return NULL;
}

char *
issue_libjwt(struct arena *arena, const char *payload_json,
    const char *algorithm, const char *kid, const char *key_pem,
    const char **why)
{
	jwt_alg_t known = jwt_str_alg(algorithm);
	char *text = NULL, *token = NULL;
	jwt_t *jwt = NULL;

	*why = "libjwt has no such algorithm";
	if (known == JWT_ALG_INVAL)
		return NULL;
	*why = "libjwt cannot start";
	if (jwt_new(&jwt) != 0)
		return NULL;
	*why = prepare_libjwt(jwt, payload_json, known, kid, key_pem);
	if (*why == NULL) {
		text = jwt_encode_str(jwt);
		token = arena_strdup(arena, text);
		if (token == NULL)
			*why = "the key does not fit the algorithm";
	}
	free(text);
	jwt_free(jwt);
	ERR_clear_error();
	return token;
}
