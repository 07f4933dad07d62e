/* SPDX-License-Identifier: ISC */
#ifndef FRONT_LIB_PARTY_H
#define FRONT_LIB_PARTY_H

#include "store/store.h"
#include "validators/lib/submission.h"

struct json;
struct service;

/* Whose a registered client is: what was registered, and what its software
 * statement claims. */
struct party {
	const struct client *client;
	const struct json *metadata; /* of the registration */
	struct submission claims;    /* of the statement, which was proved true
					when the client was registered */
};

/* What the caller's certificate proves of a client.  Where the connection brings
 * none (profile_connection_is_plain()) it is PARTY_SCHEME: nothing is proved,
 * and what the caller signs is still to be asked. */
enum party_proof {
	PARTY_NONE,   /* the client is somebody else's, or of nobody known */
	PARTY_SCHEME, /* a member of the client's directory calls; certificates
			 of that scheme do not say which member
			 (binding_names_party) */
	PARTY_SAME    /* the client's own party calls */
};

/* Reads what was registered, into the caller's arena, and leaves the claims out.
 * The client must outlive the party. */
void party_read(const struct submission *caller, const struct client *client,
    struct party *out);

/* Reads the claims, too; where the connection is plain and no statement is kept,
 * software and directory alone.  All are absent where the client has no statement, or
 * one that is not of its own software and directory. */
void party_claims(const struct service *service,
    const struct submission *caller, struct party *party);

/*
 * Is the caller's certificate, one that we accept, of the client's party?  The
 * registered certificate is.  Since certificates are renewed, another one is
 * asked what a registration is asked, and must be of the directory and the
 * software that the client is registered for.  *why is set, and the answer
 * PARTY_NONE, when that cannot be found out now; else *why is NULL.
 */
enum party_proof party_prove(const struct service *service,
    const struct submission *caller, const struct client *client,
    const char **why);

#endif
