/* SPDX-License-Identifier: ISC */
/* Tells for which reasons of revocation a list vouches for a certificate (RFC
 * 5280 section 6.3.3). */
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "kit/arena.h"
#include "kit/x509/private.h"

static unsigned
reasons_of(const ASN1_BIT_STRING *bits)
{
	unsigned reasons = 0;

	if (bits == NULL)
		return CRL_ALL_REASONS;
	for (int i = 1; i <= 8; i++)
		if (ASN1_BIT_STRING_get_bit(bits, i))
			reasons |= 1U << i;
	return reasons;
}

static bool
names(const GENERAL_NAMES *all, const X509_NAME *name)
{
	for (int i = 0; i < sk_GENERAL_NAME_num(all); i++) {
		const GENERAL_NAME *one = sk_GENERAL_NAME_value(all, i);

		if (one->type == GEN_DIRNAME &&
		    X509_NAME_cmp(one->d.directoryName, name) == 0)
			return true;
	}
	return false;
}

static bool
share_name(const GENERAL_NAMES *a, const GENERAL_NAMES *b)
{
	for (int i = 0; i < sk_GENERAL_NAME_num(a); i++)
		for (int k = 0; k < sk_GENERAL_NAME_num(b); k++)
			if (GENERAL_NAME_cmp(sk_GENERAL_NAME_value(a, i),
				sk_GENERAL_NAME_value(b, k)) == 0)
				return true;
	return false;
}

/* The whole of a name that is relative to the list's issuer; NULL when the
 * name is not relative. */
static const X509_NAME *
whole(DIST_POINT_NAME *name, const X509_NAME *issuer)
{
	if (name->type != 1 ||
	    !DIST_POINT_set_dpname(name, (X509_NAME *)issuer))
		return NULL;
	return name->dpname;
}

static bool
same_place(DIST_POINT_NAME *a, DIST_POINT_NAME *b, const X509_NAME *issuer)
{
	const X509_NAME *one = whole(a, issuer), *other = whole(b, issuer);

	if (one != NULL && other != NULL)
		return X509_NAME_cmp(one, other) == 0;
	if (one != NULL)
		return b->type == 0 && names(b->name.fullname, one);
	if (other != NULL)
		return a->type == 0 && names(a->name.fullname, other);
	return a->type == 0 && b->type == 0 &&
	       share_name(a->name.fullname, b->name.fullname);
}

/* A distribution point without a place is where its cRLIssuer is (item (b) (2)
 * (i)). */
static bool
is_at(DIST_POINT_NAME *place, DIST_POINT *point, const X509_NAME *issuer)
{
	const X509_NAME *name;

	if (point->distpoint != NULL)
		return same_place(place, point->distpoint, issuer);
	name = whole(place, issuer);
	if (name != NULL)
		return names(point->CRLissuer, name);
	return place->type == 0 &&
	       share_name(place->name.fullname, point->CRLissuer);
}

/* One distribution point of the certificate, by items (b) (1), (b) (2) (i) and
 * (d). */
static unsigned
reasons_at(const ISSUING_DIST_POINT *scope, DIST_POINT *point,
    const X509_NAME *issuer, bool own)
{
	bool indirect = scope != NULL && scope->indirectCRL > 0;

	if (point->CRLissuer == NULL
		? !own
		: !indirect || !names(point->CRLissuer, issuer))
		return 0;
	if (scope != NULL && scope->distpoint != NULL &&
	    !is_at(scope->distpoint, point, issuer))
		return 0;
	return reasons_of(point->reasons) &
	       reasons_of(scope != NULL ? scope->onlysomereasons : NULL);
}

/* A list may be where its issuer is, whatever distribution points the
 * certificate names. */
static unsigned
reasons_without_point(
    const ISSUING_DIST_POINT *scope, const X509_NAME *issuer, bool own)
{
	DIST_POINT_NAME *place = scope != NULL ? scope->distpoint : NULL;

	if (!own || (place != NULL && !(place->type == 0 &&
					  names(place->name.fullname, issuer))))
		return 0;
	return reasons_of(scope != NULL ? scope->onlysomereasons : NULL);
}

/* Is the list about certificates of this kind (items (b) (2) (ii) to (iv))? */
static bool
is_of_kind(const ISSUING_DIST_POINT *scope, X509 *x509)
{
	bool authority = X509_check_ca(x509) > 0;

	return scope == NULL ||
	       (scope->onlyattr <= 0 && (scope->onlyuser <= 0 || !authority) &&
		   (scope->onlyCA <= 0 || authority));
}

static unsigned
reasons_for(const ISSUING_DIST_POINT *scope, X509 *x509,
    const X509_NAME *issuer, bool own, const char **why)
{
	CRL_DIST_POINTS *points =
	    X509_get_ext_d2i(x509, NID_crl_distribution_points, NULL, NULL);
	unsigned reasons = 0;

	for (int i = 0; i < sk_DIST_POINT_num(points); i++)
		reasons |= reasons_at(
		    scope, sk_DIST_POINT_value(points, i), issuer, own);
	reasons |= reasons_without_point(scope, issuer, own);
	if (reasons == 0 && (own || points != NULL))
		*why = points == NULL
			   ? "the certificate does not say at which "
			     "distribution point its revocation list is"
			   : "the revocation list is of another distribution "
			     "point than the certificate's";
	CRL_DIST_POINTS_free(points);
	return reasons;
}

unsigned
crl_reasons(X509_CRL *list, X509 *x509, X509 *issuer, const char **why)
{
	const X509_NAME *name = X509_CRL_get_issuer(list);
	bool own = X509_NAME_cmp(name, X509_get_issuer_name(x509)) == 0;
	ISSUING_DIST_POINT *scope;
	unsigned reasons = 0;

	if (!crl_scope(list, &scope) || (own && !crl_signed_by(list, issuer))) {
		if (own)
			*why =
			    "the revocation list has an extension that is not "
			    "known, or is not signed by the issuer's key";
	} else if (!is_of_kind(scope, x509)) {
		if (own)
			*why = "the revocation list is about certificates of "
			       "another kind";
	} else
		reasons = reasons_for(scope, x509, name, own, why);
	ISSUING_DIST_POINT_free(scope);
	ERR_clear_error();
	return reasons;
}
