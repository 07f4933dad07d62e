/* SPDX-License-Identifier: ISC */
#ifndef FRONT_AUTHORIZER_PASS_OF_H
#define FRONT_AUTHORIZER_PASS_OF_H

#include "front/access/access.h"
#include "front/authorizer/pass.h"
#include "validators/lib/submission.h"

/* Private to front/pass*.c: what the store says of a caller whose certificate
 * is one that we accept.  NULL and *out, or the refusal. */

/* Of the client that his token names; scope is what of the token's the client
 * is registered for. */
struct reply *pass_of_token(const struct service *service,
    const struct submission *caller, const struct access *access,
    struct pass *out);

/* Of the clients that were registered with his certificate: what they agree
 * on. */
struct reply *pass_of_certificate(const struct service *service,
    const struct submission *caller, struct pass *out);

#endif
