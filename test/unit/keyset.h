/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_KEYSET_H
#define TEST_UNIT_KEYSET_H

/* After cmocka.h.  Key sets of one key each, told apart by its kid. */

#include <stdio.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/jose/jws.h"
#include "kit/jose/keys.h"
#include "kit/keyring/keyring.h"

/* The public key of RFC 7515 appendix A.3. */
static inline const char *
keyset_text(char kid)
{
	static char text[256];

	snprintf(text, sizeof(text),
	    "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"%c\","
	    "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
	    "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}",
	    kid);
	return text;
}

/* A forged signature tells whether the key is there. */
static inline bool
keyset_has(const struct keys *keys, char kid, struct arena *arena)
{
	static const unsigned char signature[64] = {[31] = 1, [63] = 1};
	const char *header =
	    arena_printf(arena, "{\"alg\":\"ES256\",\"kid\":\"%c\"}", kid);
	const char *text = arena_printf(arena, "%s.e30.%s",
	    base64url_encode(arena, header, strlen(header)),
	    base64url_encode(arena, signature, sizeof(signature)));
	enum keys_answer answer;
	struct jws jws;

	assert_int_equal(jws_parse(arena, text, strlen(text), &jws), JWS_OK);
	answer = keys_verify(keys, &jws);
	assert_int_not_equal(answer, KEYS_VERIFIED);
	return answer == KEYS_FORGED;
}

/* The kid of what the ring answers, '-' for UNREACHABLE, '!' FORBIDDEN. */
static inline char
keyset_ask(struct keyring *ring, const char *source, enum keyring_wish wish,
    time_t now, struct arena *arena, const char **why)
{
	const struct keys *keys = (const struct keys *)arena;
	enum keyring_answer answer =
	    source[0] == '/'
		? keyring_file(ring, source, arena, &keys, why)
		: keyring_at(ring, source, wish, now, arena, &keys, why);

	if (answer != KEYRING_FOUND) {
		assert_null(keys);
		assert_non_null(*why);
		return answer == KEYRING_FORBIDDEN ? '!' : '-';
	}
	assert_non_null(keys);
	for (char kid = 'a'; kid <= 'z'; kid++) {
		if (keyset_has(keys, kid, arena))
			return kid;
	}
	return '?';
}

#endif
