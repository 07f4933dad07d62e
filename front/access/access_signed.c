/* SPDX-License-Identifier: ISC */
/* Access tokens that are signed: by whose keys they are verified. */
#include <string.h>

#include "front/access/private.h"
#include "front/access/published.h"
#include "front/lib/service.h"
#include "kit/conf/config.h"
#include "kit/jose/jws.h"
#include "kit/jose/keys.h"
#include "kit/keyring/keyring.h"
#include "kit/signing/signing.h"

/* The algorithms that are taken are few, whatever a token says of itself. */
static bool
well_signed(const struct jws *jws)
{
	return strcmp(jws->algorithm, "PS256") == 0 ||
	       strcmp(jws->algorithm, "ES256") == 0;
}

static const struct keys *
bank_keys(const struct service *service, enum keyring_wish wish, int64_t now,
    struct arena *arena, const char **why)
{
	const char *place = service->config->access_tokens->keys;
	struct keyring *ring = service->judge.keyring;
	const struct keys *keys = NULL;

	if (*place == '/')
		(void)keyring_file(ring, place, arena, &keys, why);
	else
		(void)keyring_at(ring, place, wish, now, arena, &keys, why);
	return keys;
}

static const struct keys *
issuer_keys(const struct service *service, enum keyring_wish wish, int64_t now,
    struct arena *arena, const char **why)
{
	if (service->config->issuing == NULL)
		return bank_keys(service, wish, now, arena, why);
	*why = "the store cannot be read";
	if (!published_learn(
		service, now, wish == KEYRING_NEWER ? 0 : PUBLISHED_FRESH))
		return NULL;
	return signing_keys(service->signing, arena, now, why);
}

const struct json *
access_verified(const struct service *service, const char *token, int64_t now,
    struct arena *arena, enum access_answer *answer, const char **why)
{
	enum keyring_wish wish = KEYRING_CACHED;
	enum keys_answer found;
	struct jws jws;

	*answer = ACCESS_BAD;
	*why = "the token is no JWT by PS256 or ES256";
	if (jws_parse_access_token(arena, token, strlen(token), &jws) !=
		JWS_OK ||
	    !well_signed(&jws))
		return NULL;
	do {
		const struct keys *keys =
		    issuer_keys(service, wish, now, arena, why);
		if (keys == NULL) {
			*answer = ACCESS_UNABLE;
			return NULL;
		}
		found = keys_verify(keys, &jws);
	} while (keyring_again(found != KEYS_UNKNOWN, &wish));
	*why = found == KEYS_UNKNOWN
		   ? "no key of the issuer's fits kid and alg of the token"
		   : "the token's signature is not its issuer's";
	return found == KEYS_VERIFIED ? jws.payload : NULL;
}
