/* SPDX-License-Identifier: ISC */
/* Compares what a client is known by with the names of a certificate. */
#include <string.h>
#include <strings.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "kit/x509/cert.h"
#include "kit/x509/private.h"

/* Are these the bytes?  A NUL in a certificate ends nothing. */
static bool
is_text(const ASN1_STRING *string, const char *text, bool by_letter)
{
	const size_t length = strlen(text);
	const char *bytes = (const char *)ASN1_STRING_get0_data(string);

	if ((size_t)ASN1_STRING_length(string) != length)
		return false;
	return by_letter ? memcmp(bytes, text, length) == 0
			 : strncasecmp(bytes, text, length) == 0;
}

/* The host of an address has letters of either case (RFC 5321 section
 * 2.3.11). */
static bool
is_mailbox(const ASN1_STRING *string, const char *text)
{
	const char *at = strrchr(text, '@');
	const size_t local = at != NULL ? (size_t)(at - text) + 1 : 0;

	return is_text(string, text, false) &&
	       memcmp(ASN1_STRING_get0_data(string), text, local) == 0;
}

static bool
is_address(const ASN1_OCTET_STRING *bytes, const char *text)
{
	ASN1_OCTET_STRING *wanted = a2i_IPADDRESS(text);
	const bool same =
	    wanted != NULL && ASN1_OCTET_STRING_cmp(bytes, wanted) == 0;

	ASN1_OCTET_STRING_free(wanted);
	return same;
}

static bool
is_named(const GENERAL_NAME *name, enum cert_name kind, const char *text)
{
	switch (kind) {
	case CERT_NAME_DNS:
		return name->type == GEN_DNS &&
		       is_text(name->d.dNSName, text, false);
	case CERT_NAME_URI:
		return name->type == GEN_URI &&
		       is_text(name->d.uniformResourceIdentifier, text, true);
	case CERT_NAME_IP:
		return name->type == GEN_IPADD &&
		       is_address(name->d.iPAddress, text);
	case CERT_NAME_EMAIL:
		return name->type == GEN_EMAIL &&
		       is_mailbox(name->d.rfc822Name, text);
	}
	return false;
}

bool
cert_is_named(const struct cert *cert, enum cert_name kind, const char *text)
{
	GENERAL_NAMES *all =
	    X509_get_ext_d2i(cert->x509, NID_subject_alt_name, NULL, NULL);
	bool found = false;

	for (int i = 0; !found && i < sk_GENERAL_NAME_num(all); i++)
		found = is_named(sk_GENERAL_NAME_value(all, i), kind, text);
	GENERAL_NAMES_free(all);
	ERR_clear_error();
	return found;
}
