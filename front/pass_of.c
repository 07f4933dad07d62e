/* SPDX-License-Identifier: ISC */
#include "front/pass_of.h"

#include <string.h>

#include "front/bearer.h"
#include "front/front.h"
#include "front/party.h"
#include "front/reply.h"
#include "kit/arena.h"
#include "kit/cert.h"
#include "kit/json.h"
#include "validators/run/roles.h"

enum { VALUE_MOST = 256, AGREEING_MOST = 32 };

static const char suspended[] = "this client is suspended";

/* The backend gets letters that mean nothing anywhere; a value with others is
 * no value. */
static const char *
plain(const char *text)
{
	if (text == NULL || text[strspn(text, PASS_LETTERS)] != '\0' ||
	    strlen(text) > VALUE_MOST)
		return "";
	return text;
}

static const char *
roles_of(const struct submission *claims)
{
	const struct json *roles = roles_effective(claims);
	const char *all = "";

	for (size_t i = 0; i < json_length(roles); i++) {
		const char *role = plain(json_string(json_at(roles, i)));
		if (*role == '\0')
			return "";
		all = arena_printf(
		    claims->arena, "%s%s%s", all, i > 0 ? "," : "", role);
	}
	return strlen(all) <= VALUE_MOST ? all : "";
}

static struct pass
describe(const struct service *service, const struct submission *caller,
    const struct client *client)
{
	struct party party;

	party_read(caller, client, &party);
	party_claims(service, caller, &party);
	const struct submission *claims = &party.claims;
	return (struct pass){
	    .client_id = plain(arena_strdup(caller->arena, client->client_id)),
	    .software_id = plain(json_string(claim(claims, "software_id"))),
	    .organisation = plain(json_string(claim(claims, "org_id"))),
	    .roles = roles_of(claims),
	};
}

struct reply *
pass_of_token(const struct service *service, const struct submission *caller,
    const struct access *access, struct pass *out)
{
	struct client client;

	switch (service->store->ops->get(
	    service->store, access->client_id, caller->arena, &client)) {
	case STORED_OK:
		break;
	case STORED_MISSING:
		return bearer_refuse(caller->arena, true);
	case STORED_CONFLICT:
	case STORED_UNABLE:
		return reply_unable(caller->arena, "the store cannot be read");
	}
	if (client.state != CLIENT_ACTIVE)
		return bearer_invalid(caller->arena, suspended);
	if (access_outlived(service, access, &client))
		return bearer_refuse(caller->arena, true);
	*out = describe(service, caller, &client);
	return NULL;
}

/* The clients of one certificate, as they are handed out. */
struct sharing {
	const struct service *service;
	const struct submission *caller;
	size_t active, suspended;
	struct pass pass; /* what all active ones so far agree on */
};

static const char *
agreed(const char *a, const char *b)
{
	return strcmp(a, b) == 0 ? a : "";
}

/* So many that nobody would look at each: they agree on nothing. */
static bool
share(void *context, const struct client *client)
{
	struct sharing *sharing = context;
	struct pass *all = &sharing->pass;

	if (client->state != CLIENT_ACTIVE) {
		sharing->suspended++;
		return true;
	}
	if (sharing->active++ == AGREEING_MOST) {
		*all = (struct pass){"", "", "", "", NULL, false};
		return false;
	}
	struct pass one = describe(sharing->service, sharing->caller, client);
	if (sharing->active == 1)
		*all = one;
	all->client_id = agreed(all->client_id, one.client_id);
	all->software_id = agreed(all->software_id, one.software_id);
	all->organisation = agreed(all->organisation, one.organisation);
	all->roles = agreed(all->roles, one.roles);
	return true;
}

struct reply *
pass_of_certificate(const struct service *service,
    const struct submission *caller, struct pass *out)
{
	struct sharing sharing = {.service = service, .caller = caller};

	if (service->store->ops->each(service->store, STORED_BY_CERTIFICATE,
		cert_sha256_hex(caller->cert), share, &sharing) != STORED_OK)
		return reply_unable(caller->arena, "the store cannot be read");
	if (sharing.active == 0)
		return bearer_stranger(caller->arena,
		    sharing.suspended > 0
			? suspended
			: "the client certificate is not that of a registered "
			  "client");
	*out = sharing.pass;
	return NULL;
}
