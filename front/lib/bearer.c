/* SPDX-License-Identifier: ISC */
/* Bearer tokens (RFC 6750): reading one, and the refusals that ask for one. */
#include "front/lib/bearer.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "front/lib/reply.h"
#include "kit/arena.h"
#include "kit/request.h"
#include "validators/refusals/refusals.h"

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

static const char invalid[] = "WWW-Authenticate: Bearer realm=\"dcr\", "
			      "error=\"invalid_token\"\r\n";
static const char required[] = "a valid token of this client is required";

struct reply *
bearer_refuse(
    struct arena *arena, const struct refusal *refusal, const char *why)
{
	struct reply *reply = reply_conceal(arena, refusal, required, why);

	reply->headers = invalid;
	return reply;
}

struct reply *
bearer_missing(struct arena *arena)
{
	struct reply *reply =
	    reply_conceal(arena, &refusals_access_token[ACCESS_TOKEN_MISSING],
		required, "no bearer token came");

	reply->headers = challenge;
	return reply;
}

struct reply *
bearer_not_active(enum client_state state, struct arena *arena)
{
	const bool waits = state == CLIENT_PENDING;
	struct reply *reply = reply_refuse(arena,
	    &refusals_access_token[waits ? ACCESS_TOKEN_PENDING
					 : ACCESS_TOKEN_SUSPENDED],
	    waits ? "this client waits for the bank to let it in"
		  : "this client is suspended");

	reply->headers = invalid;
	return reply;
}

struct reply *
bearer_stranger(
    struct arena *arena, const struct refusal *refusal, const char *what)
{
	struct reply *reply = reply_refuse(arena, refusal, "%s", what);

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
	struct reply *reply =
	    reply_refuse(arena, &refusals_access_token[ACCESS_TOKEN_SCOPE],
		"the token needs the scope %s", scope);

	reply->headers = arena_printf(arena,
	    "WWW-Authenticate: Bearer realm=\"dcr\", "
	    "error=\"insufficient_scope\", scope=\"%s\"\r\n",
	    scope);
	return reply;
}

struct reply *
bearer_lacks(
    struct arena *arena, const struct refusal *refusal, const char *what)
{
	struct reply *reply = reply_refuse(arena, refusal, "%s", what);

	reply->headers = "WWW-Authenticate: Bearer realm=\"dcr\", "
			 "error=\"insufficient_scope\"\r\n";
	return reply;
}
