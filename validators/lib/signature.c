/* SPDX-License-Identifier: ISC */
/* Verifies a JWS with the key set that it must have been signed by. */
#include "validators/lib/signature.h"

#include "kit/arena.h"
#include "kit/jose/keys.h"
#include "kit/limits.h"
#include "validators/lib/keys_at.h"
#include "validators/lib/submission.h"
#include "validators/lib/verdict.h"

enum { FETCHED_NOW = 1 };

/* Where the key set is, and how old: of a file the place is the bank's own
 * affair. */
static const char *
set_text(const struct submission *s, const char *place)
{
	const time_t fetched = keyring_fetched(s->keyring, place);
	const char *when = ", of which the bank keeps a copy";

	if (*place == '/')
		return "the directory's key set";
	if (fetched != 0 && s->now - fetched <= FETCHED_NOW)
		when = ", just fetched";
	else if (fetched != 0)
		when = arena_printf(s->arena,
		    ", fetched %lld seconds ago and asked for anew once in "
		    "%d seconds",
		    (long long)(s->now - fetched), LIMIT_KEYS_REFETCH_SECONDS);
	return arena_printf(s->arena, "the key set at %s%s",
	    quoted_whole(s->arena, place), when);
}

void
signature_check(const struct submission *s, struct verdict *v,
    const struct submitted *submitted, const char *place,
    const struct signature_rules *rules, const char *root)
{
	enum keyring_wish wish = KEYRING_CACHED;
	enum keys_answer answer;
	const struct keys *keys;

	do {
		keys = rules->forbidden == NULL
			   ? directory_keys(s, v, place, wish)
			   : keys_at(s, v, place, wish, rules->forbidden);
		if (keys == NULL)
			return;
		answer = keys_verify(keys, &submitted->jws);
	} while (keyring_again(answer != KEYS_UNKNOWN, &wish));
	if (answer == KEYS_UNKNOWN)
		refuse(v, rules->unknown_key,
		    arena_printf(s->arena, "%s/header/kid", root),
		    "no signing key of this kid fits %s: %s (%s)",
		    submitted->jws.algorithm,
		    keys_told(s->arena, keys, &submitted->jws),
		    set_text(s, place));
	if (answer == KEYS_FORGED)
		refuse(v, rules->forged, *root != '\0' ? root : "/signature",
		    "the signature is not by the key that kid names");
}
