/* SPDX-License-Identifier: ISC */
/* What a caller is answered when the store has no answer. */
#include "front/lib/stored.h"

#include "front/lib/reply.h"
#include "front/lib/service.h"
#include "store/store.h"

struct reply *
stored_unread(struct arena *arena)
{
	return reply_unable(arena, "the store cannot be read");
}

struct reply *
stored_unwritten(struct arena *arena)
{
	return reply_unable(arena, "the store cannot write");
}

struct reply *
stored_kept(const struct service *service, const char *client_id,
    struct arena *arena, struct client *out, bool *found)
{
	const enum stored stored =
	    service->store->ops->get(service->store, client_id, arena, out);

	*found = stored == STORED_OK;
	return *found || stored == STORED_MISSING ? NULL : stored_unread(arena);
}

struct reply *
stored_client(const struct service *service, const char *client_id, int64_t now,
    struct arena *arena, struct client *out, bool *found)
{
	struct reply *reply =
	    stored_kept(service, client_id, arena, out, found);

	*found = *found && client_state_at(out, now) != CLIENT_EXPIRED;
	return reply;
}
