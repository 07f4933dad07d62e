/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "front/front.h"
#include "front/manage.h"
#include "front/manager.h"
#include "front/registration.h"
#include "front/reply.h"
#include "kit/arena.h"
#include "kit/request.h"
#include "kit/trail.h"
#include "kit/x509/cert.h"

static const char *
record(const struct manager *manager, const struct request *request,
    struct arena *arena)
{
	const struct trail trail = {
	    .event = "deleted",
	    .at = manager->caller.now,
	    .by = "client",
	    .request = request->id,
	    .client_id = manager->client.client_id,
	    .certificate = cert_sha256_hex(manager->caller.cert),
	    .subject = cert_subject(manager->caller.cert),
	    .before = manager->client.metadata,
	};

	return trail_text(arena, &trail);
}

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
	struct reply *reply = manager_admit(service, request, arena, &manager);

	if (reply == NULL)
		reply = manager_active(service, &manager);
	if (reply == NULL)
		reply = manager_matches(&manager, request, arena);
	if (reply == NULL)
		reply = manager_ask_added(service, &manager, ADDED_DELETE);
	if (reply != NULL)
		return reply;
	struct stored_change change = {
	    .kind = CHANGE_REMOVE,
	    .client = &manager.client,
	    .now = manager.caller.now,
	    .audit = record(&manager, request, arena),
	};
	registration_count(
	    service, &manager.caller, manager.client.software, &change);
	switch (service->store->ops->change(service->store, &change)) {
	case STORED_OK:
	case STORED_MISSING: /* somebody else was faster with the same */
		return deleted(&manager, arena);
	case STORED_CONFLICT:
		if (change.clash == CLASH_COUNT)
			return registration_full(service, &manager.caller,
			    &change, manager.client.client_id);
		return reply_error(arena, 409, "invalid_request",
		    "the registration has just been changed by another "
		    "request");
	case STORED_UNABLE:
		break;
	}
	return reply_unable(arena, "the store cannot write");
}
