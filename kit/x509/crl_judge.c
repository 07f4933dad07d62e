/* SPDX-License-Identifier: ISC */
/* Judges a certificate by all revocation lists together (RFC 5280 section
 * 6.3). */
#include <openssl/err.h>

#include "kit/x509/private.h"

/* The answer serves until the first list begins or ends. */
static void
shorten(STACK_OF(X509_CRL) * lists, time_t now, time_t *until)
{
	for (int i = 0; i < sk_X509_CRL_num(lists); i++) {
		const X509_CRL *list = sk_X509_CRL_value(lists, i);
		const int64_t moments[] = {crl_begin(list),
		    asn1_seconds(X509_CRL_get0_nextUpdate(list))};

		for (int k = 0; k < 2; k++)
			if (moments[k] > now && moments[k] < *until)
				*until = (time_t)moments[k];
	}
}

/* NULL when the lists in date are together about all reasons for which the
 * certificate may be revoked. */
static const char *
why_unsure(STACK_OF(X509_CRL) * lists, const struct cert *cert, X509 *issuer,
    time_t now)
{
	const char *why =
	    "there is no revocation list of the certificate's issuer";
	unsigned reasons = 0, more;

	for (int i = 0; i < sk_X509_CRL_num(lists); i++) {
		X509_CRL *list = sk_X509_CRL_value(lists, i);

		if (crl_is_delta(list) || crl_superseded(lists, list, now))
			continue;
		more = crl_reasons(list, cert->x509, issuer, &why);
		if (more != 0 && crl_out_of_time(list, now) != NULL)
			why = crl_out_of_time(list, now);
		else
			reasons |= more;
	}
	if (reasons == CRL_ALL_REASONS)
		return NULL;
	return reasons == 0 ? why
			    : "the revocation lists are not about all reasons "
			      "of revocation";
}

/* A trust anchor may have been revoked by the authority above it; when no list
 * speaks of the trust anchor, that is good. */
enum revocation_status
crl_judge(STACK_OF(X509_CRL) * lists, const struct cert *cert, X509 *issuer,
    time_t now, time_t *until, const char **why)
{
	bool revoked = crl_listed(lists, cert->x509, now) ||
		       crl_listed(lists, issuer, now);
	const char *unsure =
	    revoked ? NULL : why_unsure(lists, cert, issuer, now);

	ERR_clear_error();
	if (revoked)
		return REVOCATION_REVOKED;
	shorten(lists, now, until);
	*why = unsure;
	return unsure == NULL ? REVOCATION_GOOD : REVOCATION_UNSURE;
}
