/* SPDX-License-Identifier: ISC */
#include <time.h>

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/x509.h>

#include "kit/cert.h"
#include "kit/cert_private.h"

/* Seconds since the epoch; -1 for what is no time, which is in the past. */
static int64_t
seconds(const ASN1_TIME *time)
{
	struct tm tm;
	int64_t value = -1;

	if (ASN1_TIME_to_tm(time, &tm) == 1)
		value = timegm(&tm);
	ERR_clear_error();
	return value;
}

int64_t
cert_not_before(const struct cert *cert)
{
	return seconds(X509_get0_notBefore(cert->x509));
}

int64_t
cert_not_after(const struct cert *cert)
{
	return seconds(X509_get0_notAfter(cert->x509));
}
