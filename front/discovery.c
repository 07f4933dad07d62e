/* SPDX-License-Identifier: ISC */
/* What anybody may read: the server's metadata and its public keys. */
#include "front/private.h"

#include <stddef.h>
#include <time.h>

#include "front/access/published.h"
#include "front/lib/reply.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/entity/entity.h"
#include "kit/json.h"
#include "kit/signing/signing.h"
#include "validators/lib/profile.h"

struct reply *
discovery_get(const struct service *service, const struct request *request,
    struct arena *arena)
{
	(void)request;
	return reply_json(
	    arena, "discovery", json_text(arena, service->discovery));
}

struct reply *
discovery_jwks(const struct service *service, const struct request *request,
    struct arena *arena)
{
	const int64_t now = time(NULL);
	const struct json *keys;
	const char *why = NULL;

	(void)request;
	published_glance(service, now);
	keys = signing_jwks(service->signing, arena, now, &why);
	if (keys == NULL)
		return reply_unable(arena, why);
	return reply_json(arena, "keys", json_text(arena, keys));
}

static const struct json *
our_metadata(const struct service *service, struct arena *arena)
{
	const struct profile_entity *entity = service->judge.profile->entity;
	const struct config_entity *config = service->config->entity;
	struct json *metadata = json_new_object(arena);

	if (entity != NULL)
		json_set(metadata, entity->ours, service->discovery);
	json_set(metadata, "federation_entity",
	    config->metadata != NULL ? config->metadata
				     : json_new_object(arena));
	return metadata;
}

/* Our own statement about ourselves (OpenID Federation 1.0, section 9). */
struct reply *
discovery_entity(const struct service *service, const struct request *request,
    struct arena *arena)
{
	const struct config *config = service->config;
	struct json *claims = json_new_object(arena);
	struct json *hints = json_new_array(arena);
	const int64_t now = time(NULL);
	const char *why = NULL, *text;
	const struct json *keys =
	    signing_jwks(service->entity, arena, now, &why);
	struct reply *reply;

	(void)request;
	if (keys == NULL)
		return reply_unable(arena, why);
	for (size_t i = 0; config->entity->superiors[i] != NULL; i++)
		json_append_string(hints, config->entity->superiors[i]);
	json_set_string(claims, "iss", config->issuer);
	json_set_string(claims, "sub", config->issuer);
	json_set_integer(claims, "iat", now);
	json_set_integer(claims, "exp", now + config->entity->seconds);
	json_set(claims, "jwks", keys);
	json_set(claims, "authority_hints", hints);
	json_set(claims, "metadata", our_metadata(service, arena));
	text = signing_token(service->entity, arena, ENTITY_TYPE, claims, &why);
	if (text == NULL)
		return reply_unable(arena, why);
	reply = reply_json(arena, "entity", text);
	reply->type = "application/" ENTITY_TYPE;
	return reply;
}
