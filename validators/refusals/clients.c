/* SPDX-License-Identifier: ISC */
/* Refusals of servers that read clients. */
#include "validators/refusals/refusals.h"

#include <stddef.h>

const struct refusal refusals_clients[] = {
    [CLIENTS_STRANGER] =
	{
	    .rule =
		{
		    .id = "clients.stranger",
		    .error = "access_denied",
		    .meaning = "the client certificate is that of one of "
			       "resource_servers in dcr.conf",
		    .remedy = "name the certificate of the server under "
			      "resource_servers in dcr.conf",
		},
	    .status = 403,
	},
    [CLIENTS_QUERY] =
	{
	    .rule =
		{
		    .id = "clients.query",
		    .error = "invalid_request",
		    .meaning = "the query has after and limit and nothing "
			       "else, each once",
		    .remedy = "send after and limit alone, each once",
		},
	    .status = 400,
	},
    [CLIENTS_AFTER] =
	{
	    .rule =
		{
		    .id = "clients.after",
		    .error = "invalid_request",
		    .meaning = "after is a client_id",
		    .remedy = "send the next of the answer before, as it is",
		},
	    .status = 400,
	},
    [CLIENTS_LIMIT] =
	{
	    .rule =
		{
		    .id = "clients.limit",
		    .error = "invalid_request",
		    .meaning = "limit is a number from 1 on, within LIMITS, "
			       "dcr.conf(5)",
		    .remedy = "send a number within the limits",
		},
	    .status = 400,
	},
    [CLIENTS_UNKNOWN] =
	{
	    .rule =
		{
		    .id = "clients.unknown",
		    .error = "invalid_request",
		    .meaning = "there is a client of this client_id",
		    .remedy = "drop the client: it is gone",
		},
	    .status = 404,
	    .clause = "RFC 9110 section 15.5.5",
	},
    {.status = 0},
};
