/* SPDX-License-Identifier: ISC */
/* What the claims of an access token say, and whether they are for us. */
#include <string.h>

#include "front/access/private.h"
#include "front/lib/service.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/moment.h"
#include "validators/lib/grants.h"

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
	int64_t begins = moment_numeric(json_get(claims, "nbf"));

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

bool
access_judge(const struct service *service, const struct json *claims,
    int64_t now, struct arena *arena, struct access *out)
{
	const struct expected expected = expected_of(service->config);
	const struct json *cnf = json_get(claims, "cnf");
	const char *type = json_string(json_get(claims, "token_type"));
	int64_t withdrawn = 0;

	out->claims = claims;
	out->client_id = json_string(json_get(claims, "client_id"));
	out->thumbprint = json_string(json_get(cnf, "x5t#S256"));
	out->jti = json_string(json_get(claims, "jti"));
	out->issued = moment_numeric(json_get(claims, "iat"));
	out->expires = moment_numeric(json_get(claims, "exp"));
	(void)json_integer(json_get(claims, ACCESS_WITHDRAWN), &withdrawn);
	out->withdrawn = (uint64_t)withdrawn;
	if (out->client_id == NULL)
		return false;
	out->own = of_client(claims, out->client_id) &&
		   says(&expected, claims, "sub", out->client_id);
	out->user = of_user(&expected, claims, out->client_id);
	out->scope = scope_of(service->judge.profile, claims, out->user, arena);
	return says(&expected, claims, "iss", expected.issuer) &&
	       says(&expected, claims, "aud", expected.audience) &&
	       now < out->expires && has_begun(claims, now) &&
	       (type == NULL || strcmp(type, "refresh_token") != 0) &&
	       (cnf == NULL || out->thumbprint != NULL);
}
