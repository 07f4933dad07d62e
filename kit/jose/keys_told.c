/* SPDX-License-Identifier: ISC */
/* Tells which keys of a set could have signed a JWS, and why the one that it
 * names could not. */
#include <string.h>

#include "kit/arena.h"
#include "kit/jose/jws.h"
#include "kit/jose/keys.h"
#include "kit/jose/private.h"
#include "kit/shown.h"

enum { KID_MOST = 64, KIDS_MOST = 8 };

static const char *
kid_text(struct arena *arena, const char *kid)
{
	return arena_printf(arena, "'%s'", shown(arena, kid, KID_MOST));
}

/* The kids of the keys that verify this algorithm, a few of many. */
static const char *
kids_of(struct arena *arena, const struct keys *keys, const struct jws *jws)
{
	const struct jws any = {
	    .algorithm = jws->algorithm, .accepted = jws->accepted};
	const char *algorithm = jws->algorithm;
	const char *text = "";
	const struct key *key;
	size_t index = 0, count = 0;

	for (; (key = keys_next_fitting(keys, &any, &index)) != NULL; count++)
		if (count < KIDS_MOST)
			text = arena_printf(arena, "%s%s%s", text,
			    count > 0 ? ", " : "",
			    key->kid != NULL ? kid_text(arena, key->kid)
					     : "one without a kid");
	if (count == 0)
		return arena_printf(
		    arena, "it has no signing key for %s", algorithm);
	return count <= KIDS_MOST
		   ? arena_printf(
			 arena, "its keys for %s are: %s", algorithm, text)
		   : arena_printf(arena, "its keys for %s are: %s and %zu more",
			 algorithm, text, count - KIDS_MOST);
}

/* Why a key of that kid is not one that verifies the JWS. */
static const char *
unfit(struct arena *arena, const struct key *key, const struct jws *jws)
{
	const struct keys_algorithm *taken = keys_algorithm_of(jws);
	const char *algorithm = jws->algorithm;

	if (key->use != NULL && strcmp(key->use, "sig") != 0)
		return arena_printf(arena, "its use is '%s', and must be sig",
		    shown(arena, key->use, KID_MOST));
	if (taken == NULL || key->family != taken->family)
		return arena_printf(arena,
		    "its kty or crv is another than %s takes", algorithm);
	if (key->alg != NULL && strcmp(key->alg, algorithm) != 0)
		return arena_printf(arena, "its alg is '%s', and not %s",
		    shown(arena, key->alg, KID_MOST), algorithm);
	return "it cannot be used: too short, broken, not to verify "
	       "(key_ops), or with an x5c of another key";
}

const char *
keys_told(struct arena *arena, const struct keys *keys, const struct jws *jws)
{
	const char *kids = kids_of(arena, keys, jws);

	if (jws->kid == NULL)
		return arena_printf(arena, "the header names no kid; %s", kids);
	for (size_t i = 0; i < keys->count; i++) {
		const struct key *key = &keys->list[i];

		if (key->kid != NULL && strcmp(key->kid, jws->kid) == 0)
			return arena_printf(arena,
			    "the set has the kid %s, but %s; %s",
			    kid_text(arena, jws->kid), unfit(arena, key, jws),
			    kids);
	}
	return arena_printf(arena, "the set has no key with the kid %s; %s",
	    kid_text(arena, jws->kid), kids);
}
