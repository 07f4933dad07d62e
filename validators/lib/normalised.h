/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_NORMALISED_H
#define VALIDATORS_LIB_NORMALISED_H

#include <stdbool.h>

struct arena;
struct json;
struct members;
struct profile;

/*
 * A client in the names of standards, whatever the names of its regime: those
 * of RFC 7591 and OpenID Connect Registration, RFC 8705 (mutual TLS), RFC 9101
 * (signed requests), RFC 9126 (pushed requests), RFC 9396, RFC 9449, JARM, CIBA
 * and OpenID Connect Logout, and no other.  An authorization server can take it
 * as it is.  All of it is the arena's.
 */
struct normalised {
	struct members *client;	 /* without jwks, which is a key */
	const struct json *jwks; /* NULL: the keys are at jwks_uri, or there are
				    none */
	/* What no standard of registrations knows: of the statement, as the
	 * profile's claims name it.  NULL: not said. */
	const char *organisation_id, *organisation_name;
	const struct json *roles; /* an array: those in each of the profile's
				     effective_roles */
};

/* Is the subject of the certificate the tls_client_auth_subject_dn that was
 * registered? */
enum normalised_named {
	NAMED_UNKNOWN, /* to be found out, which costs more than all else */
	NAMED_SUBJECT,
	NAMED_ANOTHER
};

/* What it is made of. */
struct normalised_of {
	struct members *registered; /* the client metadata */
	const struct json *claims;  /* of the software statement, which was
				       proved when the client was registered;
				       NULL: there is no signed one */
	const struct json *roles;   /* roles_claimed() of it; NULL: to be
				       found */
	const char *subject;	    /* of the registered certificate
				       (kit/x509/cert.h, cert_subject_form());
				       "" or NULL: it is not known */
	enum normalised_named named;
};

/*
 * A member has its name in a registration, or the one that the profile's
 * "normalised" gives, or is the statement's claim of the profile's "claims".
 *
 * Filled in where nothing was registered: token_endpoint_auth_method,
 * grant_types and response_types (RFC 7591 section 2; [] where no grant
 * redirects users), and that access tokens are bound to certificates (RFC 8705
 * section 3.4), as every client of this server has one, unless the client has
 * them bound to a key of its own (RFC 9449 section 5.2).
 *
 * tls_client_auth_subject_dn is the certificate's own, where the client
 * authenticates by it (RFC 8705 section 2.1.2) and has named that subject,
 * however written, or none.  The keys are at jwks_uri, or
 * in jwks, and never in both (RFC 7591 section 2); a client without keys has no
 * member that needs some, such as request_object_signing_alg; and one that
 * authenticates without a JWT has no token_endpoint_auth_signing_alg (OpenID
 * Connect Registration 1.0 section 2).
 */
struct normalised *normalised_make(struct arena *arena,
    const struct profile *profile, const struct normalised_of *of);

/* Whose software a statement of these claims is: as software_of()
 * (validators/lib/submission.h). */
const char *normalised_software(struct arena *arena,
    const struct profile *profile, const struct json *claims);

/* Is this one of the names, with a language tag (RFC 7591 section 2.2) or
 * without? */
bool normalised_is(const char *name);

/* All of them, in the order of strcmp(); NULL ends. */
const char *const *normalised_names(void);

#endif
