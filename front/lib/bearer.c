/* SPDX-License-Identifier: ISC */
/* Bearer tokens (RFC 6750): reading one, and the refusals that ask for one. */
#include "front/lib/bearer.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "front/lib/reply.h"
#include "kit/arena.h"
#include "kit/request.h"

const char *
bearer_token(const struct request *request)
{
	const char *text = request->authorization;
	static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ-._~+/=";

	if (text == NULL || strncasecmp(text, "Bearer ", 7) != 0)
		return NULL;
	text += 7 + strspn(text + 7, " ");
	return *text != '\0' && text[strspn(text, letters)] == '\0' ? text
								    : NULL;
}

static const char challenge[] = "WWW-Authenticate: Bearer realm=\"dcr\"\r\n";

struct reply *
bearer_invalid(struct arena *arena, const char *what)
{
	struct reply *reply = reply_error(arena, 401, "invalid_token", what);

	reply->headers = "WWW-Authenticate: Bearer realm=\"dcr\", "
			 "error=\"invalid_token\"\r\n";
	return reply;
}

struct reply *
bearer_refuse(struct arena *arena, bool came_with_something)
{
	struct reply *reply =
	    bearer_invalid(arena, "a valid token of this client is required");

	if (!came_with_something)
		reply->headers = challenge;
	return reply;
}

struct reply *
bearer_stranger(struct arena *arena, const char *what)
{
	struct reply *reply = reply_error(arena, 401, "invalid_client", what);

	reply->headers = challenge;
	return reply;
}

struct reply *
bearer_verdict(struct arena *arena, const struct verdict *verdict)
{
	struct reply *reply = reply_verdict(arena, verdict);

	if (reply->status == 401)
		reply->headers = challenge;
	return reply;
}

struct reply *
bearer_lacks_scope(struct arena *arena, const char *scope)
{
	struct reply *reply = reply_error(arena, 403, "insufficient_scope",
	    arena_printf(arena, "the token needs the scope %s", scope));

	reply->headers = arena_printf(arena,
	    "WWW-Authenticate: Bearer realm=\"dcr\", "
	    "error=\"insufficient_scope\", scope=\"%s\"\r\n",
	    scope);
	return reply;
}

struct reply *
bearer_lacks(struct arena *arena, const char *what)
{
	struct reply *reply =
	    reply_error(arena, 403, "insufficient_scope", what);

	reply->headers = "WWW-Authenticate: Bearer realm=\"dcr\", "
			 "error=\"insufficient_scope\"\r\n";
	return reply;
}
