/* SPDX-License-Identifier: ISC */
/* Answers an entity of a federation with a signed statement about its
 * registration (OpenID Federation 1.0, section 12.2.3). */
#include <string.h>

#include "front/lib/reply.h"
#include "front/lib/service.h"
#include "front/registration/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/moment.h"
#include "kit/signing/signing.h"
#include "validators/lib/chained.h"
#include "validators/lib/profile.h"
#include "validators/refusals/refusals.h"

/* What is registered; the chain is not told, since the entity has sent it, or
 * can have it from its superiors. */
static const struct json *
registered(const struct submission *s, const char *metadata)
{
	struct json *all = json_copy(
	    s->arena, json_parse(s->arena, metadata, strlen(metadata), NULL));

	json_remove(all, "software_statement");
	return all;
}

static const struct json *
claims_of(const struct service *service, const struct submission *s,
    const struct client *client)
{
	struct json *claims = json_new_object(s->arena);
	struct json *hints = json_new_array(s->arena);
	struct json *metadata = json_new_object(s->arena);

	json_append(hints, claim(s, "superior"));
	json_set(metadata, service->judge.profile->entity->type,
	    registered(s, client->metadata));
	json_set_string(claims, "iss", service->config->issuer);
	json_set(claims, "sub", claim(s, "sub"));
	json_set(claims, "aud", claim(s, "sub"));
	json_set_integer(claims, "iat", s->now);
	json_set_integer(claims, "exp", s->expires);
	json_set(claims, "trust_anchor", claim(s, "iss"));
	json_set(claims, "authority_hints", hints);
	json_set(claims, "jwks", json_get(s->entity->own.jws.payload, "jwks"));
	json_set(claims, "metadata", metadata);
	return claims;
}

/* Whoever has seen an entity's statement can send it again as long as it lives:
 * it must not undo a later one. */
struct reply *
registration_entity_older(const struct submission *s, const struct client *old)
{
	const char *kept = json_string(json_get(
	    json_parse(s->arena, old->metadata, strlen(old->metadata), NULL),
	    "software_statement"));

	if (kept == NULL ||
	    s->entity->own.issued >= chained_issued(s->arena, kept))
		return NULL;
	return reply_refuse(s->arena, &refusals_register[REGISTER_OLDER],
	    "iat: the statement that the registration is by was made later, "
	    "at %s",
	    moment_text(s->arena, chained_issued(s->arena, kept)));
}

const char *
registration_entity(const struct service *service, const struct submission *s,
    const struct client *client, const char **why)
{
	return signing_token(service->entity, s->arena,
	    service->judge.profile->entity->answer,
	    claims_of(service, s, client), why);
}

struct reply *
registration_entity_reply(const struct service *service,
    const struct submission *s, const struct client *client,
    const char *outcome, const char *text)
{
	struct reply *reply =
	    registration_reply(s->arena, 200, outcome, client, NULL);

	reply->type = arena_printf(
	    s->arena, "application/%s", service->judge.profile->entity->answer);
	reply->body = text;
	return reply;
}
