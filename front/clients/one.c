/* SPDX-License-Identifier: ISC */
/* GET of one client, and whether it is still what the caller has. */
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "deliver/told.h"
#include "front/clients/clients.h"
#include "front/lib/bank_server.h"
#include "front/lib/reply.h"
#include "front/lib/stored.h"
#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/json.h"
#include "kit/request.h"
#include "store/store.h"
#include "validators/refusals/refusals.h"

/* ETag (RFC 9110 section 8.8.3): the version, and a hash of the answer, since
 * the profile and this program have a say in that as well. */
static const char *
tag_of(struct arena *arena, const struct client *client, const char *body)
{
	return arena_printf(arena, "\"%" PRIu64 "-%.16s\"", client->version,
	    digest_hex(arena, body, strlen(body)));
}

/* Does If-None-Match name the tag (RFC 9110 section 13.1.2)?  The comparison is
 * weak, so that W/ does not matter, and a tag holds no comma of ours. */
static bool
is_named(const char *list, const char *tag)
{
	const size_t length = strlen(tag);

	if (list == NULL)
		return false;
	if (strcmp(list, "*") == 0)
		return true;
	while (*list != '\0') {
		list += strspn(list, ", \t");
		if (strncmp(list, "W/", 2) == 0)
			list += 2;
		const size_t told = strcspn(list, ", \t");
		if (told == length && memcmp(list, tag, length) == 0)
			return true;
		list += told;
	}
	return false;
}

/* "The server generating a 304 response MUST generate any of the following
 * header fields that would have been sent in a 200", RFC 9110 section
 * 15.4.5. */
static struct reply *
tell(const struct service *service, const struct request *request,
    struct arena *arena, const struct client *client)
{
	const char *body = json_text(
	    arena, told_client(arena, service->judge.profile, client));
	const char *tag = tag_of(arena, client, body);
	const bool same = is_named(request->if_none_match, tag);
	struct reply *reply = reply_json(arena, "told", same ? NULL : body);

	if (same)
		reply->status = 304;
	reply->headers = arena_printf(arena, "ETag: %s\r\n", tag);
	reply->revalidated = true;
	return reply;
}

struct reply *
clients_one(const struct service *service, const struct request *request,
    struct arena *arena)
{
	struct submission caller;
	const char *server;
	struct client client;
	bool found;
	struct reply *reply =
	    bank_server_read(service, request, arena, &caller, &server);

	if (reply != NULL)
		return reply;
	if (server == NULL)
		return bank_server_refuse(
		    arena, &refusals_clients[CLIENTS_STRANGER]);
	reply =
	    stored_kept(service, request->client_id, arena, &client, &found);
	if (reply != NULL)
		return reply;
	return found ? tell(service, request, arena, &client)
		     : reply_refuse(arena, &refusals_clients[CLIENTS_UNKNOWN],
			   "there is no client of this client_id");
}
