/* SPDX-License-Identifier: ISC */
/* An access token that came with a request: whose it is, and what it is good
 * for. */
#include "front/access/private.h"
#include "front/lib/service.h"
#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/x509/cert.h"
#include "store/store.h"

/* The claims of the token, whoever vouches for them; NULL with *answer. */
static const struct json *
vouched(const struct service *service, const char *token, int64_t now,
    struct arena *arena, enum access_answer *answer, const char **why)
{
	if (service->config->issuing == NULL && service->introspection != NULL)
		return introspection_ask(
		    service->introspection, token, now, arena, answer, why);
	return access_verified(service, token, now, arena, answer, why);
}

enum access_answer
access_vouched(const struct service *service, const char *token, int64_t now,
    struct arena *arena, struct access *out, const char **why)
{
	const struct config *config = service->config;
	enum access_answer answer;

	*why = "no server's access tokens are taken here";
	if (config->issuing == NULL && config->access_tokens == NULL)
		return ACCESS_BAD;
	const struct json *claims =
	    vouched(service, token, now, arena, &answer, why);
	if (claims == NULL)
		return answer;
	*why = access_judge(service, claims, now, arena, out);
	return *why == NULL ? ACCESS_GOOD : ACCESS_BAD;
}

enum access_answer
access_read(const struct service *service, const char *token, int64_t now,
    struct arena *arena, struct access *out, const char **why)
{
	const enum access_answer answer =
	    access_vouched(service, token, now, arena, out, why);

	return answer == ACCESS_GOOD
		   ? access_unless_revoked(service, out, now, why)
		   : answer;
}

bool
access_bound(const struct access *access, const struct cert *cert, bool must)
{
	struct arena *arena;
	bool same;

	if (access->thumbprint == NULL || cert == NULL)
		return access->thumbprint == NULL && !must;
	arena = arena_new();
	same = digest_equal(
	    access->thumbprint, base64url_encode(arena, cert_sha256(cert), 32));
	arena_free(arena);
	return same;
}

bool
access_outlived(const struct service *service, const struct access *access,
    const struct client *client)
{
	if (service->config->issuing == NULL)
		return client->withdrawn != 0 &&
		       access->issued <= (int64_t)(client->withdrawn / 1000000);
	if (access->withdrawn != client->withdrawn)
		return true;
	return client->withdrawn == 0 && access->issued < client->state_since;
}
