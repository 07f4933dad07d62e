/* SPDX-License-Identifier: ISC */
/* Refusals of changes to a registration. */
#include "validators/refusals/refusals.h"

#include <stddef.h>

const struct refusal refusals_manage[] = {
    [MANAGE_SUSPENDED] =
	{
	    .rule =
		{
		    .id = "manage.suspended",
		    .error = "access_denied",
		    .meaning = "a client that is suspended reads its "
			       "registration and does nothing else",
		    .remedy = "ask the bank why the client is suspended",
		},
	    .status = 403,
	    .clause = "RFC 7592 section 2.2",
	},
    [MANAGE_PENDING] =
	{
	    .rule =
		{
		    .id = "manage.pending",
		    .error = "access_denied",
		    .meaning = "a client that waits for the bank reads its "
			       "registration and does nothing else",
		    .remedy = "ask the bank when it lets the client in",
		},
	    .status = 403,
	    .clause = "RFC 7592 section 2.2",
	},
    [MANAGE_IF_MATCH] =
	{
	    .rule =
		{
		    .id = "manage.if_match",
		    .error = "invalid_request",
		    .meaning = "If-Match, where it comes, names the version "
			       "that is registered",
		    .remedy =
			"read the registration again, and send its new ETag",
		},
	    .status = 412,
	    .clause = "RFC 9110 section 13.1.1",
	},
    [MANAGE_CHANGED] =
	{
	    .rule =
		{
		    .id = "manage.changed",
		    .error = "invalid_request",
		    .meaning =
			"no other request changes the registration meanwhile",
		    .remedy = "read the registration again, and then change it",
		},
	    .status = 409,
	    .clause = "RFC 9110 section 15.5.10",
	},
    {.status = 0},
};
