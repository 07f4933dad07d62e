/* SPDX-License-Identifier: ISC */
/* Tells by revocation lists and OCSP whether a certificate has been revoked. */
#include "kit/x509/revocation.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/limits.h"
#include "kit/log.h"
#include "kit/x509/private.h"

struct revocation {
	const struct revocation_setup *setup;
	struct crls *crls; /* NULL: there are no lists */
};

struct revocation *
revocation_open(struct arena *arena, const struct revocation_setup *setup,
    const struct trust *trust)
{
	struct revocation *revocation = arena_alloc(arena, sizeof(*revocation));

	revocation->setup = setup;
	if (setup->mode != REVOCATION_OFF && setup->crl != NULL)
		revocation->crls =
		    crls_open(arena, setup->crl, setup->cache, trust);
	return revocation;
}

uint64_t
revocation_edition(struct revocation *revocation)
{
	return revocation->crls != NULL ? crls_edition(revocation->crls) : 0;
}

/* Where the configuration says "soft", a certificate that nobody vouches for is
 * let through, but not for long: the responder may be back in a moment. */
static enum trust_answer
without_answer(const struct revocation_setup *setup, const struct cert *cert,
    time_t now, time_t *until, const char *why)
{
	const time_t soon = now + LIMIT_KEYS_FAILURE_SECONDS;

	if (setup->mode == REVOCATION_HARD)
		return TRUST_UNSURE;
	log_line("revocation: certificate %.16s: let through: %s",
	    cert_sha256_hex(cert), why);
	if (*until > soon)
		*until = soon;
	return TRUST_OK;
}

/* A responder knows more than a list does; the list stands in when the
 * responder cannot be asked. */
enum trust_answer
revocation_check(struct revocation *revocation, const struct cert *cert,
    struct x509_st *issuer, time_t now, struct arena *arena, time_t *until,
    const char **why)
{
	const struct revocation_setup *setup = revocation->setup;
	enum revocation_status listed = REVOCATION_UNSURE, asked = listed;
	time_t lists_until = *until, answer_until = *until;

	if (setup->mode == REVOCATION_OFF)
		return TRUST_OK;
	if (revocation->crls != NULL)
		listed = crls_check(
		    revocation->crls, cert, issuer, now, &lists_until, why);
	if (listed != REVOCATION_REVOKED && setup->ocsp)
		asked = ocsp_ask(
		    setup, cert, issuer, now, arena, &answer_until, why);
	if (listed == REVOCATION_REVOKED || asked == REVOCATION_REVOKED)
		return TRUST_REVOKED;
	if (asked == REVOCATION_GOOD)
		*until = answer_until;
	if (revocation->crls != NULL && lists_until < *until)
		*until = lists_until; /* then another list may have it */
	if (asked == REVOCATION_GOOD || listed == REVOCATION_GOOD)
		return TRUST_OK;
	return without_answer(setup, cert, now, until, *why);
}

const struct json *
revocation_lists(struct revocation *revocation, time_t now, struct arena *arena)
{
	if (revocation->crls == NULL)
		return NULL;
	(void)crls_edition(revocation->crls);
	return crls_describe(revocation->crls, now, arena);
}

const char *
revocation_fault(struct revocation *revocation, struct arena *arena)
{
	if (revocation->crls == NULL)
		return NULL;
	(void)crls_edition(revocation->crls);
	return crls_fault(revocation->crls, arena);
}

const char *
revocation_responder_fault(const struct revocation *revocation,
    const struct trust *trust, time_t now, struct arena *arena)
{
	const struct revocation_setup *setup = revocation->setup;
	const char *why = NULL;

	if (setup->mode == REVOCATION_OFF || !setup->ocsp ||
	    setup->responder == NULL)
		return NULL;
	for (int i = 0; why == NULL && i < sk_X509_num(trust->anchors); i++)
		why = ocsp_probe(
		    setup, sk_X509_value(trust->anchors, i), now, arena);
	return why;
}
