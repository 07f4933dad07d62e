/* SPDX-License-Identifier: ISC */
#ifndef FRONT_TOKEN_TOKEN_H
#define FRONT_TOKEN_TOKEN_H

#include "front/lib/service.h"

/*
 * POST to the token endpoint (RFC 6749 section 4.4, the client-credentials
 * grant): an access token (RFC 9068) that is bound to the caller's certificate
 * (RFC 8705 section 3).
 */
handler token_post;

/* Introspection (RFC 7662) of an access token that was issued here, by resource
 * servers; and its revocation (RFC 7009), by resource servers, or by whose
 * certificate it is bound to. */
handler introspect_post, revoke_post;

#endif
