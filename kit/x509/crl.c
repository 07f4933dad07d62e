/* SPDX-License-Identifier: ISC */
/* Tells what a certificate revocation list is about, and whether it is the
 * latest of its scope and in date (RFC 5280 section 5). */
#include <string.h>

#include <openssl/err.h>

#include "kit/x509/private.h"

static bool
is_one_of(const X509_EXTENSION *extension, const int *known, size_t count)
{
	int nid =
	    OBJ_obj2nid(X509_EXTENSION_get_object((X509_EXTENSION *)extension));

	for (size_t i = 0; i < count; i++)
		if (nid == known[i])
			return true;
	return false;
}

static bool
has_strange(
    const STACK_OF(X509_EXTENSION) * all, const int *known, size_t count)
{
	for (int i = 0; i < X509v3_get_ext_count(all); i++) {
		X509_EXTENSION *one = X509v3_get_ext(all, i);

		if (X509_EXTENSION_get_critical(one) &&
		    !is_one_of(one, known, count))
			return true;
	}
	return false;
}

static bool
has_strange_entry(X509_CRL *list)
{
	static const int known[] = {
	    NID_crl_reason, NID_invalidity_date, NID_certificate_issuer};
	STACK_OF(X509_REVOKED) *entries = X509_CRL_get_REVOKED(list);

	for (int i = 0; i < sk_X509_REVOKED_num(entries); i++)
		if (has_strange(X509_REVOKED_get0_extensions(
				    sk_X509_REVOKED_value(entries, i)),
			known, sizeof(known) / sizeof(known[0])))
			return true;
	return false;
}

/* OpenSSL keeps the address of one of these with the list. */
static char strange, stale;

void
crl_examine(X509_CRL *list)
{
	static const int known[] = {NID_authority_key_identifier,
	    NID_crl_number, NID_delta_crl, NID_issuing_distribution_point};

	if (has_strange(X509_CRL_get0_extensions(list), known,
		sizeof(known) / sizeof(known[0])) ||
	    has_strange_entry(list))
		X509_CRL_set_meth_data(list, &strange);
}

bool
crl_strange(X509_CRL *list)
{
	return X509_CRL_get_meth_data(list) == &strange;
}

bool
crl_scope(X509_CRL *list, ISSUING_DIST_POINT **scope)
{
	int critical = -1; /* -1: there is no such extension */

	*scope = X509_CRL_get_ext_d2i(
	    list, NID_issuing_distribution_point, &critical, NULL);
	return (*scope != NULL || critical == -1) && !crl_strange(list);
}

void
crl_set_stale(X509_CRL *list)
{
	if (!crl_strange(list))
		X509_CRL_set_meth_data(list, &stale);
}

bool
crl_signed_by(X509_CRL *list, X509 *authority)
{
	return X509_NAME_cmp(X509_get_subject_name(authority),
		   X509_CRL_get_issuer(list)) == 0 &&
	       (X509_get_key_usage(authority) & KU_CRL_SIGN) != 0 &&
	       X509_CRL_verify(list, X509_get0_pubkey(authority)) == 1;
}

int64_t
crl_begin(const X509_CRL *list)
{
	return asn1_seconds(X509_CRL_get0_lastUpdate(list));
}

bool
crl_is_delta(X509_CRL *list)
{
	return X509_CRL_get_ext_by_NID(list, NID_delta_crl, -1) >= 0;
}

static bool
has_begun(const X509_CRL *list, time_t now)
{
	return crl_begin(list) <= now;
}

const char *
crl_out_of_time(X509_CRL *list, time_t now)
{
	if (!has_begun(list, now))
		return "the revocation list is dated in the future";
	if (asn1_seconds(X509_CRL_get0_nextUpdate(list)) <= now)
		return "the revocation list is out of date";
	if (X509_CRL_get_meth_data(list) == &stale)
		return "the revocation list is older than one that was here "
		       "already";
	return NULL;
}

/* Is an extension the same in both, byte for byte, or in neither? */
static bool
same_extension(X509_CRL *a, X509_CRL *b, int nid)
{
	X509_EXTENSION *one =
	    X509_CRL_get_ext(a, X509_CRL_get_ext_by_NID(a, nid, -1));
	X509_EXTENSION *other =
	    X509_CRL_get_ext(b, X509_CRL_get_ext_by_NID(b, nid, -1));

	if (one == NULL || other == NULL)
		return one == other;
	return ASN1_OCTET_STRING_cmp(X509_EXTENSION_get_data(one),
		   X509_EXTENSION_get_data(other)) == 0;
}

bool
crl_same_scope(X509_CRL *a, X509_CRL *b)
{
	return X509_NAME_cmp(X509_CRL_get_issuer(a), X509_CRL_get_issuer(b)) ==
		   0 &&
	       same_extension(a, b, NID_authority_key_identifier) &&
	       same_extension(a, b, NID_issuing_distribution_point);
}

/* Of two lists of one second, both count. */
static bool
takes_place_of(X509_CRL *newer, X509_CRL *list, time_t now)
{
	if (crl_strange(newer) || !has_begun(newer, now) ||
	    (crl_is_delta(newer) && !crl_is_delta(list)) ||
	    !crl_same_scope(newer, list))
		return false;
	return !has_begun(list, now) || crl_begin(newer) > crl_begin(list);
}

bool
crl_superseded(STACK_OF(X509_CRL) * lists, X509_CRL *list, time_t now)
{
	for (int i = 0; i < sk_X509_CRL_num(lists); i++) {
		X509_CRL *other = sk_X509_CRL_value(lists, i);

		if (other != list && takes_place_of(other, list, now))
			return true;
	}
	return false;
}

static int64_t
newest_like(STACK_OF(X509_CRL) * lists, X509_CRL *list)
{
	int64_t newest = -1;

	for (int i = 0; i < sk_X509_CRL_num(lists); i++) {
		X509_CRL *other = sk_X509_CRL_value(lists, i);

		if (crl_is_delta(other) == crl_is_delta(list) &&
		    crl_same_scope(other, list) && crl_begin(other) > newest)
			newest = crl_begin(other);
	}
	return newest;
}

bool
crl_went_back(STACK_OF(X509_CRL) * old, STACK_OF(X509_CRL) * new)
{
	for (int i = 0; i < sk_X509_CRL_num(new); i++) {
		X509_CRL *list = sk_X509_CRL_value(new, i);

		if (newest_like(new, list) < newest_like(old, list))
			return true;
	}
	return false;
}
