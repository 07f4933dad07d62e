/* SPDX-License-Identifier: ISC */
/* Who may manage a registration, and with which credential. */
#include "front/registration/private.h"

#include <string.h>

#include "front/access/access.h"
#include "front/lib/bearer.h"
#include "front/lib/note.h"
#include "front/lib/party.h"
#include "front/lib/reply.h"
#include "front/lib/service.h"
#include "front/lib/stored.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/hex.h"
#include "kit/request.h"
#include "kit/words.h"
#include "validators/lib/profile.h"
#include "validators/refusals/refusals.h"

/* UK DCR, GET /register/{ClientId}: an access token that comes with a ClientId
 * which is not its own is revoked at once.  Tokens of another server are for
 * that server to revoke. */
static struct reply *
of_another(const struct service *service, const struct submission *s,
    const struct access *access)
{
	if (service->config->issuing != NULL &&
	    !access_revoke(service, access, s->now))
		return stored_unwritten(s->arena);
	return bearer_refuse(s->arena,
	    &refusals_access_token[ACCESS_TOKEN_CLIENT],
	    "the token is of another client");
}

static struct reply *
admit_access(const struct service *service, const struct request *request,
    const struct submission *s, const char *token, struct access *access)
{
	const struct profile_management *management =
	    &service->judge.profile->management;
	const char *why = NULL;

	if (!management->access_token)
		return bearer_refuse(s->arena,
		    &refusals_access_token[ACCESS_TOKEN_KIND],
		    "registrations are not managed by access tokens here");
	switch (access_read(service, token, s->now, s->arena, access, &why)) {
	case ACCESS_UNABLE:
		return reply_unable(s->arena, why);
	case ACCESS_BAD:
		return bearer_refuse(s->arena,
		    &refusals_access_token[ACCESS_TOKEN_INVALID], why);
	case ACCESS_GOOD:
		break;
	}
	if (!access->own)
		return bearer_refuse(s->arena,
		    &refusals_access_token[ACCESS_TOKEN_KIND],
		    "the token is not the client's own");
	if (!access_bound(access, s->cert, management->bound))
		return access_refuse_certificate(s->arena);
	if (strcmp(access->client_id, request->client_id) != 0)
		return of_another(service, s, access);
	return NULL;
}

/* Judges the access token by what the store says of its client.  A client that
 * is suspended reads on with a token from before. */
static struct reply *
still_counts(const struct service *service, const struct manager *manager,
    struct access *access)
{
	const struct client *client = &manager->client;
	const char *scope = service->judge.profile->management.scope;
	struct arena *arena = manager->caller.arena;
	struct party party;

	if (client->state == CLIENT_ACTIVE &&
	    access_outlived(service, access, client))
		return access_refuse_withdrawn(arena);
	party_read(&manager->caller, client, &party);
	if (!access_registered(access, party.metadata, arena))
		return access_refuse_grant(arena);
	if (scope != NULL && !words_have(access->scope, scope, strlen(scope)))
		return bearer_lacks_scope(arena, scope);
	return NULL;
}

/* A registration access token is 64 digits: no other token is taken for one. */
static bool
is_registration_token(const char *token)
{
	return hex_is(token, 32);
}

static bool
token_fits(const struct client *client, const char *token, struct arena *arena)
{
	const char *hash = digest_hex(arena, token, strlen(token));

	return client->token != NULL && digest_equal(client->token, hash);
}

/* Where certificates name no party, an access token proves more, which was had
 * with the software's key; with a registration access token must come the very
 * certificate.  A caller who has the credential is told 503, and nobody else. */
static struct reply *
same_party(const struct service *service, const struct manager *manager)
{
	const struct submission *caller = &manager->caller;
	const char *why = NULL;

	switch (party_prove(service, caller, &manager->client, &why)) {
	case PARTY_SAME:
		return NULL;
	case PARTY_SCHEME:
		if (manager->token == NULL)
			return NULL;
		break;
	case PARTY_NONE:
		break;
	}
	if (why != NULL)
		return reply_unable(caller->arena, why);
	return bearer_refuse(caller->arena,
	    &refusals_access_token[ACCESS_TOKEN_PARTY],
	    "the client certificate is not of the registration's party");
}

