/* SPDX-License-Identifier: ISC */
/* The algorithms that signatures are verified by, and which of them a JWS may
 * have. */
#include <string.h>

#include "kit/arena.h"
#include "kit/jose/jws.h"
#include "kit/jose/keys.h"
#include "kit/jose/private.h"
#include "kit/json.h"

/* RFC 7518 section 3.1 and RFC 8037 section 3.1.  The first two are taken
 * wherever nobody says anything else. */
static const struct keys_algorithm algorithms[] = {
    {"PS256", KEYS_RSA, "SHA256", 32, true, 0},
    {"ES256", KEYS_P256, "SHA256", 32, false, 0},
    {"RS256", KEYS_RSA, "SHA256", 32, false, 1},
    {"RS384", KEYS_RSA, "SHA384", 48, false, 2},
    {"ES384", KEYS_P384, "SHA384", 48, false, 0},
    {"EdDSA", KEYS_ED25519, NULL, 0, false, 0},
};
enum { ALGORITHMS = sizeof(algorithms) / sizeof(algorithms[0]), USUAL = 2 };

const char *
keys_algorithm_at(size_t index)
{
	return index < ALGORITHMS ? algorithms[index].name : NULL;
}

static bool
is_accepted(size_t index, const struct json *accepted)
{
	return accepted != NULL
		   ? json_has_string(accepted, algorithms[index].name)
		   : index < USUAL;
}

const struct keys_algorithm *
keys_algorithm_of(const struct jws *jws)
{
	for (size_t i = 0; jws->algorithm != NULL && i < ALGORITHMS; i++)
		if (strcmp(algorithms[i].name, jws->algorithm) == 0)
			return is_accepted(i, jws->accepted) ? &algorithms[i]
							     : NULL;
	return NULL;
}

const char *
keys_accepted_text(struct arena *arena, const struct json *accepted)
{
	const char *text = "";

	for (size_t i = 0; i < ALGORITHMS; i++)
		if (is_accepted(i, accepted))
			text = arena_printf(arena, "%s%s%s", text,
			    *text != '\0' ? " or " : "", algorithms[i].name);
	return *text != '\0' ? text : "any algorithm";
}

bool
keys_accepted_at(size_t *index, const struct json *accepted, struct jws *any)
{
	while (*index < ALGORITHMS) {
		const size_t at = (*index)++;

		if (!is_accepted(at, accepted))
			continue;
		*any = (struct jws){
		    .algorithm = algorithms[at].name, .accepted = accepted};
		return true;
	}
	return false;
}
