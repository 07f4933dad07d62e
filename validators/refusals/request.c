/* SPDX-License-Identifier: ISC */
/* Refusals of any request, before it is known what it asks for. */
#include "validators/refusals/refusals.h"

#include <stddef.h>

const struct refusal refusals_request[] = {
    [REQUEST_HEADER_TWICE] =
	{
	    .rule =
		{
		    .id = "request.header_twice",
		    .error = "invalid_request",
		    .meaning =
			"a header that dcr reads comes once, in one spelling",
		    .remedy = "send each header once",
		},
	    .status = 400,
	    .clause = "RFC 9110 section 5.3",
	},
    [REQUEST_HEADER_SIZE] =
	{
	    .rule =
		{
		    .id = "request.header_size",
		    .error = "invalid_request",
		    .meaning = "a header or the client certificate keeps "
			       "within LIMITS, dcr.conf(5)",
		    .remedy = "send shorter headers, or a smaller certificate",
		},
	    .status = 431,
	    .clause = "RFC 6585 section 5",
	},
    [REQUEST_CLIENT_CERT] =
	{
	    .rule =
		{
		    .id = "request.client_cert",
		    .error = "invalid_request",
		    .meaning = "the proxy in front sends one Client-Cert",
		    .remedy = "tell the bank: its proxy hands on two client "
			      "certificates",
		},
	    .status = 400,
	    .clause = "RFC 9440 section 2.2",
	},
    [REQUEST_ENCODING] =
	{
	    .rule =
		{
		    .id = "request.encoding",
		    .error = "invalid_request",
		    .meaning =
			"the body comes as it is, without Content-Encoding",
		    .remedy = "send the body without Content-Encoding",
		},
	    .status = 415,
	    .clause = "RFC 9110 section 8.4",
	},
    [REQUEST_CONTENT_LENGTH] =
	{
	    .rule =
		{
		    .id = "request.content_length",
		    .error = "invalid_request",
		    .meaning = "Content-Length is a number",
		    .remedy = "let the HTTP library write Content-Length",
		},
	    .status = 400,
	    .clause = "RFC 9110 section 8.6",
	},
    [REQUEST_BODY_SHORT] =
	{
	    .rule =
		{
		    .id = "request.body_short",
		    .error = "invalid_request",
		    .meaning = "the body is as long as its Content-Length",
		    .remedy = "send the whole body, and let the HTTP library "
			      "write Content-Length",
		},
	    .status = 400,
	    .clause = "RFC 9110 section 8.6",
	},
    [REQUEST_BODY_MISSING] =
	{
	    .rule =
		{
		    .id = "request.body_missing",
		    .error = "invalid_request",
		    .meaning = "a POST or a PUT brings a body",
		    .remedy = "send the request as the body",
		},
	    .status = 411,
	    .clause = "RFC 9110 section 15.5.12",
	},
    [REQUEST_BODY_SIZE] =
	{
	    .rule =
		{
		    .id = "request.body_size",
		    .error = "invalid_request",
		    .meaning = "the body keeps within LIMITS, dcr.conf(5)",
		    .remedy = "send a smaller body",
		},
	    .status = 413,
	    .clause = "RFC 9110 section 15.5.14",
	},
    [REQUEST_MEMORY] =
	{
	    .rule =
		{
		    .id = "request.memory",
		    .error = "invalid_request",
		    .meaning = "judging the request takes no more memory than "
			       "one request may take",
		    .remedy = "send fewer or shorter values",
		},
	    .status = 413,
	    .clause = "RFC 9110 section 15.5.14",
	},
    [REQUEST_PATH] =
	{
	    .rule =
		{
		    .id = "request.path",
		    .error = "invalid_request",
		    .meaning = "there is an endpoint at the path",
		    .remedy = "use the addresses of the discovery document, "
			      "without a slash at the end",
		},
	    .status = 404,
	    .clause = "RFC 9110 section 15.5.5",
	},
    [REQUEST_METHOD_UNKNOWN] =
	{
	    .rule =
		{
		    .id = "request.method",
		    .error = "invalid_request",
		    .meaning = "the endpoint takes the method",
		    .remedy = "use a method that the header Allow lists",
		},
	    .status = 405,
	    .clause = "RFC 9110 section 15.5.6",
	},
    [REQUEST_FORM_TYPE] =
	{
	    .rule =
		{
		    .id = "request.form_type",
		    .error = "invalid_request",
		    .meaning = "what a form is expected of has the "
			       "Content-Type application/x-www-form-urlencoded",
		    .remedy = "send a form: Content-Type: "
			      "application/x-www-form-urlencoded",
		},
	    .status = 415,
	    .clause = "RFC 6749 section 4.4.2",
	},
    [REQUEST_FORM] =
	{
	    .rule =
		{
		    .id = "request.form",
		    .error = "invalid_request",
		    .meaning =
			"the body is a form in which each parameter comes once",
		    .remedy = "send each parameter once, percent-encoded, with "
			      "& between",
		},
	    .status = 400,
	    .clause = "RFC 6749 section 3.2",
	},
    {.status = 0},
};
