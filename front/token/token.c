/* SPDX-License-Identifier: ISC */
/* The token endpoint: client credentials for a certificate-bound access
 * token. */
#include "front/token/token.h"

#include <string.h>
#include <time.h>

#include "front/access/access.h"
#include "front/access/published.h"
#include "front/lib/note.h"
#include "front/lib/reply.h"
#include "front/lib/stored.h"
#include "front/token/private.h"
#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/json.h"
#include "kit/parameters.h"
#include "kit/signing/signing.h"
#include "kit/words.h"
#include "kit/x509/cert.h"
#include "validators/lib/facts.h"
#include "validators/lib/grants.h"
#include "validators/lib/profile.h"
#include "validators/lib/roles.h"
#include "validators/refusals/refusals.h"

/* A word of `list` that is not in `other`. */
static const char *
word_outside(struct arena *arena, const char *list, const char *other)
{
	while (*list != '\0') {
		size_t length = strcspn(list, " ");
		if (!words_have(other, list, length))
			return arena_strndup(arena, list, length);
		list += length + (list[length] == ' ');
	}
	return NULL;
}

static const char *
or_none(const char *list)
{
	return *list != '\0' ? list : "none";
}

static struct reply *
lacks(struct arena *arena, const struct refusal *refusal, const char *scope,
    const char *why)
{
	return reply_refuse(
	    arena, refusal, "scope: %s %s", quoted(arena, scope), why);
}

/* The scope that is asked for must be registered, go with the roles of the
 * certificate in use, and need no user. */
static struct reply *
judge_scope(const struct service *service, const struct authenticated *client,
    const char *wanted, const char *registered)
{
	struct arena *arena = client->caller.arena;
	const char *outside = word_outside(arena, wanted, registered);

	if (outside != NULL)
		return lacks(arena, &refusals_token[TOKEN_SCOPE_REGISTERED],
		    outside,
		    arena_printf(arena,
			"is not registered for this client, which has: %s",
			registered));
	const char *certified = roles_certified(&client->caller, registered);
	outside = word_outside(arena, wanted, certified);
	if (outside != NULL)
		return lacks(arena, &refusals_token[TOKEN_SCOPE_ROLE], outside,
		    arena_printf(arena,
			"goes with a role that the client certificate has "
			"not: allowed are %s",
			or_none(certified)));
	outside = grants_needing_user(arena, service->judge.profile, wanted);
	if (outside != NULL)
		return lacks(arena, &refusals_token[TOKEN_SCOPE_USER], outside,
		    arena_printf(arena,
			"needs a user: the client credentials grant does not "
			"give it; allowed are %s",
			or_none(grants_userless(
			    arena, service->judge.profile, certified))));
	return NULL;
}

/* Grants all that was registered, that the certificate in use has the roles for
 * and that needs no user, unless less is asked for (RFC 6749 section 3.3). */
static struct reply *
grant_scope(const struct service *service, const struct parameters *parameters,
    const struct authenticated *client, const char **granted)
{
	const struct profile *profile = service->judge.profile;
	struct arena *arena = client->caller.arena;
	const char *registered =
	    json_string(json_get(client->party.metadata, "scope"));
	const char *wanted = parameter(parameters, "scope");
	struct reply *reply = NULL;

	if (registered == NULL)
		registered = "";
	if (wanted != NULL)
		reply = judge_scope(service, client, wanted, registered);
	else
		wanted = roles_certified(&client->caller, registered);
	if (reply != NULL)
		return reply;
	*granted = grants_userless(arena, profile, wanted);
	if (**granted == '\0' && !profile->without_scope)
		return reply_refuse(arena, &refusals_token[TOKEN_SCOPE_NOTHING],
		    "scope: all of it needs a user, and the client credentials "
		    "grant has none");
	return NULL;
}

/* The claims of RFC 9068 section 2.2.  There is no resource owner: sub is the
 * client. */
static const struct json *
claims_of(const struct service *service, const struct authenticated *client,
    const char *scope)
{
	const struct config *config = service->config;
	const struct submission *caller = &client->caller;
	struct json *claims = json_new_object(caller->arena);
	struct json *cnf;

	json_set_string(claims, "iss", config->issuer);
	json_set_string(claims, "sub", client->client.client_id);
	json_set_string(claims, "aud", config->issuing->audience);
	json_set_integer(claims, "iat", caller->now);
	json_set_integer(claims, "exp", caller->now + config->issuing->seconds);
	json_set_string(claims, "jti", random_hex(caller->arena, 16));
	json_set_string(claims, "client_id", client->client.client_id);
	if (client->client.withdrawn != 0)
		json_set_integer(claims, ACCESS_WITHDRAWN,
		    (int64_t)client->client.withdrawn);
	if (*scope != '\0')
		json_set_string(claims, "scope", scope);
	if (profile_connection_is_plain(caller->profile))
		return claims;
	cnf = json_new_object(caller->arena);
	json_set_string(cnf, "x5t#S256",
	    base64url_encode(caller->arena, cert_sha256(caller->cert), 32));
	json_set(claims, "cnf", cnf);
	return claims;
}

