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
#include "kit/digest.h"
#include "kit/issue/issue.h"
#include "kit/issue/private.h"
#include "kit/json.h"

enum { SHA384_BYTES = 48 };

struct work;

struct way {
	const char *algorithm;
	const char *type; /* of its keys; NULL: no EVP_PKEY */
	int bits;	  /* of its keys; 0: any number */
	int padding;	  /* 0: its keys have none */
	size_t sum;	  /* bytes of the digest that is signed; 0: the text
			     itself is signed */
	bool (*sign)(struct work *it);
};

struct issue_signer {
	const struct way *way;
	EVP_PKEY *key;	       /* of an algorithm that has a type of keys */
	EVP_PKEY_CTX *context; /* likewise; it signs as often as it is asked */
	const char *secret;    /* of HS256 */
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

static bool
sign(struct work *it)
{
	struct bytes *out = &it->signature;
	const size_t size = it->signer->way->sum;
	unsigned char sum[SHA384_BYTES];

	if (size == SHA384_BYTES)
		digest_sha384(it->text, strlen(it->text), sum);
	else
		digest_sha256(it->text, strlen(it->text), sum);
	out->length = (size_t)EVP_PKEY_get_size(it->signer->key);
	out->data = arena_alloc(it->arena, out->length);
	return EVP_PKEY_sign(it->signer->context, out->data, &out->length, sum,
		   size) == 1;
}

/* Both halves, each of the size of the curve's numbers, which is that of the
 * digest. */
static bool
sign_ecdsa(struct work *it)
{
	const size_t size = it->signer->way->sum;
	const int half = (int)size;
	const unsigned char *der;
	ECDSA_SIG *pair;
	bool done;

	if (!sign(it))
		return false;
	der = it->signature.data;
	pair = d2i_ECDSA_SIG(NULL, &der, (long)it->signature.length);
	it->signature.data = arena_alloc(it->arena, 2 * size);
	it->signature.length = 2 * size;
	done = pair != NULL &&
	       BN_bn2binpad(ECDSA_SIG_get0_r(pair), it->signature.data, half) ==
		   half &&
	       BN_bn2binpad(ECDSA_SIG_get0_s(pair), it->signature.data + size,
		   half) == half;
	ECDSA_SIG_free(pair);
	return done;
}

static bool
sign_eddsa(struct work *it)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool done;

	it->signature.length = (size_t)EVP_PKEY_get_size(it->signer->key);
	it->signature.data = arena_alloc(it->arena, it->signature.length);
	done =
	    context != NULL &&
	    EVP_DigestSignInit_ex(
		context, NULL, NULL, NULL, NULL, it->signer->key, NULL) == 1 &&
	    EVP_DigestSign(context, it->signature.data, &it->signature.length,
		(const unsigned char *)it->text, strlen(it->text)) == 1;
	EVP_MD_CTX_free(context);
	return done;
}

static const struct way ways[] = {
    {"PS256", "RSA", 0, RSA_PKCS1_PSS_PADDING, 32, sign},
    {"ES256", "EC", 256, 0, 32, sign_ecdsa},
    {"RS256", "RSA", 0, RSA_PKCS1_PADDING, 32, sign},
    {"RS384", "RSA", 0, RSA_PKCS1_PADDING, SHA384_BYTES, sign},
    {"ES384", "EC", 384, 0, SHA384_BYTES, sign_ecdsa},
    {"EdDSA", "ED25519", 0, 0, 0, sign_eddsa},
    {"HS256", NULL, 0, 0, 0, sign_hs256},
    {"none", NULL, 0, 0, 0, sign_none},
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

static bool
set_padding(EVP_PKEY_CTX *context, int padding)
{
	if (padding == 0)
		return true;
	if (EVP_PKEY_CTX_set_rsa_padding(context, padding) != 1)
		return false;
	return padding != RSA_PKCS1_PSS_PADDING ||
	       (EVP_PKEY_CTX_set_rsa_pss_saltlen(
		    context, RSA_PSS_SALTLEN_DIGEST) == 1 &&
		   EVP_PKEY_CTX_set_rsa_mgf1_md_name(context, "SHA256", NULL) ==
		       1);
}

static void
free_context(void *context)
{
	EVP_PKEY_CTX_free(context);
}

static bool
prepare(struct arena *arena, struct issue_signer *signer)
{
	const size_t sum = signer->way->sum;
	EVP_PKEY_CTX *context =
	    EVP_PKEY_CTX_new_from_pkey(NULL, signer->key, NULL);

	arena_defer(arena, free_context, context);
	signer->context = context;
	if (sum == 0)
		return context != NULL;
	return context != NULL && EVP_PKEY_sign_init(context) == 1 &&
	       EVP_PKEY_CTX_set_signature_md(context,
		   sum == SHA384_BYTES ? EVP_sha384() : EVP_sha256()) == 1 &&
	       set_padding(context, signer->way->padding);
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
		if (!fits(signer->way, signer->key) || !prepare(arena, signer))
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
