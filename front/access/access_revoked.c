/* SPDX-License-Identifier: ISC */
/* Access tokens that dcr has issued and that were revoked, which the store
 * remembers. */
#include "front/access/private.h"
#include "front/lib/service.h"
#include "kit/conf/config.h"
#include "store/store.h"

/* The issuer under which the store keeps the jti of revoked tokens: those of
 * front/token/token.c and front/registration/registration_change.c begin
 * otherwise. */
static const char revoked_tokens[] = "revoked tokens";
static const char revoked[] = "the token was revoked";

enum access_answer
access_unless_revoked(const struct service *service,
    const struct access *access, int64_t now, const char **why)
{
	if (service->config->issuing == NULL)
		return ACCESS_GOOD;
	*why = "the token has no jti";
	if (access->jti == NULL)
		return ACCESS_BAD;
	const enum stored stored = service->store->ops->spent(
	    service->store, revoked_tokens, access->jti, now);
	*why = revoked;
	if (stored == STORED_OK)
		return ACCESS_BAD;
	if (stored == STORED_MISSING)
		return ACCESS_GOOD;
	*why = "the store cannot be read";
	return ACCESS_UNABLE;
}

enum access_answer
access_client(const struct service *service, const struct access *access,
    int64_t now, struct arena *arena, struct client *out, bool *found,
    const char **why)
{
	const struct stored_spent spent = {
	    .issuer = revoked_tokens, .jti = access->jti};
	struct store *store = service->store;
	enum stored stored;

	*found = false;
	*why = "the token has no jti";
	if (service->config->issuing == NULL)
		stored = store->ops->get(store, access->client_id, arena, out);
	else if (access->jti == NULL)
		return ACCESS_BAD;
	else
		stored = store_get_unspent(
		    store, access->client_id, &spent, now, arena, out);
	*found =
	    stored == STORED_OK && client_state_at(out, now) != CLIENT_EXPIRED;
	*why = revoked;
	if (stored == STORED_CONFLICT)
		return ACCESS_BAD;
	if (stored == STORED_OK || stored == STORED_MISSING)
		return ACCESS_GOOD;
	*why = "the store cannot be read";
	return ACCESS_UNABLE;
}

bool
access_revoke(
    const struct service *service, const struct access *access, int64_t now)
{
	struct stored_change change = {
	    .kind = CHANGE_REVOKE,
	    .jti = access->jti,
	    .jti_issuer = revoked_tokens,
	    .jti_expires = access->expires,
	    .now = now,
	};

	return service->store->ops->change(service->store, &change) ==
	       STORED_OK;
}
