/* SPDX-License-Identifier: ISC */
#ifndef TEST_LIBJWT_H
#define TEST_LIBJWT_H

#include <jwt.h>
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"

static inline int
libjwt_fill(jwt_t *jwt, const char *payload, const char *algorithm,
    const char *kid, const char *key)
{
	const jwt_alg_t number = jwt_str_alg(algorithm);

	if (number == JWT_ALG_INVAL)
		return -1;
	/* libjwt wants no key at all for none. */
	if (number == JWT_ALG_NONE)
		key = NULL;
	if (jwt_add_grants_json(jwt, payload) != 0 ||
	    jwt_add_header(jwt, "kid", kid) != 0)
		return -1;
	return jwt_set_alg(jwt, number, (const unsigned char *)key,
	    key != NULL ? (int)strlen(key) : 0);
}

/* A token of this payload, made by libjwt, which prints the JSON anew and puts
 * typ, alg and kid into the header.  NULL: it does not know the algorithm, or
 * refuses the payload or the key. */
static inline char *
libjwt_token(struct arena *owner, const char *payload, const char *algorithm,
    const char *kid, const char *key)
{
	char *text = NULL, *token;
	jwt_t *jwt = NULL;

	if (jwt_new(&jwt) != 0)
		return NULL;
	if (libjwt_fill(jwt, payload, algorithm, kid, key) == 0)
		text = jwt_encode_str(jwt);
	token = arena_strdup(owner, text);
	free(text);
	jwt_free(jwt);
	return token;
}

#endif
