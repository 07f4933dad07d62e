/* SPDX-License-Identifier: ISC */
/* Refusals of who does not authenticate as a client. */
#include "validators/refusals/refusals.h"

#include <stddef.h>

const struct refusal refusals_client_authentication[] = {
    [CLIENT_AUTHENTICATION_SECRET] =
	{
	    .rule =
		{
		    .id = "client_authentication.secret",
		    .error = "invalid_client",
		    .meaning = "a client authenticates by private_key_jwt or "
			       "tls_client_auth, never by a secret",
		},
	    .status = 400,
	    .clause = "RFC 6749 section 2.3",
	},
    [CLIENT_AUTHENTICATION_TWO] =
	{
	    .rule =
		{
		    .id = "client_authentication.two",
		    .error = "invalid_request",
		    .meaning =
			"a client authenticates by one method in a request",
		},
	    .status = 400,
	    .clause = "RFC 6749 section 2.3",
	},
    [CLIENT_AUTHENTICATION_MISSING] =
	{
	    .rule =
		{
		    .id = "client_authentication.missing",
		    .error = "invalid_client",
		    .meaning = "a client says who it is, by client_id or "
			       "client_assertion",
		},
	    .status = 400,
	    .clause = "RFC 6749 section 2.3",
	},
    [CLIENT_AUTHENTICATION_CLIENT] =
	{
	    .rule =
		{
		    .id = "client_authentication.client",
		    .error = "invalid_client",
		    .meaning = "the client is registered and of the "
			       "certificate's party",
		},
	    .status = 400,
	    .clause = "RFC 6749 section 5.2",
	},
    [CLIENT_AUTHENTICATION_SUSPENDED] =
	{
	    .rule =
		{
		    .id = "client_authentication.suspended",
		    .error = "invalid_client",
		    .meaning = "the client is not suspended",
		},
	    .status = 400,
	    .clause = "RFC 6749 section 5.2",
	},
    [CLIENT_AUTHENTICATION_METHOD] =
	{
	    .rule =
		{
		    .id = "client_authentication.method",
		    .error = "invalid_client",
		    .meaning = "the method is the registered "
			       "token_endpoint_auth_method",
		},
	    .status = 400,
	    .clause = "RFC 7591 section 2",
	},
    [CLIENT_AUTHENTICATION_SUBJECT] =
	{
	    .rule =
		{
		    .id = "client_authentication.subject",
		    .error = "invalid_client",
		    .meaning = "the certificate has the registered "
			       "tls_client_auth_subject_dn",
		},
	    .status = 400,
	    .clause = "RFC 8705 section 2.1.2",
	},
    [CLIENT_AUTHENTICATION_TYPE] =
	{
	    .rule =
		{
		    .id = "client_authentication.assertion_type",
		    .error = "invalid_client",
		    .meaning = "client_assertion_type is that of a JWT",
		},
	    .status = 400,
	    .clause = "RFC 7523 section 2.2",
	},
    [CLIENT_AUTHENTICATION_PAIR] =
	{
	    .rule =
		{
		    .id = "client_authentication.assertion_pair",
		    .error = "invalid_request",
		    .meaning = "client_assertion and client_assertion_type "
			       "come together",
		},
	    .status = 400,
	    .clause = "RFC 7521 section 4.2",
	},
    [CLIENT_AUTHENTICATION_FORM] =
	{
	    .rule =
		{
		    .id = "client_authentication.assertion_form",
		    .error = "invalid_client",
		    .meaning = "client_assertion is a JWT that is signed",
		},
	    .status = 400,
	    .clause = "RFC 7515 section 7.1",
	},
    [CLIENT_AUTHENTICATION_ISS] =
	{
	    .rule =
		{
		    .id = "client_authentication.assertion_iss",
		    .error = "invalid_client",
		    .meaning = "iss and sub of an assertion are the client_id",
		},
	    .status = 400,
	    .clause = "RFC 7523 section 3",
	},
    [CLIENT_AUTHENTICATION_ALG] =
	{
	    .rule =
		{
		    .id = "client_authentication.assertion_alg",
		    .error = "invalid_client",
		    .meaning = "alg of an assertion is the registered "
			       "token_endpoint_auth_signing_alg",
		},
	    .status = 400,
	    .clause = "RFC 7591 section 2",
	},
    [CLIENT_AUTHENTICATION_KEYS] =
	{
	    .rule =
		{
		    .id = "client_authentication.assertion_keys",
		    .error = "invalid_client",
		    .meaning = "a client that signs assertions has registered "
			       "its keys",
		},
	    .status = 400,
	    .clause = "RFC 7523 section 3",
	},
    [CLIENT_AUTHENTICATION_KEY] =
	{
	    .rule =
		{
		    .id = "client_authentication.assertion_key",
		    .error = "invalid_client",
		    .meaning =
			"a key of the client fits kid and alg of an assertion",
		},
	    .status = 400,
	    .clause = "RFC 7515 section 4.1.4",
	},
    [CLIENT_AUTHENTICATION_SIGNATURE] =
	{
	    .rule =
		{
		    .id = "client_authentication.assertion_signature",
		    .error = "invalid_client",
		    .meaning = "an assertion is signed by the client",
		},
	    .status = 400,
	    .clause = "RFC 7523 section 3",
	},
    [CLIENT_AUTHENTICATION_REVOKED_KEY] =
	{
	    .rule =
		{
		    .id = "client_authentication.revoked_key",
		    .error = "invalid_client",
		    .meaning =
			"the directory has not revoked the key of an assertion",
		},
	    .status = 400,
	},
    [CLIENT_AUTHENTICATION_REVOKED_CERTIFICATE] =
	{
	    .rule =
		{
		    .id = "client_authentication.revoked_certificate",
		    .error = "invalid_client",
		    .meaning =
			"the directory has not revoked the client certificate",
		},
	    .status = 400,
	},
    [CLIENT_AUTHENTICATION_AUD] =
	{
	    .rule =
		{
		    .id = "client_authentication.assertion_aud",
		    .error = "invalid_client",
		    .meaning = "aud of an assertion is this server",
		},
	    .status = 400,
	    .clause = "RFC 7523 section 3",
	},
    [CLIENT_AUTHENTICATION_TIMES] =
	{
	    .rule =
		{
		    .id = "client_authentication.assertion_times",
		    .error = "invalid_client",
		    .meaning = "exp, iat and nbf of an assertion are times, "
			       "and hold now",
		},
	    .status = 400,
	    .clause = "RFC 7523 section 3",
	},
    [CLIENT_AUTHENTICATION_JTI] =
	{
	    .rule =
		{
		    .id = "client_authentication.assertion_jti",
		    .error = "invalid_client",
		    .meaning =
			"jti of an assertion is a string of 1 to 128 bytes",
		},
	    .status = 400,
	    .clause = "RFC 7523 section 3",
	},
    [CLIENT_AUTHENTICATION_JTI_SPENT] =
	{
	    .rule =
		{
		    .id = "client_authentication.assertion_spent",
		    .error = "invalid_client",
		    .meaning = "an assertion is used once",
		},
	    .status = 400,
	    .clause = "RFC 7523 section 3",
	},
    {.status = 0},
};
