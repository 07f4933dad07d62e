/* SPDX-License-Identifier: ISC */
/* Verifies a JWS with the key set that it must have been signed by. */
#include "validators/lib/signature.h"

#include "kit/arena.h"
#include "kit/jose/keys.h"
#include "validators/lib/keys_at.h"
#include "validators/lib/submission.h"
#include "validators/lib/verdict.h"

void
signature_check(const struct submission *s, struct verdict *v,
    const struct submitted *submitted, const char *place,
    const struct signature_rules *rules, const char *root)
{
	enum keyring_wish wish = KEYRING_CACHED;
	enum keys_answer answer;

	do {
		const struct keys *keys =
		    rules->forbidden == NULL
			? directory_keys(s, v, place, wish)
			: keys_at(s, v, place, wish, rules->forbidden);
		if (keys == NULL)
			return;
		answer = keys_verify(keys, &submitted->jws);
	} while (keyring_again(answer != KEYS_UNKNOWN, &wish));
	if (answer == KEYS_UNKNOWN)
		refuse(v, rules->unknown_key,
		    arena_printf(s->arena, "%s/header/kid", root),
		    "no signing key of this kid fits %s",
		    submitted->jws.algorithm);
	if (answer == KEYS_FORGED)
		refuse(v, rules->forged, *root != '\0' ? root : "/signature",
		    "the signature is not by the key that kid names");
}
