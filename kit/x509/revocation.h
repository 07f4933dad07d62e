/* SPDX-License-Identifier: ISC */
#ifndef KIT_X509_REVOCATION_H
#define KIT_X509_REVOCATION_H

#include <stdbool.h>
#include <time.h>

#include "kit/x509/cert.h"

struct arena;
struct fetch_policy;
struct json;

/*
 * Has the authority that issued a certificate revoked it?  Certificate
 * revocation lists (RFC 5280 section 5) and OCSP responders (RFC 6960) are
 * asked, as the configuration says.  One "revoked" among the answers wins; else
 * one "good" will do.
 */
enum revocation_mode {
	REVOCATION_OFF,	 /* nobody is asked */
	REVOCATION_SOFT, /* a certificate is good when nobody can say */
	REVOCATION_HARD	 /* fail closed: else TRUST_UNSURE */
};

struct revocation_setup {
	enum revocation_mode mode;
	const char *crl;       /* file or folder; NULL: no lists */
	bool ocsp;	       /* are responders asked? */
	const char *responder; /* URI; NULL: each certificate names one */
	unsigned seconds;      /* until a responder must have answered */

	const struct fetch_policy *policy; /* hosts, for the responders */
	const char *cache; /* folder, for their answers; kit/net/cache.h */
};

struct revocation;

/* The arena's; setup and trust must outlive it.  What is wrong with lists and
 * responders shows later, by revocation_fault() and in the answers. */
struct revocation *revocation_open(struct arena *arena,
    const struct revocation_setup *setup, const struct trust *trust);

/* Which list speaks of which certificates, as crls_describe(); NULL: there are
 * no lists to look into. */
const struct json *revocation_lists(
    struct revocation *revocation, time_t now, struct arena *arena);

/* What an operator should mend before dcr serves; NULL: nothing. */
const char *revocation_fault(
    struct revocation *revocation, struct arena *arena);

/* Asks the OCSP responder of the configuration, if there is one, whether it
 * answers for each trust anchor now.  NULL: so it does, or nobody is asked; else
 * what is wrong (the arena's, or static). */
const char *revocation_responder_fault(const struct revocation *revocation,
    const struct trust *trust, time_t now, struct arena *arena);

#endif
