/* SPDX-License-Identifier: ISC */
/* Makes private keys, and tokens by libjwt. */
#include "kit/issue/issue.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <jwt.h>
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/issue/private.h"

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

static const char *
prepare_libjwt(jwt_t *jwt, const char *payload, jwt_alg_t algorithm,
    const char *kid, const char *key)
{
	/* libjwt takes the algorithm "none" with a NULL key alone. */
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
