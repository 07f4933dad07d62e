/* SPDX-License-Identifier: ISC */
#include "kit/cert_crl_parts.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include "kit/cert_private.h"

struct finding {
	bool revoked;
	const char *unsure; /* NULL: nothing is */
};

/* OpenSSL asks whether to go on.  A list that is out of date is looked into
 * all the same; one that is not signed as it should be, or that says more than
 * can be read (RFC 5280 section 5.2), is not. */
static int
on_event(int ok, X509_STORE_CTX *ctx)
{
	struct finding *finding = X509_STORE_CTX_get_app_data(ctx);

	if (ok)
		return 1;
	switch (X509_STORE_CTX_get_error(ctx)) {
	case X509_V_ERR_CERT_REVOKED:
		finding->revoked = true;
		return 1;
	case X509_V_ERR_CRL_HAS_EXPIRED:
		finding->unsure = "the revocation list is out of date";
		return 1;
	case X509_V_ERR_CRL_NOT_YET_VALID:
		finding->unsure = "the revocation list is of the future";
		return 1;
	case X509_V_ERR_UNABLE_TO_GET_CRL:
		finding->unsure = "there is no revocation list of its issuer";
		return 1;
	default:
		finding->unsure = "the revocation list cannot be used";
		return 0;
	}
}

static void
look_up(STACK_OF(X509_CRL) * lists, const struct trust *trust,
    const struct cert *cert, time_t now, struct finding *finding)
{
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();

	finding->unsure = "out of memory";
	if (ctx != NULL &&
	    X509_STORE_CTX_init(ctx, trust->store, cert->x509, NULL) &&
	    X509_STORE_CTX_set_app_data(ctx, finding)) {
		X509_STORE_CTX_set_time(ctx, 0, now);
		X509_STORE_CTX_set_flags(ctx, X509_V_FLAG_CRL_CHECK);
		X509_STORE_CTX_set0_crls(ctx, lists);
		X509_STORE_CTX_set_verify_cb(ctx, on_event);
		finding->unsure = NULL;
		if (X509_verify_cert(ctx) != 1 && finding->unsure == NULL)
			finding->unsure = "the chain cannot be verified";
	}
	X509_STORE_CTX_free(ctx);
	ERR_clear_error();
}

/* An authority that the configuration trusts may have been revoked by the one
 * above it.  That there is no list of it says nothing. */
static bool
lists_issuer(STACK_OF(X509_CRL) * lists, X509 *issuer)
{
	X509_REVOKED *entry;

	for (int i = 0; i < sk_X509_CRL_num(lists); i++) {
		X509_CRL *list = sk_X509_CRL_value(lists, i);

		if (X509_NAME_cmp(X509_CRL_get_issuer(list),
			X509_get_issuer_name(issuer)) == 0 &&
		    X509_CRL_get0_by_cert(list, &entry, issuer) == 1)
			return true;
	}
	return false;
}

/* When the first list begins or ends; which one was looked into OpenSSL does
 * not say. */
static void
shorten(STACK_OF(X509_CRL) * lists, time_t now, time_t *until)
{
	for (int i = 0; i < sk_X509_CRL_num(lists); i++) {
		const X509_CRL *list = sk_X509_CRL_value(lists, i);
		const int64_t moments[] = {
		    cert_seconds(X509_CRL_get0_lastUpdate(list)),
		    cert_seconds(X509_CRL_get0_nextUpdate(list))};

		for (int k = 0; k < 2; k++)
			if (moments[k] > now && moments[k] < *until)
				*until = (time_t)moments[k];
	}
}

enum revocation_status
crl_judge(STACK_OF(X509_CRL) * lists, const struct trust *trust,
    const struct cert *cert, X509 *issuer, time_t now, time_t *until,
    const char **why)
{
	struct finding finding = {.revoked = false};

	look_up(lists, trust, cert, now, &finding);
	if (finding.revoked || lists_issuer(lists, issuer))
		return REVOCATION_REVOKED;
	shorten(lists, now, until);
	*why = finding.unsure;
	return finding.unsure == NULL ? REVOCATION_GOOD : REVOCATION_UNSURE;
}
