/* SPDX-License-Identifier: ISC */
/* What anybody may read: the server's metadata and its public keys. */
#include "front/private.h"

#include <stddef.h>
#include <time.h>

#include "front/access/published.h"
#include "front/lib/reply.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/signing/signing.h"

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
