/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_LIB_HOLDER_H
#define COMMANDS_LIB_HOLDER_H

#include <stdbool.h>

#include "store/store.h"

struct arena;
struct judge;

/* Key sets of revoked keys that one statement can name. */
#define HOLDER_REVOKED 4

/*
 * Whose a client is, and where its keys are, by the statement that was accepted
 * with its registration (by the claims of the profile); of a client without a
 * statement, by the members of those names.  NULL: nobody has said so.
 */
struct holder {
	const char *software;  /* software_id, */
	const char *directory; /* and the issuer that knows it by that */
	const char *organisation, *legal_entity;
	const char *name;		     /* of the organisation */
	const char *keys;		     /* URI of its key set */
	const char *revoked[HOLDER_REVOKED]; /* URIs; NULL ends, if before */
};

/* All strings are the arena's. */
void holder_read(const struct judge *judge, struct arena *arena,
    const struct client *client, struct holder *out);

/* Are both the same, member by member? */
bool holder_same(const struct holder *a, const struct holder *b);

#endif
