/* SPDX-License-Identifier: ISC */
#include <openssl/err.h>

#include "kit/x509/private.h"

/* When the first list begins or ends. */
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

/* For all reasons together, by as many lists as it takes.  NULL: nothing is
 * left to ask. */
static const char *
why_unsure(STACK_OF(X509_CRL) * lists, const struct cert *cert, X509 *issuer,
    time_t now)
{
	const char *why = "there is no revocation list of its issuer";
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
			    : "the revocation lists are not about all reasons";
}

/* An authority that the configuration trusts may have been revoked by the one
 * above it.  That there is no list of it says nothing. */
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
