/* SPDX-License-Identifier: ISC */
/* Refusals of who asks for an access token. */
#include "validators/refusals/refusals.h"

#include <stddef.h>

const struct refusal refusals_token[] = {
    [TOKEN_GRANT_MISSING] =
	{
	    .rule =
		{
		    .id = "token.grant_missing",
		    .error = "invalid_request",
		    .meaning = "grant_type is there",
		    .remedy = "send grant_type=client_credentials",
		},
	    .status = 400,
	    .clause = "RFC 6749 section 4.4.2",
	},
    [TOKEN_GRANT_TYPE] =
	{
	    .rule =
		{
		    .id = "token.grant_type",
		    .error = "unsupported_grant_type",
		    .meaning = "grant_type is client_credentials",
		    .remedy = "send grant_type=client_credentials; users are "
			      "the authorization server's",
		},
	    .status = 400,
	    .clause = "RFC 6749 section 4.4.2",
	},
    [TOKEN_GRANT_REGISTERED] =
	{
	    .rule =
		{
		    .id = "token.grant_registered",
		    .error = "unauthorized_client",
		    .meaning = "the client has registered the grant_type "
			       "client_credentials",
		    .remedy = "register the grant type first, by PUT",
		},
	    .status = 400,
	    .clause = "RFC 6749 section 5.2",
	},
    [TOKEN_DPOP] =
	{
	    .rule =
		{
		    .id = "token.dpop",
		    .error = "unauthorized_client",
		    .meaning = "the client has not registered that it always "
			       "uses DPoP",
		    .remedy = "register dpop_bound_access_tokens as false, by "
			      "PUT: access tokens of this server are bound to "
			      "the certificate",
		},
	    .status = 400,
	    .clause = "RFC 9449 section 5.2",
	},
    [TOKEN_SCOPE_REGISTERED] =
	{
	    .rule =
		{
		    .id = "token.scope_registered",
		    .error = "invalid_scope",
		    .meaning = "the scope is registered for the client",
		    .remedy =
			"ask for registered scopes, or register more by PUT",
		},
	    .status = 400,
	    .clause = "RFC 6749 section 5.2",
	},
    [TOKEN_SCOPE_ROLE] =
	{
	    .rule =
		{
		    .id = "token.scope_role",
		    .error = "invalid_scope",
		    .meaning = "the client certificate has the role that the "
			       "scope goes with",
		    .remedy = "connect with a certificate that has the role, "
			      "or ask for less",
		},
	    .status = 400,
	    .clause = "RFC 6749 section 5.2",
	},
    [TOKEN_SCOPE_USER] =
	{
	    .rule =
		{
		    .id = "token.scope_user",
		    .error = "invalid_scope",
		    .meaning = "the scope is one that needs no user",
		    .remedy = "ask for scopes that need no user, or have the "
			      "user consent",
		},
	    .status = 400,
	    .clause = "RFC 6749 section 5.2",
	},
    [TOKEN_SCOPE_NOTHING] =
	{
	    .rule =
		{
		    .id = "token.scope_nothing",
		    .error = "invalid_scope",
		    .meaning = "of the registered scope something is left that "
			       "needs no user",
		    .remedy = "register a scope that needs no user, by PUT",
		},
	    .status = 400,
	    .clause = "RFC 6749 section 5.2",
	},
    {.status = 0},
};
