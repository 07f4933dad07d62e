/* SPDX-License-Identifier: ISC */
#include "front/access.h"

#include <stdbool.h>
#include <string.h>

#include "front/front.h"
#include "kit/arena.h"
#include "kit/config.h"
#include "kit/json.h"
#include "kit/jws.h"
#include "kit/keyring.h"
#include "kit/keys.h"

int64_t
access_date(const struct json *claims, const char *name)
{
	double seconds;

	if (!json_number(json_get(claims, name), &seconds) || !(seconds >= 0) ||
	    seconds > 9007199254740992.0)
		return -1;
	return (int64_t)seconds;
}

/* The algorithm is ours to choose, before anything is verified. */
static bool
well_signed(const struct jws *jws)
{
	return strcmp(jws->algorithm, "PS256") == 0 ||
	       strcmp(jws->algorithm, "ES256") == 0;
}

static const struct keys *
issuer_keys(const struct service *service, enum keyring_wish wish, int64_t now,
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

/* The claims of a signed token; NULL with *answer. */
static const struct json *
verified(const struct service *service, const char *token, int64_t now,
    struct arena *arena, enum access_answer *answer, const char **why)
{
	static const enum keyring_wish wishes[] = {
	    KEYRING_CACHED, KEYRING_NEWER};
	enum keys_answer found = KEYS_UNKNOWN;
	struct jws jws;

	*answer = ACCESS_BAD;
	if (jws_parse_access_token(arena, token, strlen(token), &jws) !=
		JWS_OK ||
	    !well_signed(&jws))
		return NULL;
	for (int i = 0; i < 2 && found == KEYS_UNKNOWN; i++) {
		const struct keys *keys =
		    issuer_keys(service, wishes[i], now, arena, why);
		if (keys == NULL) {
			*answer = ACCESS_UNABLE;
			return NULL;
		}
		found = keys_verify(keys, &jws);
	}
	return found == KEYS_VERIFIED ? jws.payload : NULL;
}

/* A signed token says all of it; of a token that it was asked about the
 * server may leave a claim out (RFC 7662 section 2.2). */
static bool
says(const struct config_access_tokens *config, const struct json *claims,
    const char *name, const char *wanted)
{
	const struct json *claim = json_get(claims, name);
	const char *text = json_string(claim);

	if (claim == NULL)
		return config->introspection != NULL;
	if (text == NULL && strcmp(name, "aud") == 0)
		return json_has_string(claim, wanted);
	return text != NULL && strcmp(text, wanted) == 0;
}

/* RFC 7519 section 4.1.5: nbf need not be there. */
static bool
has_begun(const struct json *claims, int64_t now)
{
	int64_t begins = access_date(claims, "nbf");

	return json_get(claims, "nbf") == NULL ||
	       (begins >= 0 && begins <= now);
}

/* What an introspection endpoint says instead of sub (RFC 7662 section 2.2)
 * must not point elsewhere either. */
static bool
of_client(const struct json *claims, const char *client_id)
{
	const char *user = json_string(json_get(claims, "username"));
	const char *type = json_string(json_get(claims, "token_type"));

	return (user == NULL || strcmp(user, client_id) == 0) &&
	       (type == NULL || strcmp(type, "refresh_token") != 0);
}

/* Where there is no resource owner, sub is the client (RFC 9068 section 2.2):
 * a token that some user gave the client must not manage its registration. */
static bool
judge(const struct config_access_tokens *config, const struct json *claims,
    int64_t now, struct access *out)
{
	const struct json *cnf = json_get(claims, "cnf");

	out->client_id = json_string(json_get(claims, "client_id"));
	out->scope = json_string(json_get(claims, "scope"));
	out->thumbprint = json_string(json_get(cnf, "x5t#S256"));
	out->expires = access_date(claims, "exp");
	return out->client_id != NULL && of_client(claims, out->client_id) &&
	       says(config, claims, "iss", config->issuer) &&
	       says(config, claims, "aud", config->audience) &&
	       says(config, claims, "sub", out->client_id) &&
	       now < out->expires && has_begun(claims, now) &&
	       (cnf == NULL || out->thumbprint != NULL);
}

enum access_answer
access_read(const struct service *service, const char *token, int64_t now,
    struct arena *arena, struct access *out, const char **why)
{
	const struct config_access_tokens *config =
	    service->config->access_tokens;
	enum access_answer answer;
	const struct json *claims =
	    config->introspection != NULL
		? introspection_ask(
		      service->introspection, token, now, arena, &answer, why)
		: verified(service, token, now, arena, &answer, why);

	if (claims == NULL)
		return answer;
	return judge(config, claims, now, out) ? ACCESS_GOOD : ACCESS_BAD;
}
