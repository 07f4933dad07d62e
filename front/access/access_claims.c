/* SPDX-License-Identifier: ISC */
/* What the claims of an access token say, and whether the token counts here. */
#include <string.h>

#include "front/access/private.h"
#include "front/lib/service.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/moment.h"
#include "validators/lib/grants.h"

/* Whose tokens are taken here. */
struct expected {
	const char *issuer, *audience;
	bool asked; /* an endpoint is asked about each token */
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

/* A signed token has every claim; an introspection endpoint may leave one out
 * (RFC 7662 section 2.2). */
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

/* The claim nbf need not be there (RFC 7519 section 4.1.5). */
static bool
has_begun(const struct json *claims, int64_t now)
{
	int64_t begins = moment_numeric(json_get(claims, "nbf"));

	return json_get(claims, "nbf") == NULL ||
	       (begins >= 0 && begins <= now);
}

/* The name that an introspection endpoint may tell instead of sub (RFC 7662
 * section 2.2) must not point elsewhere either. */
static bool
of_client(const struct json *claims, const char *client_id)
{
	const char *user = json_string(json_get(claims, "username"));

	return user == NULL || strcmp(user, client_id) == 0;
}

/* A token of a user names somebody other than the client: in sub, which is the
 * client where there is no resource owner (RFC 9068 section 2.2), or in the
 * username that an endpoint may tell in its place (RFC 7662 section 2.2). */
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

/* The part of a token's scope that counts: whoever has issued the token, without
 * a user it has nothing that only a user gives. */
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

/* What is wrong with the token, beside what names its client; or NULL. */
static const char *
judge_claims(const struct expected *expected, const struct json *claims,
    const struct access *access, int64_t now)
{
	const struct json *cnf = json_get(claims, "cnf");
	const char *type = json_string(json_get(claims, "token_type"));

	if (!says(expected, claims, "iss", expected->issuer))
		return "the token's iss is not the server whose tokens are "
		       "taken here";
	if (!says(expected, claims, "aud", expected->audience))
		return "the token's aud is another";
	if (now >= access->expires)
		return "the token has expired, or has no exp";
	if (!has_begun(claims, now))
		return "the token's nbf is in the future";
	if (type != NULL && strcmp(type, "refresh_token") == 0)
		return "the token is a refresh token";
	if (cnf != NULL && access->thumbprint == NULL)
		return "the token is bound to something else than a "
		       "certificate";
	return NULL;
}

const char *
access_judge(const struct service *service, const struct json *claims,
    int64_t now, struct arena *arena, struct access *out)
{
	const struct expected expected = expected_of(service->config);
	int64_t withdrawn = 0;

	out->claims = claims;
	out->client_id = json_string(json_get(claims, "client_id"));
	out->thumbprint =
	    json_string(json_get(json_get(claims, "cnf"), "x5t#S256"));
	out->jti = json_string(json_get(claims, "jti"));
	out->issued = moment_numeric(json_get(claims, "iat"));
	out->expires = moment_numeric(json_get(claims, "exp"));
	(void)json_integer(json_get(claims, ACCESS_WITHDRAWN), &withdrawn);
	out->withdrawn = (uint64_t)withdrawn;
	if (out->client_id == NULL)
		return "the token names no client_id";
	out->own = of_client(claims, out->client_id) &&
		   says(&expected, claims, "sub", out->client_id);
	out->user = of_user(&expected, claims, out->client_id);
	out->scope = scope_of(service->judge.profile, claims, out->user, arena);
	return judge_claims(&expected, claims, out, now);
}
