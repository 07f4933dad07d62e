/* SPDX-License-Identifier: ISC */
/* Refusals of who asks about an access token, or revokes one. */
#include "validators/refusals/refusals.h"

#include <stddef.h>

const struct refusal refusals_introspection[] = {
    [INTROSPECTION_STRANGER] =
	{
	    .rule =
		{
		    .id = "introspection.stranger",
		    .error = "invalid_client",
		    .meaning =
			"the client certificate is that of a resource server "
			"of this bank; a token's own client may revoke it, too",
		    .remedy = "connect with the certificate of the client or "
			      "of a resource server",
		},
	    .status = 400,
	    .clause = "RFC 7662 section 2.1",
	},
    [INTROSPECTION_TOKEN] =
	{
	    .rule =
		{
		    .id = "introspection.token",
		    .error = "invalid_request",
		    .meaning = "the parameter token is there",
		    .remedy = "send the parameter token",
		},
	    .status = 400,
	    .clause = "RFC 7662 section 2.1",
	},
    {.status = 0},
};
