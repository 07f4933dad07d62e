/* SPDX-License-Identifier: ISC */
#ifndef FRONT_LIB_PARTY_H
#define FRONT_LIB_PARTY_H

#include "store/store.h"
#include "validators/lib/submission.h"

struct json;
struct service;

/* Whose a registered client is. */
struct party {
	const struct client *client;
	const struct json *metadata; /* of the registration */
	struct submission claims;    /* of its software statement, which was
					proved true when it was registered */
};

/* What the caller's certificate proves of a client. */
enum party_proof {
	PARTY_NONE,   /* it is somebody else's, or nothing says whose */
	PARTY_SCHEME, /* a member's of its directory; which one's, certificates
			 do not say there (binding_names_party) */
	PARTY_SAME    /* its party's */
};

/* What was registered, the caller's arena's; the claims are left out.  The
 * client must outlive the party. */
void party_read(const struct submission *caller, const struct client *client,
    struct party *out);

/* The claims, too: all absent of a client without a statement, or when the
 * statement is not that of the client's own software and directory. */
void party_claims(const struct service *service,
    const struct submission *caller, struct party *party);

/*
 * Is the caller's certificate, one that we accept, of the client's party?  It
 * is when it is the registered one; and since certificates are renewed,
 * another one is asked what a registration is asked, and must be of the
 * directory and the software that the client is registered for.  *why is set,
 * and the answer PARTY_NONE, when that cannot be found out now; else *why is
 * NULL.
 */
enum party_proof party_prove(const struct service *service,
    const struct submission *caller, const struct client *client,
    const char **why);

#endif
