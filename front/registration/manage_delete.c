/* SPDX-License-Identifier: ISC */
/* DELETE of a registration (RFC 7592 section 2.3). */
#include <stddef.h>

#include "deliver/told.h"
#include "front/lib/reply.h"
#include "front/registration/private.h"
#include "front/registration/registration.h"
#include "kit/arena.h"
#include "kit/trail.h"

static struct reply *
deleted(const struct manager *manager, struct arena *arena)
{
	struct reply *reply = arena_alloc(arena, sizeof(*reply));

	reply->status = 204;
	reply->outcome = "deleted";
	reply->client_id = manager->client.client_id;
	return reply;
}

/* With the row goes the hash of its token, and who comes with an access token
 * finds no client any more. */
struct reply *
manage_delete(const struct service *service, const struct request *request,
    struct arena *arena)
{
	struct manager manager;
	const struct client *client = &manager.client;
	struct stored_change change = {.kind = CHANGE_REMOVE, .client = client};
	struct reply *reply =
	    manager_admit_change(service, request, arena, &manager);

	if (reply == NULL)
		reply = manager_ask(service, &manager, METHOD_DELETE);
	if (reply != NULL)
		return reply;
	change.audit = registration_record(&manager.caller, "deleted",
	    client->client_id, told_deletion(arena, client, manager.caller.now),
	    trail_members(arena, client->metadata), NULL);
	reply = registration_change(
	    service, &manager.caller, client->software, &change);
	return reply != NULL ? reply : deleted(&manager, arena);
}
