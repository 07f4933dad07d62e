/* SPDX-License-Identifier: ISC */
/* Looks for a URI among the names of a certificate. */
#include <string.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "kit/x509/cert.h"
#include "kit/x509/private.h"

static bool
is_uri(const GENERAL_NAME *name, const char *uri)
{
	const size_t length = strlen(uri);

	return name->type == GEN_URI &&
	       (size_t)ASN1_STRING_length(name->d.uniformResourceIdentifier) ==
		   length &&
	       memcmp(ASN1_STRING_get0_data(name->d.uniformResourceIdentifier),
		   uri, length) == 0;
}

bool
cert_has_uri(const struct cert *cert, const char *uri)
{
	GENERAL_NAMES *all =
	    X509_get_ext_d2i(cert->x509, NID_subject_alt_name, NULL, NULL);
	bool found = false;

	for (int i = 0; !found && i < sk_GENERAL_NAME_num(all); i++)
		found = is_uri(sk_GENERAL_NAME_value(all, i), uri);
	GENERAL_NAMES_free(all);
	ERR_clear_error();
	return found;
}
