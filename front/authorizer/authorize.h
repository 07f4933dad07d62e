/* SPDX-License-Identifier: ISC */
#ifndef FRONT_AUTHORIZER_AUTHORIZE_H
#define FRONT_AUTHORIZER_AUTHORIZE_H

#include "front/lib/service.h"

/*
 * The authorizer: may a call go on to the bank's APIs?  It may when its
 * certificate is that of a registered, active client and, where the
 * configuration asks for it, an access token of that client comes along which
 * is bound to the certificate and has the scope.  200 says who is calling;
 * every other status is the answer to the caller (RFC 6750 section 3).  Nothing
 * is written.
 */

/* For a web server that knows FastCGI authorizers, which asks of the call
 * itself: answered in Variable- headers. */
handler authorize_call;

/* For a web server that knows none, which asks at AUTHORIZE_PATH of the call
 * that ORIGINAL_URI and ORIGINAL_METHOD tell: answered in plain headers.  Such
 * servers keep but the status of a refusal, and ask once more for its words:
 * REDIRECT_STATUS says so, and then the answer is never 200. */
#define AUTHORIZE_PATH "/authorize"
handler authorize_get;

/*
 * The identities that were proved lately, in this process.  Each serves again
 * for LIMIT_PASS_SECONDS, never past the end of its certificate or token, and
 * only while no client was changed and no token revoked since, in any process.
 */
struct identities *identities_open(struct arena *arena);

#endif
