/* SPDX-License-Identifier: ISC */
/* Refusals of calls of the APIs. */
#include "validators/refusals/refusals.h"

#include <stddef.h>

const struct refusal refusals_door[] = {
    [DOOR_PRETENDS] =
	{
	    .rule =
		{
		    .id = "door.pretends",
		    .error = "access_denied",
		    .meaning = "no header of a call says who is calling",
		    .remedy = "leave out headers that begin with Dcr, "
			      "Client-Cert or SSL-Client",
		},
	    .status = 403,
	},
    [DOOR_CONNECTION] =
	{
	    .rule =
		{
		    .id = "door.connection",
		    .error = "access_denied",
		    .meaning = "no header of a call is kept from the APIs by "
			       "another",
		    .remedy = "name nothing but close, keep-alive, TE, Upgrade "
			      "and HTTP2-Settings in the header Connection",
		},
	    .status = 403,
	    .clause = "RFC 9110 section 7.6.1",
	},
    [DOOR_PATH] =
	{
	    .rule =
		{
		    .id = "door.path",
		    .error = "access_denied",
		    .meaning =
			"the path of a call can be read in one way alone",
		    .remedy = "send a plain path: no //, no dot segments, no "
			      "escaped slashes",
		},
	    .status = 403,
	    .clause = "RFC 3986 section 6.2",
	},
    [DOOR_RULE] =
	{
	    .rule =
		{
		    .id = "door.rule",
		    .error = "access_denied",
		    .meaning = "a rule of authorizer in dcr.conf lets the "
			       "method and the path through",
		    .remedy = "call a method and a path that the bank offers",
		},
	    .status = 403,
	},
    [DOOR_STRANGER] =
	{
	    .rule =
		{
		    .id = "door.stranger",
		    .error = "invalid_client",
		    .meaning =
			"the client certificate is that of a registered client",
		    .remedy = "register first, and connect with the registered "
			      "certificate",
		},
	    .status = 401,
	    .clause = "RFC 8705 section 2",
	},
    [DOOR_SUSPENDED] =
	{
	    .rule =
		{
		    .id = "door.suspended",
		    .error = "invalid_client",
		    .meaning = "a client of the certificate is not suspended",
		    .remedy = "ask the bank why the client is suspended",
		},
	    .status = 401,
	},
    [DOOR_PENDING] =
	{
	    .rule =
		{
		    .id = "door.pending",
		    .error = "invalid_client",
		    .meaning =
			"the bank has let in a client of the certificate",
		    .remedy = "ask the bank when it lets the client in",
		},
	    .status = 401,
	},
    [DOOR_SHARED] =
	{
	    .rule =
		{
		    .id = "door.shared",
		    .error = "access_denied",
		    .meaning = "no more clients have the certificate than are "
			       "looked at",
		    .remedy = "send an access token, or use a certificate for "
			      "each client",
		},
	    .status = 403,
	},
    {.status = 0},
};
