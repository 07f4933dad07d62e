/* SPDX-License-Identifier: ISC */
/* What the store says of a caller: whose certificate it is, or whose token. */
#include "front/authorizer/private.h"

#include <string.h>

#include "front/lib/bearer.h"
#include "front/lib/party.h"
#include "front/lib/reply.h"
#include "front/lib/service.h"
#include "front/lib/stored.h"
#include "kit/arena.h"
#include "kit/identifier.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/x509/cert.h"
#include "store/lib/rows.h"
#include "validators/lib/roles.h"
#include "validators/refusals/refusals.h"

static const char *
roles_of(const struct submission *claims)
{
	const struct json *roles = roles_effective(claims);
	const char *all = "";

	for (size_t i = 0; i < json_length(roles); i++) {
		const char *role =
		    identifier_told(json_string(json_at(roles, i)));
		if (*role == '\0')
			return "";
		all = arena_printf(
		    claims->arena, "%s%s%s", all, i > 0 ? "," : "", role);
	}
	return strlen(all) <= LIMIT_IDENTIFIER ? all : "";
}

static struct identity
describe(const struct service *service, const struct submission *caller,
    struct party *party)
{
	const struct client *client = party->client;
	const struct submission *claims = &party->claims;

	party_claims(service, caller, party);
	return (struct identity){
	    .client_id =
		identifier_told(arena_strdup(caller->arena, client->client_id)),
	    .software_id =
		identifier_told(json_string(claim(claims, "software_id"))),
	    .organisation =
		identifier_told(json_string(claim(claims, "org_id"))),
	    .roles = roles_of(claims),
	};
}

/* What is remembered of a client does not outlive it. */
static void
end_with(const struct client *client, int64_t *until)
{
	if (client->expires != 0 && client->expires < *until)
		*until = client->expires;
}

struct reply *
identity_of_token(const struct service *service,
    const struct submission *caller, struct access *access,
    struct identity *out, int64_t *until)
{
	struct client client;
	struct party party;
	const char *why = NULL;
	bool found;
	const enum access_answer answer = access_client(
	    service, access, caller->now, caller->arena, &client, &found, &why);

	if (answer == ACCESS_UNABLE)
		return reply_unable(caller->arena, why);
	if (answer == ACCESS_BAD)
		return bearer_refuse(caller->arena,
		    &refusals_access_token[ACCESS_TOKEN_INVALID], why);
	if (!found)
		return bearer_refuse(caller->arena,
		    &refusals_access_token[ACCESS_TOKEN_CLIENT],
		    "the token's client is not registered");
	if (client.state != CLIENT_ACTIVE)
		return bearer_not_active(client.state, caller->arena);
	if (access_outlived(service, access, &client))
		return access_refuse_withdrawn(caller->arena);
	party_read(caller, &client, &party);
	if (!access_registered(access, party.metadata, caller->arena))
		return access_refuse_grant(caller->arena);
	*out = describe(service, caller, &party);
	out->scope = access->scope;
	end_with(&client, until);
	return NULL;
}

/* The clients of one certificate, as the store hands them out. */
struct sharing {
	const struct service *service;
	const struct submission *caller;
	size_t active, suspended, pending;
	int64_t *until;
	struct identity identity; /* what all active clients so far agree on */
};

static const char *
agreed(const char *a, const char *b)
{
	return strcmp(a, b) == 0 ? a : "";
}

/* Keeps what this client agrees on with all before it. */
static void
share_one(struct sharing *sharing, const struct client *client)
{
	struct submission caller = *sharing->caller;
	struct identity *all = &sharing->identity, one;
	struct party party;

	caller.arena = arena_new();
	party_read(&caller, client, &party);
	one = describe(sharing->service, &caller, &party);
	all->client_id = agreed(all->client_id, one.client_id);
	all->software_id = agreed(all->software_id, one.software_id);
	all->organisation = agreed(all->organisation, one.organisation);
	all->roles = agreed(all->roles, one.roles);
	arena_free(caller.arena);
}

static bool
share(void *context, const struct client *client)
{
	struct sharing *sharing = context;
	const struct identity *all = &sharing->identity;
	const enum client_state state =
	    client_state_at(client, sharing->caller->now);
	struct party party;

	sharing->suspended += state == CLIENT_SUSPENDED;
	sharing->pending += state == CLIENT_PENDING;
	if (state != CLIENT_ACTIVE)
		return true;
	end_with(client, sharing->until);
	if (sharing->active++ == LIMIT_SHARING)
		return false;
	if (sharing->active == 1) {
		party_read(sharing->caller, client, &party);
		sharing->identity =
		    describe(sharing->service, sharing->caller, &party);
	} else
		share_one(sharing, client);
	/* Where nothing is agreed on, no further client matters. */
	return *all->client_id != '\0' || *all->software_id != '\0' ||
	       *all->organisation != '\0' || *all->roles != '\0';
}

static struct reply *
none_is_active(const struct sharing *sharing)
{
	struct arena *arena = sharing->caller->arena;

	if (sharing->suspended > 0)
		return bearer_stranger(arena, &refusals_door[DOOR_SUSPENDED],
		    "this client is suspended");
	if (sharing->pending > 0)
		return bearer_stranger(arena, &refusals_door[DOOR_PENDING],
		    "this client waits for the bank to let it in");
	return bearer_stranger(arena, &refusals_door[DOOR_STRANGER],
	    "the client certificate is not that of a registered client");
}

struct reply *
identity_of_certificate(const struct service *service,
    const struct submission *caller, struct identity *out, int64_t *until)
{
	struct sharing sharing = {
	    .service = service, .caller = caller, .until = until};

	if (rows_clients(service->store, INDEX_CERTIFICATE,
		cert_sha256_hex(caller->cert), share, &sharing) != STORED_OK)
		return stored_unread(caller->arena);
	if (sharing.active == 0)
		return none_is_active(&sharing);
	if (sharing.active > LIMIT_SHARING)
		return reply_refuse(caller->arena, &refusals_door[DOOR_SHARED],
		    "more clients are registered with this certificate than "
		    "are looked at: an access token must say which one calls");
	*out = sharing.identity;
	return NULL;
}
