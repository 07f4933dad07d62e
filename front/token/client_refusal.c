/* SPDX-License-Identifier: ISC */
/* Refusals of client authentication: invalid_client, and its challenge. */
#include "front/token/private.h"

#include <string.h>
#include <strings.h>

#include "front/lib/reply.h"
#include "kit/arena.h"
#include "kit/request.h"
#include "validators/lib/verdict.h"

enum { SCHEME_MOST = 32 };

/* The auth-scheme (RFC 9110 section 11.1) of the Authorization header; NULL: no
 * challenge could be of it. */
static const char *
tried_scheme(const struct request *request, struct arena *arena)
{
	static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ-._~+";
	const char *text = request->authorization;

	if (text == NULL)
		return NULL;
	size_t length = strspn(text, letters);
	if (length == 0 || length > SCHEME_MOST ||
	    (text[length] != '\0' && text[length] != ' '))
		return NULL;
	const char *scheme = arena_strndup(arena, text, length);
	return strcasecmp(scheme, "Bearer") == 0 ? NULL : scheme;
}

static void
challenge(
    const struct request *request, struct arena *arena, struct reply *reply)
{
	const char *scheme = tried_scheme(request, arena);

	reply->status = scheme != NULL ? 401 : 400;
	reply->headers =
	    scheme == NULL
		? NULL
		: arena_printf(
		      arena, "WWW-Authenticate: %s realm=\"dcr\"\r\n", scheme);
}

struct reply *
client_refuse(const struct request *request, struct arena *arena,
    const struct refusal *refusal, const char *what)
{
	struct reply *reply = reply_refuse(arena, refusal, "%s", what);

	challenge(request, arena, reply);
	return reply;
}

struct reply *
client_refuse_verdict(const struct request *request, struct arena *arena,
    const struct verdict *verdict)
{
	struct reply *reply = reply_verdict(arena, verdict);

	if (verdict->outcome == OUTCOME_REFUSE)
		challenge(request, arena, reply);
	return reply;
}
