/* SPDX-License-Identifier: ISC */
#ifndef FRONT_LIB_BEARER_H
#define FRONT_LIB_BEARER_H

#include "store/store.h"

struct arena;
struct refusal;
struct reply;
struct request;
struct verdict;

/* The token of "Authorization: Bearer TOKEN" (RFC 6750 section 2.1); NULL for
 * any other header, or none. */
const char *bearer_token(const struct request *request);

/* 401, in the same bytes whatever is wrong with the token, and whether or not
 * there is such a client: the log alone hears by which refusal, and why. */
struct reply *bearer_refuse(
    struct arena *arena, const struct refusal *refusal, const char *why);

/* The same for who came without a token; he is told no error (RFC 6750 section
 * 3.1). */
struct reply *bearer_missing(struct arena *arena);

/* 401 invalid_token that says what is wrong, for whom the client belongs to. */
struct reply *bearer_not_active(enum client_state state, struct arena *arena);

/* 401 invalid_client: the certificate is not that of a client. */
struct reply *bearer_stranger(
    struct arena *arena, const struct refusal *refusal, const char *what);

/* What reply_verdict() says, with the challenge of a resource that wants a
 * bearer token where the status is 401. */
struct reply *bearer_verdict(
    struct arena *arena, const struct verdict *verdict);

/* 403 insufficient_scope. */
struct reply *bearer_lacks_scope(struct arena *arena, const char *scope);

/* 403 insufficient_scope, where no scope would help. */
struct reply *bearer_lacks(
    struct arena *arena, const struct refusal *refusal, const char *what);

#endif
