/* SPDX-License-Identifier: ISC */
#ifndef FRONT_TOKEN_ASSERTION_H
#define FRONT_TOKEN_ASSERTION_H

#include "kit/jose/jws.h"
#include "validators/lib/verdict.h"

struct authenticated;
struct service;

/*
 * Does this client assertion prove its client (RFC 7523 section 3)?  By a key
 * of the client's key set, by the algorithm that was registered, for us, alive
 * and with a jti; iss and sub are the client's already.  Sets jti and its end;
 * whether it was spent is for the store to say.  *what is the refusal, or why
 * nobody can tell.
 */
enum outcome assertion_judge(const struct service *service,
    const struct jws *assertion, struct authenticated *client,
    const char **what);

#endif
