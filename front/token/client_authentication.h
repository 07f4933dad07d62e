/* SPDX-License-Identifier: ISC */
#ifndef FRONT_TOKEN_CLIENT_AUTHENTICATION_H
#define FRONT_TOKEN_CLIENT_AUTHENTICATION_H

#include "front/lib/party.h"

struct arena;
struct parameters;
struct reply;
struct request;
struct service;

/* A client that has proved to be the one it says, as it registered to do. */
struct authenticated {
	struct submission caller; /* its certificate is one that we accept */
	struct client client;	  /* active, and of the caller's party */
	struct party party;
	bool proved; /* by its certificate or key: it may hear what is wrong */

	/* Of an assertion, which the caller of this spends; else NULL. */
	const char *jti;
	int64_t jti_expires;
};

/*
 * Client authentication at the token endpoint: tls_client_auth (RFC 8705
 * section 2.1) or private_key_jwt (RFC 7523 section 2.2, OpenID Connect Core
 * 1.0 section 9), whichever was registered.  NULL, or the reply: 401
 * invalid_client (RFC 6749 section 5.2).  Who has proved nothing of the client
 * hears what he would hear if there were no such client, also when it cannot be
 * found out now whose certificate it is.
 */
struct reply *client_authenticate(const struct service *service,
    const struct request *request, const struct parameters *parameters,
    struct arena *arena, struct authenticated *out);

#endif
