/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_STORE_SPENDING_H
#define TEST_UNIT_STORE_SPENDING_H

#include "test/unit/store_world.h"

static inline enum stored
spend_as(struct store *store, enum change_kind kind, const char *jti,
    int64_t expires, int64_t now)
{
	struct stored_change change = {
	    .kind = kind,
	    .jti = jti,
	    .jti_issuer = "iss",
	    .jti_expires = expires,
	    .now = now,
	    .clash = CLASH_CLIENT_ID,
	};
	const enum stored stored = store->ops->change(store, &change);

	if (change.clash !=
	    (stored == STORED_CONFLICT ? CLASH_JTI : CLASH_NONE))
		abort();
	return stored;
}

static inline enum stored
spend_jti(struct store *store, const char *jti, int64_t expires, int64_t now)
{
	return spend_as(store, CHANGE_SPEND, jti, expires, now);
}

static inline enum stored
revoke_jti(struct store *store, const char *jti, int64_t expires, int64_t now)
{
	return spend_as(store, CHANGE_REVOKE, jti, expires, now);
}

static inline enum stored
spent(struct store *store, const char *jti, int64_t now)
{
	return store->ops->spent(store, "iss", jti, now);
}

#endif
