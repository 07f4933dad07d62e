/* SPDX-License-Identifier: ISC */
#include <time.h>

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/x509.h>

#include "kit/x509/cert.h"
#include "kit/x509/private.h"

/* What is no time is in the past. */
int64_t
cert_seconds(const ASN1_TIME *time)
{
	struct tm tm;
	int64_t value = -1;

	/* OpenSSL takes NULL for the present. */
	if (time != NULL && ASN1_TIME_to_tm(time, &tm) == 1)
		value = timegm(&tm);
	ERR_clear_error();
	return value;
}

int64_t
cert_not_before(const struct cert *cert)
{
	return cert_seconds(X509_get0_notBefore(cert->x509));
}

int64_t
cert_not_after(const struct cert *cert)
{
	return cert_seconds(X509_get0_notAfter(cert->x509));
}
