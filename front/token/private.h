/* SPDX-License-Identifier: ISC */
#ifndef FRONT_TOKEN_PRIVATE_H
#define FRONT_TOKEN_PRIVATE_H

#include "front/lib/party.h"
#include "kit/jose/jws.h"
#include "validators/lib/verdict.h"

struct arena;
struct parameters;
struct refusal;
struct reply;
struct request;
struct service;
struct verdict;

/*
 * invalid_client as RFC 6749 section 5.2 answers it: 400, or 401 with a
 * challenge of the scheme in which the caller tried to authenticate by an
 * Authorization header.  A bearer token authenticates no client, so that there
 * is never a Bearer challenge: clients read a challenge before the body, and
 * would not see the error.
 */
struct reply *client_refuse(const struct request *request, struct arena *arena,
    const struct refusal *refusal, const char *what);

/* The refusal of a certificate, as client_refuse() answers; 503 for a certificate
 * of which nobody can say whether it is good. */
struct reply *client_refuse_verdict(const struct request *request,
    struct arena *arena, const struct verdict *verdict);

/* The parameters of a POST to an OAuth endpoint; NULL, or the 415 or 400
 * invalid_request. */
struct reply *form_read(const struct request *request, struct arena *arena,
    const struct parameters **out);

/* What is wrong with a client assertion: where nobody can tell, there is no
 * refusal, and `what` is for the log. */
struct client_fault {
	const struct refusal *refusal;
	const char *what; /* NULL: nothing is wrong */
};
extern const struct client_fault client_fault_none;

/* One of refusals_client_authentication, and what cannot be found out. */
struct client_fault client_fault(int which, const char *what);
struct client_fault client_fault_unsure(const char *why);

/* A client that has authenticated, by the method that it has registered. */
struct authenticated {
	struct submission caller; /* its certificate is one that we accept */
	struct client client;	  /* active, and of the caller's party */
	struct party party;
	bool proved; /* its certificate or key has spoken for it: it may hear
			what is wrong */

	/* Of a client assertion, which is for the caller to spend; or NULL. */
	const char *jti;
	int64_t jti_expires;
};

/*
 * Client authentication at the token endpoint: tls_client_auth (RFC 8705
 * section 2.1) or private_key_jwt (RFC 7523 section 2.2, OpenID Connect Core
 * 1.0 section 9), whichever was registered.  NULL, or the reply: 401
 * invalid_client (RFC 6749 section 5.2).  A caller who has proved nothing of the
 * client hears what he would hear if there were no such client, also when nobody
 * can find out now whose certificate his is.
 */
struct reply *client_authenticate(const struct service *service,
    const struct request *request, const struct parameters *parameters,
    struct arena *arena, struct authenticated *out);

/*
 * Does this client assertion prove its client (RFC 7523 section 3)?  It does
 * when it is signed by a key of the client's key set and the algorithm that was
 * registered, is for us, not expired, and has a jti; its iss and sub have been
 * compared already.  Sets jti and its end; whether the jti was spent is for the
 * store to say.
 */
enum outcome assertion_judge(const struct service *service,
    const struct jws *assertion, struct authenticated *client,
    struct client_fault *out);

/*
 * Is the assertion signed by the client, by an algorithm that the profile takes
 * of assertions?  By a key of the key set that the registered statement names.
 * Where the connection brings no certificate it is the key of the certificate in
 * the header (x5c), of the registration's URI and community, which is the
 * caller's from then on; or, where certificates are no statements, a key of the
 * registered jwks or jwks_uri: then the caller is known (CLIENT_KNOWN).
 */
struct client_fault assertion_signed(const struct service *service,
    const struct jws *assertion, struct authenticated *client);

#endif
