/* SPDX-License-Identifier: ISC */
/* Public keys of machines that share a store: learned from it, and told to
 * it. */
#include "front/access/published.h"

#include <string.h>

#include "front/lib/service.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/signing/signers.h"
#include "kit/signing/signing.h"
#include "store/store.h"
#include "store/lib/stored_key.h"

enum { GLANCE_MILLISECONDS = 500 };

struct published {
	int64_t asked;
};

struct published *
published_open(struct arena *arena)
{
	return arena_alloc(arena, sizeof(struct published));
}

struct learning {
	struct arena *arena;
	struct signer *others; /* room for one more; a NULL kid ends */
	size_t count;
};

/* A row that is not a key in the form that dcr writes is passed over. */
static bool
learn_one(void *context, const struct stored_key *key)
{
	struct learning *learning = context;
	struct signer *other = &learning->others[learning->count];

	if (signers_other(learning->arena,
		arena_strdup(learning->arena, key->kid), key->jwk, key->until,
		other))
		learning->count++;
	return learning->count < LIMIT_KEYS;
}

static bool
is_shared(const struct service *service)
{
	return service->signing != NULL &&
	       service->store->ops->published != NULL;
}

bool
published_learn(const struct service *service, int64_t now, int64_t seconds)
{
	struct published *published = service->published;
	struct learning learning = {.arena = NULL};
	enum stored stored;

	if (!is_shared(service) ||
	    (published->asked <= now && now - published->asked < seconds))
		return true;
	learning.arena = arena_new();
	learning.others = arena_alloc(
	    learning.arena, (LIMIT_KEYS + 2) * sizeof(*learning.others));
	stored = service->store->ops->published(
	    service->store, now, learn_one, &learning);
	if (stored == STORED_OK) {
		learning.others[learning.count].kid = NULL;
		signing_tell(service->signing, learning.others);
		published->asked = now;
	}
	arena_free(learning.arena);
	return stored == STORED_OK;
}

void
published_glance(const struct service *service, int64_t now)
{
	store_limit(service->store, GLANCE_MILLISECONDS);
	(void)published_learn(service, now, PUBLISHED_FRESH);
}

static int64_t
known_until(const struct service *service, const char *kid)
{
	const struct signer *other = signing_others(service->signing);

	for (; other->kid != NULL; other++)
		if (strcmp(other->kid, kid) == 0)
			return other->until;
	return 0;
}

static bool
all_known(const struct service *service, const struct signer *own, int64_t now)
{
	for (; own->kid != NULL; own++)
		if (own->state != SIGNER_OLD &&
		    known_until(service, own->kid) <
			now + SIGNERS_LEASE_SECONDS / 2)
			return false;
	return true;
}

static bool
tell_all(const struct service *service, const struct signer *own, int64_t now,
    struct arena *arena)
{
	struct stored_key keys[LIMIT_KEYS];
	size_t count = 0;

	for (; own->kid != NULL; own++)
		if (signers_until(own, now) > now)
			keys[count++] = (struct stored_key){own->kid,
			    json_text(arena, own->jwk),
			    signers_until(own, now)};
	return service->store->ops->publish(service->store, keys, count, now) ==
	       STORED_OK;
}

bool
published_tell(const struct service *service, int64_t now, struct arena *arena)
{
	const struct signer *own;
	const char *why = NULL;

	if (!is_shared(service))
		return true;
	if (!published_learn(service, now, PUBLISHED_KNOWN))
		return false;
	own = signing_own(service->signing, arena, &why);
	if (own == NULL || all_known(service, own, now))
		return true; /* without keys nothing will be signed */
	return tell_all(service, own, now, arena) &&
	       published_learn(service, now, 0);
}
