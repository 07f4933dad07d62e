/* SPDX-License-Identifier: ISC */
#ifndef FRONT_AUTHORIZER_PASS_H
#define FRONT_AUTHORIZER_PASS_H

#include <stdbool.h>

struct arena;
struct passes;
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
 * The passes that were given lately, in this process: one serves again for
 * LIMIT_PASS_SECONDS, never past the end of its certificate or token, and only
 * while no client was changed and no token revoked since, in any process.
 */
struct passes *passes_open(struct arena *arena);

/*
 * NULL and *out when the request's certificate is that of an active client;
 * `with_token`, when an access token bound to that certificate says of which
 * one.  Else the refusal.  *out stands until the next call.
 */
struct reply *pass_give(const struct service *service,
    const struct request *request, bool with_token, struct arena *arena,
    struct pass *out);

#endif
