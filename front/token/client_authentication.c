/* SPDX-License-Identifier: ISC */
/* Which client asks for a token, and whether it has proved to be that
 * client. */
#include "front/token/private.h"

#include <string.h>

#include "front/lib/reply.h"
#include "front/lib/service.h"
#include "front/lib/stored.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/parameters.h"
#include "kit/request.h"
#include "kit/x509/cert.h"
#include "validators/lib/tls_names.h"
#include "validators/refusals/refusals.h"

static const char assertion_type[] =
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/* Which client a caller claims to be, and by which method. */
struct claimed {
	const char *client_id;
	const char *method;
	struct jws assertion; /* of private_key_jwt */
};

static struct reply *
unknown_client(
    const struct request *request, struct arena *arena, const char *why)
{
	struct reply *reply = client_refuse(request, arena,
	    &refusals_client_authentication[CLIENT_AUTHENTICATION_CLIENT],
	    "there is no such client of the certificate's party");

	reply->why = why;
	return reply;
}

/* RFC 6749 section 5.2: the challenge is of the scheme that was tried, and who
 * tries two methods has made no request. */
static struct reply *
refuse_secret(const struct request *request, struct arena *arena, bool asserts)
{
	static const char what[] =
	    "there are no client secrets here: authentication is by "
	    "private_key_jwt or tls_client_auth, and by one method";

	if (asserts)
		return reply_refuse(arena,
		    &refusals_client_authentication[CLIENT_AUTHENTICATION_TWO],
		    "%s", what);
	return client_refuse(request, arena,
	    &refusals_client_authentication[CLIENT_AUTHENTICATION_SECRET],
	    what);
}

/* iss and sub are the client's id (RFC 7523 section 3 item 2). */
static struct reply *
read_assertion(const struct request *request, struct arena *arena,
    const char *text, struct claimed *out)
{
	const enum jws_fault fault = jws_parse_assertion(
	    arena, text, jws_length(text, strlen(text)), &out->assertion);

	if (fault != JWS_OK)
		return client_refuse(request, arena,
		    &refusals_client_authentication[CLIENT_AUTHENTICATION_FORM],
		    arena_printf(arena, "client_assertion: %s",
			jws_trouble(arena, &out->assertion, fault)));
	const struct json *claims = out->assertion.payload;
	const char *iss = json_string(json_get(claims, "iss"));
	const char *sub = json_string(json_get(claims, "sub"));
	if (iss == NULL || sub == NULL || strcmp(iss, sub) != 0)
		return client_refuse(request, arena,
		    &refusals_client_authentication[CLIENT_AUTHENTICATION_ISS],
		    arena_printf(arena,
			"client_assertion: iss and sub must both be the "
			"client_id: iss is %s, and sub is %s",
			quoted_value(arena, json_get(claims, "iss")),
			quoted_value(arena, json_get(claims, "sub"))));
	if (out->client_id != NULL && strcmp(out->client_id, iss) != 0)
		return client_refuse(request, arena,
		    &refusals_client_authentication[CLIENT_AUTHENTICATION_ISS],
		    arena_printf(arena,
			"client_assertion: iss must be the client_id of the "
			"request, %s, and is %s",
			quoted(arena, out->client_id), quoted(arena, iss)));
	out->client_id = iss;
	out->method = "private_key_jwt";
	return NULL;
}

static struct reply *
read_claimed(const struct request *request, const struct parameters *parameters,
    struct arena *arena, struct claimed *out)
{
	const char *assertion = parameter(parameters, "client_assertion");
	const char *type = parameter(parameters, "client_assertion_type");

	*out = (struct claimed){
	    .client_id = parameter(parameters, "client_id"),
	    .method = "tls_client_auth",
	};
	if (request->authorization != NULL ||
	    parameter(parameters, "client_secret") != NULL)
		return refuse_secret(request, arena, assertion != NULL);
	if (type != NULL && strcmp(type, assertion_type) != 0)
		return client_refuse(request, arena,
		    &refusals_client_authentication[CLIENT_AUTHENTICATION_TYPE],
		    arena_printf(arena, "client_assertion_type: must be %s",
			assertion_type));
	if ((assertion == NULL) != (type == NULL))
		return reply_refuse(arena,
		    &refusals_client_authentication[CLIENT_AUTHENTICATION_PAIR],
		    "client_assertion and client_assertion_type go together");
	if (assertion != NULL)
		return read_assertion(request, arena, assertion, out);
	if (out->client_id == NULL)
		return client_refuse(request, arena,
		    &refusals_client_authentication
			[CLIENT_AUTHENTICATION_MISSING],
		    "client_id or client_assertion is required");
	return NULL;
}

/* NULL when the client is there and the certificate is not somebody else's.  The
 * log alone hears that nobody can tell whose the certificate is. */
static struct reply *
find_client(const struct service *service, const char *client_id,
    struct authenticated *out)
{
	struct arena *arena = out->caller.arena;
	const char *why = NULL;
	bool found;
	struct reply *reply = stored_client(
	    service, client_id, out->caller.now, arena, &out->client, &found);

