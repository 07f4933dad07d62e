/* SPDX-License-Identifier: ISC */
#ifndef FRONT_AUTHORIZER_PRIVATE_H
#define FRONT_AUTHORIZER_PRIVATE_H

#include <stdbool.h>

#include "front/access/access.h"
#include "validators/lib/submission.h"

struct arena;
struct reply;
struct request;
struct service;

/* Who is calling, once that is proved, as headers tell it (kit/identifier.h).
 * What several clients of one certificate do not agree on is "". */
struct pass {
	const char *client_id;
	const char *software_id;
	const char *organisation;
	const char *roles; /* with commas between them */
	const char *scope; /* of the token, but for what goes with a role that
			      the certificate has not; NULL: there is none */
	bool user;	   /* a user gave the token */
};

/*
 * NULL and *out when the request's certificate is that of an active client;
 * `with_token`, when an access token bound to that certificate says of which
 * one.  Else the refusal.  *out stands until the next call.
 */
struct reply *pass_give(const struct service *service,
    const struct request *request, bool with_token, struct arena *arena,
    struct pass *out);

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
