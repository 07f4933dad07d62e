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
 * A member that several clients of one certificate do not agree on is "". */
struct identity {
	const char *client_id;
	const char *software_id;
	const char *organisation;
	const char *roles; /* with commas between them */
	const char *scope; /* of the access token, without what goes with a
			      role that the certificate has not; or NULL */
	bool user;	   /* a user gave the access token */
};

/*
 * Proves who makes this call.  NULL and *out when the certificate is that of an
 * active client and, `with_token`, an access token that is bound to the
 * certificate says of which one; else the refusal.  Where the connection is
 * plain, the access token is asked for in any case and is all that there is.
 * *out stands until the next call.
 */
struct reply *identity_prove(const struct service *service,
    const struct request *request, bool with_token, struct arena *arena,
    struct identity *out);

/* The client that the access token of this caller (access_vouched()) names, whose certificate is
 * one that we accept; its scope is the part of the token's that the client is
 * registered for, and of the token no more is left.  NULL and *out, and *until is
 * no later than the end of the client; or the refusal. */
struct reply *identity_of_token(const struct service *service,
    const struct submission *caller, struct access *access,
    struct identity *out, int64_t *until);

/* What the clients that were registered with the caller's certificate agree on.
 * NULL and *out, and *until as above; or the refusal. */
struct reply *identity_of_certificate(const struct service *service,
    const struct submission *caller, struct identity *out, int64_t *until);

#endif
