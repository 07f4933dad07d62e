/* SPDX-License-Identifier: ISC */
/* What is wrong with a token that is good by itself. */
#include "front/access/access.h"
#include "front/lib/bearer.h"
#include "validators/refusals/refusals.h"

struct reply *
access_refuse_certificate(struct arena *arena)
{
	return bearer_refuse(arena,
	    &refusals_access_token[ACCESS_TOKEN_CERTIFICATE],
	    "the token is not bound to the client certificate");
}

struct reply *
access_refuse_withdrawn(struct arena *arena)
{
	return bearer_refuse(arena,
	    &refusals_access_token[ACCESS_TOKEN_WITHDRAWN],
	    "the tokens of this client were withdrawn since this one was "
	    "issued");
}

struct reply *
access_refuse_grant(struct arena *arena)
{
	return bearer_refuse(arena, &refusals_access_token[ACCESS_TOKEN_GRANT],
	    "the token's client is not registered for a grant that gives such "
	    "a token");
}