static struct reply *
fetch_client(const struct service *service, const struct request *request,
    const char *token, struct arena *arena, struct manager *out)
{
	bool found;
	struct reply *reply = stored_client(service, request->client_id,
	    out->caller.now, arena, &out->client, &found);

	if (reply != NULL)
		return reply;
	if (!found)
		return bearer_refuse(arena,
		    &refusals_access_token[ACCESS_TOKEN_CLIENT],
		    "there is no such client");
	if (out->token != NULL && !token_fits(&out->client, token, arena))
		return bearer_refuse(arena,
		    &refusals_access_token[ACCESS_TOKEN_REGISTRATION],
		    "the registration access token is not this client's");
	return same_party(service, out);
}

static struct reply *
admit(const struct service *service, const struct request *request,
    struct arena *arena, struct manager *out)
{
	struct verdict verdict;
	struct access access;
	const char *token = bearer_token(request);
	struct reply *reply = NULL;

	*out = (struct manager){.token = NULL};
	judge_caller(&service->judge, request, arena, time(NULL), &out->caller,
	    &verdict);
	if (verdict.outcome != OUTCOME_PASS)
		return bearer_verdict(arena, &verdict);
	if (token == NULL)
		return bearer_missing(arena);
	if (registration_issues_tokens(service) && is_registration_token(token))
		out->token = token;
	else
		reply = admit_access(
		    service, request, &out->caller, token, &access);
	if (reply == NULL)
		reply = fetch_client(service, request, token, arena, out);
	if (reply == NULL && out->token == NULL)
		reply = still_counts(service, out, &access);
	return reply;
}

struct reply *
manager_admit(const struct service *service, const struct request *request,
    struct arena *arena, struct manager *out)
{
	struct reply *reply = admit(service, request, arena, out);

	if (reply != NULL && reply->status != 503)
		note_refusal(service, &out->caller, reply, request->client_id,
		    NOTE_REGISTRATIONS);
	return reply;
}

struct reply *
manager_refuse_inactive(const struct service *service,
    const struct submission *caller, const struct client *client)
{
	const bool waits = client->state == CLIENT_PENDING;
	struct reply *reply = reply_refuse(caller->arena,
	    &refusals_manage[waits ? MANAGE_PENDING : MANAGE_SUSPENDED],
	    waits ? "this client waits for the bank to let it in: until then "
		    "its registration can be read and nothing else"
		  : "this client is suspended: its registration can be read "
		    "and nothing else");

	note_refusal(
	    service, caller, reply, client->client_id, NOTE_REGISTRATIONS);
	return reply;
}

/* Does If-Match name the stored version, or has none come (RFC 9110 section
 * 13.1.1)? */
static bool
matches(const struct manager *manager, const struct request *request,
    struct arena *arena)
{
	const char *list = request->if_match;
	const char *tag = registration_tag(arena, &manager->client);

	if (list == NULL || strcmp(list, "*") == 0)
		return true;
	while (*list != '\0') {
		list += strspn(list, ", \t");
		size_t length = strcspn(list, ", \t");
		if (length == strlen(tag) && strncmp(list, tag, length) == 0)
			return true;
		list += length;
	}
	return false;
}

struct reply *
manager_admit_change(const struct service *service,
    const struct request *request, struct arena *arena, struct manager *out)
{
	struct reply *reply = manager_admit(service, request, arena, out);

	if (reply != NULL)
		return reply;
	if (out->client.state != CLIENT_ACTIVE)
		return manager_refuse_inactive(
		    service, &out->caller, &out->client);
	if (!matches(out, request, arena))
		return reply_refuse(arena, &refusals_manage[MANAGE_IF_MATCH],
		    "If-Match: the registration has changed since");
	return NULL;
}
