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
		    .remedy = "authenticate by private_key_jwt or "
			      "tls_client_auth; send no secret",
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
		    .remedy = "authenticate by one method",
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
		    .remedy = "send client_id (tls_client_auth) or "
			      "client_assertion (private_key_jwt)",
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
		    .remedy = "compare client_id and certificate with those of "
			      "the registration",
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
		    .remedy = "ask the bank why the client is suspended",
		},
	    .status = 400,
	    .clause = "RFC 6749 section 5.2",
	},
    [CLIENT_AUTHENTICATION_PENDING] =
	{
	    .rule =
		{
		    .id = "client_authentication.pending",
		    .error = "invalid_client",
		    .meaning = "the bank has let in the client",
		    .remedy = "ask the bank when it lets the client in",
		},
	    .status = 400,
	},
    [CLIENT_AUTHENTICATION_METHOD] =
	{
	    .rule =
		{
		    .id = "client_authentication.method",
		    .error = "invalid_client",
		    .meaning = "the method is the registered "
			       "token_endpoint_auth_method",
		    .remedy = "authenticate by the registered method, or "
			      "change it by PUT",
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
		    .meaning = "the certificate has the registered name",
		    .remedy = "connect with the registered certificate, or "
			      "change the name by PUT",
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
		    .remedy = "send "
			      "urn:ietf:params:oauth:client-assertion-type:jwt-"
			      "bearer",
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
		    .remedy = "send both parameters, or neither",
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
		    .remedy =
			"send the assertion just as your JWT library makes it",
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
		    .remedy = "put the client_id into iss and into sub",
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
		    .remedy = "sign with the registered algorithm, or change "
			      "it by PUT",
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
		    .remedy = "have the directory publish your keys, and "
			      "register anew",
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
		    .remedy = "publish the signing key in your key set, and "
			      "put its kid into the header",
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
		    .remedy = "sign with the private key that belongs to kid",
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
		    .remedy = "sign with a key that is not revoked there",
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
		    .remedy = "use another certificate, which the directory "
			      "has not revoked",
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
		    .remedy = "put the issuer, as the discovery document has "
			      "it, into aud",
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
		    .remedy = "let exp be a few minutes from now, in seconds; "
			      "set your clock (NTP)",
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
		    .remedy = "put a new random text, such as a UUID, into jti",
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
		    .remedy = "make a new assertion, with a new jti, for each "
			      "request",
		},
	    .status = 400,
	    .clause = "RFC 7523 section 3",
	},
    {.status = 0},
};