	if (reply != NULL)
		return reply;
	if (!found)
		return unknown_client(
		    out->caller.request, arena, "no client has this client_id");
	switch (party_prove(service, &out->caller, &out->client, &why)) {
	case PARTY_SAME:
		out->proved = true;
		break;
	case PARTY_SCHEME:
		break;
	case PARTY_NONE:
		return unknown_client(out->caller.request, arena,
		    why != NULL ? why
				: "the client certificate is not of the "
				  "client's party");
	}
	return NULL;
}

/* Compares by distinguishedNameMatch (RFC 4517 section 4.2.15): kit/x509/dn.c. */
static struct reply *
judge_subject(const struct authenticated *client)
{
	struct arena *arena = client->caller.arena;
	const struct json *metadata = client->party.metadata;
	const char *registered =
	    json_string(json_get(metadata, "tls_client_auth_subject_dn"));
	const char *text = NULL;
	const struct tls_name *name = tls_name_registered(metadata, &text);

	if (registered != NULL
		? cert_subject_is(client->caller.cert, registered) == DN_EQUAL
		: name != NULL &&
		      cert_is_named(client->caller.cert, name->kind, text))
		return NULL;
	if (registered == NULL && name != NULL)
		return client_refuse(client->caller.request, arena,
		    &refusals_client_authentication
			[CLIENT_AUTHENTICATION_SUBJECT],
		    arena_printf(arena,
			"the certificate has not the registered %s",
			name->member));
	return client_refuse(client->caller.request, arena,
	    &refusals_client_authentication[CLIENT_AUTHENTICATION_SUBJECT],
	    arena_printf(arena,
		"the certificate's subject is not the registered "
		"tls_client_auth_subject_dn: it is %s",
		cert_subject_shown(arena, client->caller.cert, false)));
}

static struct reply *
judge_claimed(const struct service *service, const struct claimed *claimed,
    struct authenticated *client)
{
	struct arena *arena = client->caller.arena;
	const char *registered = json_string(
	    json_get(client->party.metadata, "token_endpoint_auth_method"));
	struct client_fault fault;

	if (registered == NULL || strcmp(registered, claimed->method) != 0)
		return client_refuse(client->caller.request, arena,
		    &refusals_client_authentication
			[CLIENT_AUTHENTICATION_METHOD],
		    arena_printf(arena,
			"the request authenticates by %s, and the client has "
			"registered another token_endpoint_auth_method: %s",
			claimed->method,
			registered != NULL ? quoted(arena, registered)
					   : "none"));
	if (claimed->assertion.payload == NULL)
		return client->proved ? judge_subject(client)
				      : unknown_client(client->caller.request,
					    arena, "nothing was proved");
	switch (assertion_judge(service, &claimed->assertion, client, &fault)) {
	case OUTCOME_PASS:
		return NULL;
	case OUTCOME_REFUSE:
		return client_refuse(
		    client->caller.request, arena, fault.refusal, fault.what);
	case OUTCOME_UNABLE:
		break;
	}
	return reply_unable(arena, fault.what);
}

static struct reply *
not_active(const struct authenticated *client)
{
	const bool waits = client->client.state == CLIENT_PENDING;

	return client_refuse(client->caller.request, client->caller.arena,
	    &refusals_client_authentication
		[waits ? CLIENT_AUTHENTICATION_PENDING
		       : CLIENT_AUTHENTICATION_SUSPENDED],
	    waits ? "this client waits for the bank to let it in"
		  : "this client is suspended");
}

/* The log hears what the caller may not. */
static struct reply *
nothing_proved(const struct authenticated *client, const struct reply *true_one)
{
	struct reply *reply =
	    unknown_client(client->caller.request, client->caller.arena,
		true_one != NULL ? true_one->why : "nothing was proved");

	if (true_one != NULL && true_one->rules != NULL)
		reply->rules = true_one->rules;
	return reply;
}

/* A caller who has proved something of the client is told what is wrong. */
static struct reply *
judge_client(const struct service *service, const struct claimed *claimed,
    struct authenticated *client)
{
	struct reply *reply;

	if (client->proved && client->client.state != CLIENT_ACTIVE)
		return not_active(client);
	reply = judge_claimed(service, claimed, client);
	if (!client->proved)
		return nothing_proved(client, reply);
	if (reply == NULL && client->client.state != CLIENT_ACTIVE)
		return not_active(client);
	return reply;
}

struct reply *
client_authenticate(const struct service *service,
    const struct request *request, const struct parameters *parameters,
    struct arena *arena, struct authenticated *out)
{
	struct claimed claimed;
	struct verdict verdict;

	*out = (struct authenticated){.jti = NULL};
	judge_caller(&service->judge, request, arena, time(NULL), &out->caller,
	    &verdict);
	if (verdict.outcome != OUTCOME_PASS)
		return client_refuse_verdict(request, arena, &verdict);
	/* Whoever is known by what he signs alone is known when that stands. */
	struct reply *reply =
	    read_claimed(request, parameters, arena, &claimed);
	if (reply == NULL)
		reply = find_client(service, claimed.client_id, out);
	if (reply != NULL)
		return reply;
	party_read(&out->caller, &out->client, &out->party);
	return judge_client(service, &claimed, out);
}
