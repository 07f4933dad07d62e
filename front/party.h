/* SPDX-License-Identifier: ISC */
#ifndef FRONT_PARTY_H
#define FRONT_PARTY_H

#include "store/store.h"
#include "validators/run/submission.h"
#include "validators/run/verdict.h"

struct json;
struct service;

/* Whose a registered client is. */
struct party {
	const struct json *metadata; /* of the registration */
	struct submission claims;    /* of its software statement, which was
					proved true when it was registered */
};

/* What was registered, the caller's arena's; the claims are left out. */
void party_read(const struct submission *caller, const struct client *client,
    struct party *out);

/* The claims, too: of a client without a statement they are all absent. */
void party_claims(const struct service *service,
    const struct submission *caller, struct party *party);

/*
 * Is the caller's certificate, one that we accept, of the client's party?  It is when
 * it is the registered one; and since certificates are renewed, another one is
 * asked what a registration is asked.  *why is set with OUTCOME_UNABLE.
 */
enum outcome party_same(const struct service *service,
    const struct submission *caller, const struct client *client,
    const char **why);

#endif
