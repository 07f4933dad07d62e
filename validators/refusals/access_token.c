/* SPDX-License-Identifier: ISC */
/* Refusals of bearer tokens, at a registration and at the APIs. */
#include "validators/refusals/refusals.h"

#include <stddef.h>

const struct refusal refusals_access_token[] = {
    [ACCESS_TOKEN_MISSING] =
	{
	    .rule =
		{
		    .id = "access_token.missing",
		    .error = "invalid_token",
		    .meaning = "a token comes in the header Authorization, by "
			       "the scheme Bearer",
		    .remedy = "send Authorization: Bearer TOKEN",
		},
	    .status = 401,
	    .clause = "RFC 6750 section 3",
	},
    [ACCESS_TOKEN_INVALID] =
	{
	    .rule =
		{
		    .id = "access_token.invalid",
		    .error = "invalid_token",
		    .meaning = "an access token is of a server that is trusted "
			       "here, for us, not expired and not revoked",
		    .remedy = "get a new access token",
		},
	    .status = 401,
	    .clause = "RFC 6750 section 3.1",
	},
    [ACCESS_TOKEN_REGISTRATION] =
	{
	    .rule =
		{
		    .id = "access_token.registration",
		    .error = "invalid_token",
		    .meaning = "a registration access token is the one of the "
			       "client that it comes for",
		    .remedy = "send the registration access token of the last "
			      "answer, or ask for a new one",
		},
	    .status = 401,
	    .clause = "RFC 7592 section 3",
	},
    [ACCESS_TOKEN_KIND] =
	{
	    .rule =
		{
		    .id = "access_token.kind",
		    .error = "invalid_token",
		    .meaning = "a registration is managed by the token that "
			       "its regime has: one of the client's own",
		    .remedy = "send the kind of token that docs/protocol, "
			      "MANAGING, names for the regime",
		},
	    .status = 401,
	    .clause = "RFC 6750 section 3.1",
	},
    [ACCESS_TOKEN_CERTIFICATE] =
	{
	    .rule =
		{
		    .id = "access_token.certificate",
		    .error = "invalid_token",
		    .meaning = "a token that is bound to a certificate comes "
			       "with that certificate",
		    .remedy = "connect with the certificate with which the "
			      "token was had",
		},
	    .status = 401,
	    .clause = "RFC 8705 section 3",
	},
    [ACCESS_TOKEN_CLIENT] =
	{
	    .rule =
		{
		    .id = "access_token.client",
		    .error = "invalid_token",
		    .meaning = "a token is of a client that is registered, and "
			       "comes for that client",
		    .remedy =
			"use the token of the very client that is in the path",
		},
	    .status = 401,
	    .clause = "RFC 7592 section 2",
	},
    [ACCESS_TOKEN_PARTY] =
	{
	    .rule =
		{
		    .id = "access_token.party",
		    .error = "invalid_token",
		    .meaning = "a registration is managed with a certificate "
			       "of its own party",
		    .remedy = "connect with a certificate of the organisation "
			      "that has registered",
		},
	    .status = 401,
	    .clause = "RFC 7592 section 2",
	},
    [ACCESS_TOKEN_WITHDRAWN] =
	{
	    .rule =
		{
		    .id = "access_token.withdrawn",
		    .error = "invalid_token",
		    .meaning = "a token is younger than the last suspension or "
			       "loss of scopes of its client",
		    .remedy = "get a new access token",
		},
	    .status = 401,
	    .clause = "RFC 6750 section 3.1",
	},
    [ACCESS_TOKEN_GRANT] =
	{
	    .rule =
		{
		    .id = "access_token.grant",
		    .error = "invalid_token",
		    .meaning = "the client is registered for the grant that "
			       "the token comes of",
		    .remedy =
			"register the grant type first, or use another token",
		},
	    .status = 401,
	    .clause = "RFC 6750 section 3.1",
	},
    [ACCESS_TOKEN_SUSPENDED] =
	{
	    .rule =
		{
		    .id = "access_token.suspended",
		    .error = "invalid_token",
		    .meaning = "the client of a token is not suspended",
		    .remedy = "ask the bank why the client is suspended",
		},
	    .status = 401,
	    .clause = "RFC 6750 section 3.1",
	},
    [ACCESS_TOKEN_PENDING] =
	{
	    .rule =
		{
		    .id = "access_token.pending",
		    .error = "invalid_token",
		    .meaning = "the bank has let in the client of a token",
		    .remedy = "ask the bank when it lets the client in",
		},
	    .status = 401,
	    .clause = "RFC 6750 section 3.1",
	},
    [ACCESS_TOKEN_SCOPE] =
	{
	    .rule =
		{
		    .id = "access_token.scope",
		    .error = "insufficient_scope",
		    .meaning = "a token has the scope that is asked for",
		    .remedy = "get an access token with the scope that the "
			      "challenge names",
		},
	    .status = 403,
	    .clause = "RFC 6750 section 3.1",
	},
    [ACCESS_TOKEN_USER] =
	{
	    .rule =
		{
		    .id = "access_token.user",
		    .error = "insufficient_scope",
		    .meaning =
			"a user gave the token, where the APIs are a user's",
		    .remedy = "get an access token by a flow in which the user "
			      "consents",
		},
	    .status = 403,
	    .clause = "RFC 6750 section 3.1",
	},
    [ACCESS_TOKEN_SCOPELESS] =
	{
	    .rule =
		{
		    .id = "access_token.scopeless",
		    .error = "insufficient_scope",
		    .meaning = "a client's own token has a scope, where it "
			       "calls an API",
		    .remedy = "get an access token with a scope",
		},
	    .status = 403,
	    .clause = "RFC 6750 section 3.1",
	},
    {.status = 0},
};
