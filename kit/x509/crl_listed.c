/* SPDX-License-Identifier: ISC */
/* Looks for a certificate in revocation lists and in the lists of what has
 * changed since (RFC 5280 section 5.2.4). */
#include <openssl/err.h>

#include "kit/x509/private.h"

/* Answers of X509_CRL_get0_by_cert(), which heeds the certificateIssuer of
 * entries (RFC 5280 section 5.3.3). */
enum { NOT_LISTED, LISTED, REMOVED };

static int
look_up(X509_CRL *list, X509 *x509, X509_REVOKED **entry)
{
	return X509_CRL_get0_by_cert(list, entry, x509);
}

/* -1 when the list has no number, or one that is too large to compare. */
static int64_t
number_of(X509_CRL *list, int nid)
{
	ASN1_INTEGER *number = X509_CRL_get_ext_d2i(list, nid, NULL, NULL);
	int64_t value = -1;

	if (number == NULL || ASN1_INTEGER_get_int64(&value, number) != 1)
		value = -1;
	ASN1_INTEGER_free(number);
	return value;
}

static bool
is_on_hold(const X509_REVOKED *entry)
{
	ASN1_ENUMERATED *reason =
	    X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, NULL, NULL);
	bool hold = reason != NULL &&
		    ASN1_ENUMERATED_get(reason) == CRL_REASON_CERTIFICATE_HOLD;

	ASN1_ENUMERATED_free(reason);
	return hold;
}

/* May the two lists be combined (RFC 5280 section 5.2.4)? */
static bool
adds_to(X509_CRL *delta, X509_CRL *list)
{
	int64_t number = number_of(list, NID_crl_number);

	return crl_same_scope(delta, list) && number >= 0 &&
	       number_of(delta, NID_delta_crl) >= 0 &&
	       number_of(delta, NID_delta_crl) <= number &&
	       number_of(delta, NID_crl_number) > number;
}

/* A delta takes back only what was on hold. */
static bool
is_removed(STACK_OF(X509_CRL) * lists, X509_CRL *list, X509 *x509, time_t now)
{
	X509_REVOKED *unused;

	for (int i = 0; i < sk_X509_CRL_num(lists); i++) {
		X509_CRL *delta = sk_X509_CRL_value(lists, i);

		if (crl_is_delta(delta) && !crl_strange(delta) &&
		    crl_out_of_time(delta, now) == NULL &&
		    !crl_superseded(lists, delta, now) &&
		    adds_to(delta, list) &&
		    look_up(delta, x509, &unused) == REMOVED)
			return true;
	}
	return false;
}

bool
crl_listed(STACK_OF(X509_CRL) * lists, X509 *x509, time_t now)
{
	X509_REVOKED *entry;

	for (int i = 0; i < sk_X509_CRL_num(lists); i++) {
		X509_CRL *list = sk_X509_CRL_value(lists, i);

		if (look_up(list, x509, &entry) != LISTED ||
		    crl_superseded(lists, list, now))
			continue;
		if (crl_is_delta(list) || !is_on_hold(entry) ||
		    !is_removed(lists, list, x509, now))
			return true;
	}
	return false;
}
