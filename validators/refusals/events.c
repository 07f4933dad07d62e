/* SPDX-License-Identifier: ISC */
/* Refusals of servers that poll events. */
#include "validators/refusals/refusals.h"

#include <stddef.h>

const struct refusal refusals_events[] = {
    [EVENTS_STRANGER] =
	{
	    .rule =
		{
		    .id = "events.stranger",
		    .error = "access_denied",
		    .meaning = "the client certificate is that of the server "
			       "that a receiver of dcr.conf polls by",
		    .remedy = "name the certificate of the server with its "
			      "receiver in dcr.conf",
		},
	    .status = 403,
	},
    [EVENTS_CONTENT_TYPE] =
	{
	    .rule =
		{
		    .id = "events.content_type",
		    .error = "invalid_request",
		    .meaning = "the Content-Type is application/json",
		    .remedy = "send Content-Type: application/json",
		},
	    .status = 415,
	    .clause = "RFC 8936 section 2.4",
	},
    [EVENTS_JSON] =
	{
	    .rule =
		{
		    .id = "events.json",
		    .error = "invalid_request",
		    .meaning = "the body is JSON",
		    .remedy = "send one JSON object",
		},
	    .status = 400,
	    .clause = "RFC 8936 section 2.4",
	},
    [EVENTS_OBJECT] =
	{
	    .rule =
		{
		    .id = "events.object",
		    .error = "invalid_request",
		    .meaning = "the body is an object",
		    .remedy = "send one JSON object",
		},
	    .status = 400,
	    .clause = "RFC 8936 section 2.4",
	},
    [EVENTS_MAX_EVENTS] =
	{
	    .rule =
		{
		    .id = "events.max_events",
		    .error = "invalid_request",
		    .meaning = "maxEvents is a number from 0 on",
		    .remedy = "send maxEvents as a number, or leave it out",
		},
	    .status = 400,
	    .clause = "RFC 8936 section 2.4",
	},
    [EVENTS_RETURN_IMMEDIATELY] =
	{
	    .rule =
		{
		    .id = "events.return_immediately",
		    .error = "invalid_request",
		    .meaning = "returnImmediately is true or false",
		    .remedy = "send true or false, or leave it out",
		},
	    .status = 400,
	    .clause = "RFC 8936 section 2.4",
	},
    [EVENTS_ACK] =
	{
	    .rule =
		{
		    .id = "events.ack",
		    .error = "invalid_request",
		    .meaning = "ack is an array of strings",
		    .remedy =
			"send the jti of each token that was taken, as strings",
		},
	    .status = 400,
	    .clause = "RFC 8936 section 2.4",
	},
    [EVENTS_SET_ERRS] =
	{
	    .rule =
		{
		    .id = "events.set_errs",
		    .error = "invalid_request",
		    .meaning = "setErrs is an object of objects",
		    .remedy = "send an object: jti, and an object with err and "
			      "description",
		},
	    .status = 400,
	    .clause = "RFC 8936 section 2.4",
	},
    {.status = 0},
};
