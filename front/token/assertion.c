/* SPDX-License-Identifier: ISC */
/* Whether a client assertion proves its client (private_key_jwt). */
#include "front/token/private.h"

#include <string.h>

#include "front/lib/service.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/moment.h"
#include "kit/names.h"
#include "validators/lib/profile.h"
#include "validators/lib/revoked.h"
#include "validators/refusals/refusals.h"

enum { SKEW_SECONDS = 10, JTI_MOST = 128 };

/* Does the profile register no algorithm, so that each of its list will do, which
 * the assertion carries along? */
static bool
is_open(const struct authenticated *client)
{
	return !names_have(client->caller.profile->is_member,
	    "token_endpoint_auth_signing_alg");
}

static struct client_fault
check_algorithm(const struct jws *assertion, const struct authenticated *client)
{
	const char *registered = json_string(json_get(
	    client->party.metadata, "token_endpoint_auth_signing_alg"));

	if (registered == NULL && is_open(client))
		return client_fault_none;
	if (registered == NULL || strcmp(assertion->algorithm, registered) != 0)
		return client_fault(CLIENT_AUTHENTICATION_ALG,
		    arena_printf(client->caller.arena,
			"client_assertion: alg is not the registered "
			"token_endpoint_auth_signing_alg: it is %s, and "
			"registered is %s",
			quoted(client->caller.arena, assertion->algorithm),
			registered != NULL
			    ? quoted(client->caller.arena, registered)
			    : "none"));
	return client_fault_none;
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

/* What of aud is not as it must be; NULL: nothing. */
static const char *
wrong_audience(const struct config *config, enum profile_audience allowed,
    const struct json *aud)
{
	const char *text = json_string(aud);

	if (allowed == PROFILE_AUDIENCE_ISSUER)
		return text != NULL && strcmp(text, config->issuer) == 0
			   ? NULL
			   : "be the issuer of this server, as a string";
	if (is_ours(config, text))
		return NULL;
	const size_t ours = count_ours(config, aud);
	if (ours == 0)
		return "be the issuer or the token endpoint of this server";
	if (allowed == PROFILE_AUDIENCE_OURS && ours < json_length(aud))
		return "name nobody beside the issuer and the token endpoint "
		       "of this server";
	return NULL;
}

static struct client_fault
check_audience(const struct config *config, enum profile_audience allowed,
    const struct json *aud, struct arena *arena)
{
	const bool issuer = allowed == PROFILE_AUDIENCE_ISSUER;
	const char *what = wrong_audience(config, allowed, aud);

	if (what == NULL)
		return client_fault_none;
	return client_fault(CLIENT_AUTHENTICATION_AUD,
	    arena_printf(arena,
		"client_assertion: aud must %s: %s%s%s; it is %s", what,
		config->issuer, issuer ? "" : " or ",
		issuer ? "" : config->issuing->token.uri,
		quoted_value(arena, aud)));
}

/* What of a time is wrong; NULL: nothing. */
static const char *
wrong_time(const char *name, const struct json *value, int64_t now)
{
	const int64_t seconds = moment_numeric(value);

	if (seconds < 0)
		return "must be a NumericDate";
	if (strcmp(name, "exp") != 0)
		return seconds > now + SKEW_SECONDS ? "is in the future" : NULL;
	if (seconds <= now)
		return "is in the past";
	return seconds > now + LIMIT_ASSERTION_SECONDS + SKEW_SECONDS
		   ? "is more than an hour away"
		   : NULL;
}

static struct client_fault
check_times(const struct json *claims, int64_t now, struct arena *arena)
{
	static const char *const names[] = {"exp", "iat", "nbf"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct json *value = json_get(claims, names[i]);
		const char *what = value != NULL || i == 0
				       ? wrong_time(names[i], value, now)
				       : NULL;
		if (what == NULL)
			continue;
		const int64_t seconds = moment_numeric(value);
		return client_fault(CLIENT_AUTHENTICATION_TIMES,
		    arena_printf(arena,
			"client_assertion: %s %s: it is %s%s, and the time "
			"here is %s",
			names[i], what,
			seconds < 0 ? "missing or no number of seconds"
				    : moment_text(arena, seconds),
			seconds / 100 > now ? " (in milliseconds?)" : "",
			moment_text(arena, now)));
	}
	return client_fault_none;
}

static struct client_fault
check_jti(const char *jti)
{
	if (jti == NULL || *jti == '\0' || strlen(jti) > JTI_MOST)
		return client_fault(CLIENT_AUTHENTICATION_JTI,
		    "client_assertion: jti must be a string of 1 to 128 "
		    "bytes");
	return client_fault_none;
}

/* Has the directory revoked the key or the certificate?  The addresses in the
 * registered statement are not judged anew. */
static struct client_fault
check_revoked(const struct submission *claims, const struct jws *assertion)
{
	const char *set = NULL, *why = NULL;

	switch (revoked_ask(claims, assertion, &set, &why)) {
	case REVOKED_KEY:
		return client_fault(CLIENT_AUTHENTICATION_REVOKED_KEY,
		    "client_assertion: the directory has revoked the key that "
		    "signed it");
	case REVOKED_CERTIFICATE:
		return client_fault(CLIENT_AUTHENTICATION_REVOKED_CERTIFICATE,
		    "the directory has revoked the client certificate");
	case REVOKED_ELSEWHERE:
	case REVOKED_UNABLE:
		return client_fault_unsure(why);
	case REVOKED_NOTHING:
		break;
	}
	return client_fault_none;
}

/* Whoever has signed has proved to be the client, and hears what else is
 * wrong. */
static struct client_fault
check_signature(const struct service *service, const struct jws *assertion,
    struct authenticated *client)
{
	const struct client_fault found =
	    assertion_signed(service, assertion, client);

	if (found.what != NULL)
		return found;
	client->proved = true;
	return check_revoked(&client->party.claims, assertion);
}

enum outcome
assertion_judge(const struct service *service, const struct jws *assertion,
    struct authenticated *client, struct client_fault *out)
{
	const struct json *claims = assertion->payload;
	struct jws accepted = *assertion;

	accepted.accepted =
	    profile_setting_of(service->judge.profile->questions,
		"token_endpoint_auth_signing_alg", "allowed");
	assertion = &accepted;
	*out = check_algorithm(assertion, client);
	if (out->what == NULL)
		*out = check_signature(service, assertion, client);
	if (out->what != NULL && out->refusal == NULL)
		return OUTCOME_UNABLE;
	if (out->what == NULL)
		*out = check_audience(service->config,
		    service->judge.profile->assertion_audience,
		    json_get(claims, "aud"), client->caller.arena);
	if (out->what == NULL)
		*out = check_times(
		    claims, client->caller.now, client->caller.arena);
	client->jti = json_string(json_get(claims, "jti"));
	client->jti_expires = moment_numeric(json_get(claims, "exp")) + 1;
	if (out->what == NULL)
		*out = check_jti(client->jti);
	return out->what == NULL ? OUTCOME_PASS : OUTCOME_REFUSE;
}
