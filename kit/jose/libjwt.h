/* SPDX-License-Identifier: ISC */
#ifndef KIT_JOSE_LIBJWT_H
#define KIT_JOSE_LIBJWT_H

#include <stdbool.h>

struct arena;
struct jws;

/*
 * libjwt, an implementation of JWS that shares no line with kit/jose: a second
 * opinion on a signature, for an operator who asks for one.  The library is
 * loaded when first asked for and never unloaded.
 */
struct libjwt;

/* NULL when no libjwt can be loaded; *why (the arena's) is then one line. */
const struct libjwt *libjwt_load(struct arena *arena, const char **why);

/* Does the library verify this algorithm?  PS256 is verified by no version that
 * this program loads. */
bool libjwt_knows(const struct libjwt *library, const char *algorithm);

/* Does the library take this header's typ?  It takes JWT alone, or none. */
bool libjwt_takes_type(const struct jws *jws);

/*
 * Is the JWS signed by this key, a public one in PEM (keys_pem.c)?  The library
 * takes the algorithm from the header, so that who asks has looked at it first:
 * with HS256 the text of the key would be the secret.
 */
bool libjwt_verifies(
    const struct libjwt *library, const struct jws *jws, const char *pem);

#endif
