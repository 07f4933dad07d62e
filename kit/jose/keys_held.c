/* SPDX-License-Identifier: ISC */
/* Says what the keys of a set are for. */
#include <string.h>

#include "kit/arena.h"
#include "kit/jose/keys.h"
#include "kit/jose/private.h"
#include "kit/json.h"

/* The set outlives the question, which leaves nothing in its memory. */
static bool
is_sound(const struct key *key)
{
	struct arena *arena;
	bool sound;

	if (key->family == KEYS_OTHER)
		return true;
	arena = arena_new();
	sound = keys_jwk_read(arena, key->jwk) != NULL;
	arena_free(arena);
	return sound;
}

static bool
is_for(const struct key *key, const struct keys_wanted *wanted)
{
	const char *kty = json_string(json_get(key->jwk, "kty"));

	return (wanted->use == NULL ||
		   (key->use != NULL && strcmp(key->use, wanted->use) == 0)) &&
	       (wanted->kty == NULL || strcmp(kty, wanted->kty) == 0) &&
	       (wanted->algorithms == NULL || key->alg == NULL ||
		   json_has_string(wanted->algorithms, key->alg));
}

bool
keys_hold(const struct keys *keys, const struct keys_wanted *wanted)
{
	for (size_t i = 0; i < keys->count; i++)
		if (is_for(&keys->list[i], wanted) && is_sound(&keys->list[i]))
			return true;
	return false;
}
