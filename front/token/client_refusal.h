/* SPDX-License-Identifier: ISC */
#ifndef FRONT_TOKEN_CLIENT_REFUSAL_H
#define FRONT_TOKEN_CLIENT_REFUSAL_H

struct arena;
struct reply;
struct request;
struct verdict;

/*
 * invalid_client as RFC 6749 section 5.2 answers it: 400, or 401 with a
 * challenge of the scheme in which the caller tried to authenticate by an
 * Authorization header.  A bearer token authenticates no client, so that there
 * is never a Bearer challenge: clients read a challenge before the body, and
 * would not see the error.
 */
struct reply *client_refuse(
    const struct request *request, struct arena *arena, const char *what);

/* The same for a certificate that was refused; 503 for one of which nobody can
 * say. */
struct reply *client_refuse_verdict(const struct request *request,
    struct arena *arena, const struct verdict *verdict);

#endif