/* A client assertion is spent only once there is an access token to give. */
static struct reply *
spend_assertion(
    const struct service *service, const struct authenticated *client)
{
	struct arena *arena = client->caller.arena;
	struct stored_change change = {
	    .kind = CHANGE_SPEND,
	    .jti = client->jti,
	    .jti_issuer = arena_printf(
		arena, "assertions of %s", client->client.client_id),
	    .jti_expires = client->jti_expires,
	    .now = client->caller.now,
	};

	if (client->jti == NULL)
		return NULL;
	const enum stored stored =
	    service->store->ops->change(service->store, &change);
	if (stored == STORED_CONFLICT)
		return client_refuse(client->caller.request, arena,
		    &refusals_client_authentication
			[CLIENT_AUTHENTICATION_JTI_SPENT],
		    "client_assertion: this jti was used before");
	return stored == STORED_OK ? NULL : stored_unwritten(arena);
}

static struct reply *
issue(const struct service *service, const struct authenticated *client,
    const char *scope)
{
	struct arena *arena = client->caller.arena;
	struct json *body = json_new_object(arena);
	const char *why = NULL;
	if (!published_tell(service, client->caller.now, arena))
		return reply_unable(arena, "the store cannot be asked which "
					   "keys the other machines know");
	const char *token = signing_token(service->signing, arena, "at+jwt",
	    claims_of(service, client, scope), &why);

	if (token == NULL)
		return reply_unable(arena, why);
	struct reply *reply = spend_assertion(service, client);
	if (reply != NULL)
		return reply;
	json_set_string(body, "access_token", token);
	json_set_string(body, "token_type", "Bearer");
	json_set_integer(body, "expires_in", service->config->issuing->seconds);
	if (*scope != '\0')
		json_set_string(body, "scope", scope);
	return reply_json(arena, "issued", json_text(arena, body));
}

static struct reply *
judge_grant(const struct parameters *parameters, struct arena *arena)
{
	const char *grant = parameter(parameters, "grant_type");

	if (grant == NULL)
		return reply_refuse(arena, &refusals_token[TOKEN_GRANT_MISSING],
		    "grant_type is required, and must be client_credentials");
	if (strcmp(grant, "client_credentials") != 0)
		return reply_refuse(arena, &refusals_token[TOKEN_GRANT_TYPE],
		    "grant_type: must be client_credentials, and is %s",
		    quoted(arena, grant));
	return NULL;
}

/* Has the client registered that it is given access tokens here? */
static struct reply *
judge_registration(const struct authenticated *client)
{
	const struct json *metadata = client->party.metadata;
	struct arena *arena = client->caller.arena;

	if (!json_has_string(
		json_get(metadata, "grant_types"), "client_credentials"))
		return reply_refuse(arena,
		    &refusals_token[TOKEN_GRANT_REGISTERED],
		    "this client has not registered the grant_type "
		    "client_credentials");
	if (json_true(json_get(metadata, "dpop_bound_access_tokens")))
		return reply_refuse(arena, &refusals_token[TOKEN_DPOP],
		    "this client has registered dpop_bound_access_tokens, and "
		    "access tokens of this server are bound to certificates "
		    "alone");
	return NULL;
}

static struct reply *
grant(const struct service *service, const struct request *request,
    const struct parameters *parameters, struct arena *arena,
    struct authenticated *client)
{
	const char *scope = "";
	struct reply *reply =
	    client_authenticate(service, request, parameters, arena, client);

	if (reply != NULL)
		return reply;
	reply = judge_registration(client);
	if (reply != NULL)
		return reply;
	reply = grant_scope(service, parameters, client, &scope);
	return reply != NULL ? reply : issue(service, client, scope);
}

/* What could not be read was refused before anybody asked whose it is. */
static struct reply *
read_form(const struct service *service, const struct request *request,
    struct arena *arena, struct submission *caller,
    const struct parameters **out)
{
	struct verdict verdict;
	struct reply *reply = form_read(request, arena, out);

	if (reply == NULL)
		reply = judge_grant(*out, arena);
	if (reply != NULL)
		judge_caller(&service->judge, request, arena, time(NULL),
		    caller, &verdict);
	return reply;
}

/* Refusals go on record where a certificate is known. */
struct reply *
token_post(const struct service *service, const struct request *request,
    struct arena *arena)
{
	const struct parameters *parameters = NULL;
	struct authenticated client = {.jti = NULL};
	struct reply *reply =
	    read_form(service, request, arena, &client.caller, &parameters);

	if (reply == NULL)
		reply = grant(service, request, parameters, arena, &client);
	reply->client_id = client.client.client_id;
	if (reply->status != 200 && reply->status != 503 &&
	    (client.caller.facts & CLIENT_KNOWN) != 0)
		note_refusal(service, &client.caller, reply, reply->client_id,
		    NOTE_TOKENS);
	return reply;
}
