/* SPDX-License-Identifier: ISC */
#include "front/access.h"

#include <stdbool.h>
#include <string.h>

#include "front/front.h"
#include "front/published.h"
#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/jose/jws.h"
#include "kit/jose/keys.h"
#include "kit/json.h"
#include "kit/net/keyring.h"
#include "kit/signing/signers.h"
#include "kit/x509/cert.h"
#include "store/store.h"
#include "validators/lib/grants.h"

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
	if (service->signing == NULL)
		return bank_keys(service, wish, now, arena, why);
	*why = "the store cannot be read";
	if (!published_learn(
		service, now, wish == KEYRING_NEWER ? 0 : PUBLISHED_FRESH))
		return NULL;
	return signing_keys(service->signing, arena, now, why);
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

/* Whose tokens we take. */
struct expected {
	const char *issuer, *audience;
	bool asked; /* about each one, at an endpoint */
};

static struct expected
expected_of(const struct config *config)
{
	const struct config_access_tokens *theirs = config->access_tokens;

	if (config->issuing != NULL)
		return (struct expected){
		    config->issuer, config->issuing->audience, false};
	return (struct expected){
	    theirs->issuer, theirs->audience, theirs->introspection != NULL};
}

/* A signed token says all of it; of a token that it was asked about the
 * server may leave a claim out (RFC 7662 section 2.2). */
static bool
says(const struct expected *expected, const struct json *claims,
    const char *name, const char *wanted)
{
	const struct json *claim = json_get(claims, name);
	const char *text = json_string(claim);

	if (claim == NULL)
		return expected->asked;
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

	return user == NULL || strcmp(user, client_id) == 0;
}

/* Where there is no resource owner, sub is the client (RFC 9068 section 2.2).
 * An endpoint may leave sub out and tell the user's name (RFC 7662 section
 * 2.2); who is named must not be the client by either. */
static bool
of_user(const struct expected *expected, const struct json *claims,
    const char *client_id)
{
	const struct json *sub = json_get(claims, "sub");
	const char *subject = json_string(sub);
	const char *user = json_string(json_get(claims, "username"));

	if (user != NULL && strcmp(user, client_id) == 0)
		return false;
	if (sub == NULL)
		return expected->asked && user != NULL;
	return subject != NULL && strcmp(subject, client_id) != 0;
}

/* What of its scope counts: whoever has issued it, a token without a user has
 * nothing that only a user gives. */
static const char *
scope_of(const struct profile *profile, const struct json *claims, bool user,
    struct arena *arena)
{
	const char *scope = json_string(json_get(claims, "scope"));

	if (user || scope == NULL)
		return scope;
	scope = grants_userless(arena, profile, scope);
	return *scope != '\0' ? scope : NULL;
}

static bool
judge(const struct expected *expected, const struct json *claims, int64_t now,
    struct access *out)
{
	const struct json *cnf = json_get(claims, "cnf");
	const char *type = json_string(json_get(claims, "token_type"));
	int64_t withdrawn = 0;

	out->claims = claims;
	out->client_id = json_string(json_get(claims, "client_id"));
	out->thumbprint = json_string(json_get(cnf, "x5t#S256"));
	out->jti = json_string(json_get(claims, "jti"));
	out->issued = access_date(claims, "iat");
	out->expires = access_date(claims, "exp");
	(void)json_integer(json_get(claims, ACCESS_WITHDRAWN), &withdrawn);
	out->withdrawn = (uint64_t)withdrawn;
	if (out->client_id == NULL)
		return false;
	out->own = of_client(claims, out->client_id) &&
		   says(expected, claims, "sub", out->client_id);
	out->user = of_user(expected, claims, out->client_id);
	return says(expected, claims, "iss", expected->issuer) &&
	       says(expected, claims, "aud", expected->audience) &&
	       now < out->expires && has_begun(claims, now) &&
	       (type == NULL || strcmp(type, "refresh_token") != 0) &&
	       (cnf == NULL || out->thumbprint != NULL);
}

/* An issuer of its own among the spent ones: those of front/token.c and
 * front/registration.c begin otherwise. */
static const char revoked_tokens[] = "revoked tokens";

static enum access_answer
unless_revoked(const struct service *service, const struct access *access,
    int64_t now, const char **why)
{
	if (service->config->issuing == NULL)
		return ACCESS_GOOD;
	if (access->jti == NULL)
		return ACCESS_BAD;
	switch (service->store->ops->spent(
	    service->store, revoked_tokens, access->jti, now)) {
	case STORED_OK:
		return ACCESS_BAD;
	case STORED_MISSING:
		return ACCESS_GOOD;
	case STORED_CONFLICT:
	case STORED_UNABLE:
		break;
	}
	*why = "the store cannot be read";
	return ACCESS_UNABLE;
}

enum access_answer
access_read(const struct service *service, const char *token, int64_t now,
    struct arena *arena, struct access *out, const char **why)
{
	const struct config *config = service->config;
	enum access_answer answer;

	if (config->issuing == NULL && config->access_tokens == NULL)
		return ACCESS_BAD;
	const struct expected expected = expected_of(config);
	const struct json *claims =
	    expected.asked ? introspection_ask(service->introspection, token,
				 now, arena, &answer, why)
			   : verified(service, token, now, arena, &answer, why);
	if (claims == NULL)
		return answer;
	if (!judge(&expected, claims, now, out))
		return ACCESS_BAD;
	out->scope = scope_of(service->judge.profile, claims, out->user, arena);
	return unless_revoked(service, out, now, why);
}

bool
access_bound(const struct access *access, const struct cert *cert, bool must)
{
	struct arena *arena;
	bool same;

	if (access->thumbprint == NULL)
		return !must;
	arena = arena_new();
	same = digest_equal(
	    access->thumbprint, base64url_encode(arena, cert_sha256(cert), 32));
	arena_free(arena);
	return same;
}

bool
access_outlived(const struct service *service, const struct access *access,
    const struct client *client)
{
	if (service->config->issuing == NULL)
		return client->withdrawn != 0 &&
		       access->issued <= (int64_t)(client->withdrawn / 1000000);
	if (access->withdrawn != client->withdrawn)
		return true;
	return client->withdrawn == 0 && access->issued < client->state_since;
}

bool
access_revoke(
    const struct service *service, const struct access *access, int64_t now)
{
	struct stored_change change = {
	    .kind = CHANGE_REVOKE,
	    .jti = access->jti,
	    .jti_issuer = revoked_tokens,
	    .jti_expires = access->expires,
	    .now = now,
	};

	return service->store->ops->change(service->store, &change) ==
	       STORED_OK;
}
