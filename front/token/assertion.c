/* SPDX-License-Identifier: ISC */
/* Whether a client assertion proves its client (private_key_jwt). */
#include "front/token/private.h"

#include <string.h>

#include "front/lib/service.h"
#include "kit/conf/config.h"
#include "kit/jose/keys.h"
#include "kit/json.h"
#include "kit/keyring/keyring.h"
#include "kit/limits.h"
#include "kit/moment.h"
#include "validators/lib/profile.h"
#include "validators/lib/revoked.h"

enum { SKEW_SECONDS = 10, JTI_MOST = 128 };

static const char *
check_algorithm(const struct jws *assertion, const struct authenticated *client)
{
	const char *registered = json_string(json_get(
	    client->party.metadata, "token_endpoint_auth_signing_alg"));

	if (registered == NULL || strcmp(assertion->algorithm, registered) != 0)
		return "client_assertion: alg is not the registered "
		       "token_endpoint_auth_signing_alg";
	return NULL;
}

static bool
is_ours(const struct config *config, const char *audience)
{
	return audience != NULL &&
	       (strcmp(audience, config->issuer) == 0 ||
		   strcmp(audience, config->issuing->token.uri) == 0);
}

/* How many members of a list are our issuer, or the URI of our token endpoint
 * (RFC 7523 section 3 item 3). */
static size_t
count_ours(const struct config *config, const struct json *list)
{
	size_t count = 0;

	for (size_t i = 0; i < json_length(list); i++)
		count += is_ours(config, json_string(json_at(list, i)));
	return count;
}

static const char *
check_audience(const struct config *config, enum profile_audience allowed,
    const struct json *aud)
{
	const char *text = json_string(aud);

	if (allowed == PROFILE_AUDIENCE_ISSUER)
		return text != NULL && strcmp(text, config->issuer) == 0
			   ? NULL
			   : "client_assertion: aud must be the issuer of this "
			     "server, as a string";
	if (is_ours(config, text))
		return NULL;
	const size_t ours = count_ours(config, aud);
	if (ours == 0)
		return "client_assertion: aud must be the issuer or the token "
		       "endpoint of this server";
	if (allowed == PROFILE_AUDIENCE_OURS && ours < json_length(aud))
		return "client_assertion: aud must name nobody beside the "
		       "issuer and the token endpoint of this server";
	return NULL;
}

static const char *
check_times(const struct json *claims, int64_t now)
{
	const int64_t exp = moment_numeric(json_get(claims, "exp"));
	const int64_t iat = moment_numeric(json_get(claims, "iat"));
	const int64_t nbf = moment_numeric(json_get(claims, "nbf"));

	if (exp < 0)
		return "client_assertion: exp must be a NumericDate";
	if (exp <= now)
		return "client_assertion: exp is in the past";
	if (exp > now + LIMIT_ASSERTION_SECONDS + SKEW_SECONDS)
		return "client_assertion: exp is more than an hour away";
	if (json_get(claims, "iat") != NULL && iat < 0)
		return "client_assertion: iat must be a NumericDate";
	if (iat > now + SKEW_SECONDS)
		return "client_assertion: iat is in the future";
	if (json_get(claims, "nbf") != NULL && nbf < 0)
		return "client_assertion: nbf must be a NumericDate";
	if (nbf > now + SKEW_SECONDS)
		return "client_assertion: nbf is in the future";
	return NULL;
}

static const char *
check_jti(const char *jti)
{
	if (jti == NULL || *jti == '\0' || strlen(jti) > JTI_MOST)
		return "client_assertion: jti must be a string of 1 to 128 "
		       "bytes";
	return NULL;
}

/* Has the directory revoked the key or the certificate?  The addresses in the
 * registered statement are not judged anew. */
static const char *
check_revoked(
    const struct submission *claims, const struct jws *assertion, bool *unable)
{
	const char *set = NULL, *why = NULL;

	switch (revoked_ask(claims, assertion, &set, &why)) {
	case REVOKED_KEY:
		return "client_assertion: the directory has revoked the key "
		       "that "
		       "signed it";
	case REVOKED_CERTIFICATE:
		return "the directory has revoked the client certificate";
	case REVOKED_ELSEWHERE:
	case REVOKED_UNABLE:
		*unable = true;
		return why;
	case REVOKED_NOTHING:
		break;
	}
	return NULL;
}

/* Verifies by the keys that the statement of the registration names.  *unable:
 * the world has kept us from looking. */
static const char *
check_signature(const struct service *service, const struct jws *assertion,
    struct authenticated *client, bool *unable)
{
	enum keyring_wish wish = KEYRING_CACHED;
	const struct submission *caller = &client->caller;
	enum keys_answer found;
	const struct keys *keys;
	const char *why = NULL;

	party_claims(service, caller, &client->party);
	const char *place =
	    json_string(claim(&client->party.claims, "jwks_uri"));
	if (place == NULL)
		return "client_assertion: this client has registered no keys";
	do {
		*unable =
		    keyring_at(service->judge.keyring, place, wish, caller->now,
			caller->arena, &keys, &why) != KEYRING_FOUND;
		if (*unable)
			return why;
		found = keys_verify_any(keys, assertion);
	} while (keyring_again(found != KEYS_UNKNOWN, &wish));
	if (found == KEYS_UNKNOWN)
		return "client_assertion: no key of this client fits kid and "
		       "alg";
	if (found != KEYS_VERIFIED)
		return "client_assertion: the signature is not this client's";
	client->proved = true;
	return check_revoked(&client->party.claims, assertion, unable);
}

enum outcome
assertion_judge(const struct service *service, const struct jws *assertion,
    struct authenticated *client, const char **what)
{
	const struct json *claims = assertion->payload;
	bool unable = false;

	*what = check_algorithm(assertion, client);
	if (*what == NULL)
		*what = check_signature(service, assertion, client, &unable);
	if (unable)
		return OUTCOME_UNABLE;
	if (*what == NULL)
		*what = check_audience(service->config,
		    service->judge.profile->assertion_audience,
		    json_get(claims, "aud"));
	if (*what == NULL)
		*what = check_times(claims, client->caller.now);
	client->jti = json_string(json_get(claims, "jti"));
	client->jti_expires = moment_numeric(json_get(claims, "exp")) + 1;
	if (*what == NULL)
		*what = check_jti(client->jti);
	return *what == NULL ? OUTCOME_PASS : OUTCOME_REFUSE;
}
