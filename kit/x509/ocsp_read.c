/* SPDX-License-Identifier: ISC */
#include <openssl/err.h>
#include <openssl/ocsp.h>

#include "kit/x509/private.h"

static bool
read_word(OCSP_BASICRESP *basic, OCSP_CERTID *name, struct ocsp_word *out)
{
	ASN1_GENERALIZEDTIME *begun = NULL;
	int status, reason;

	if (OCSP_resp_find_status(
		basic, name, &status, &reason, NULL, &begun, NULL) != 1)
		return false;
	out->begun = cert_seconds(begun);
	out->made = cert_seconds(OCSP_resp_get0_produced_at(basic));
	out->revoked = status == V_OCSP_CERTSTATUS_REVOKED;
	return out->begun >= 0;
}

bool
ocsp_read(const struct bytes *answer, const struct cert *cert, X509 *issuer,
    time_t then, struct ocsp_word *out)
{
	const unsigned char *at = answer->data;
	OCSP_RESPONSE *response =
	    d2i_OCSP_RESPONSE(NULL, &at, (long)answer->length);
	OCSP_BASICRESP *basic =
	    response != NULL ? OCSP_response_get1_basic(response) : NULL;
	OCSP_CERTID *name = OCSP_cert_to_id(EVP_sha1(), cert->x509, issuer);
	bool read = basic != NULL && name != NULL &&
		    ocsp_signed(basic, issuer, then) &&
		    read_word(basic, name, out);

	OCSP_CERTID_free(name);
	OCSP_BASICRESP_free(basic);
	OCSP_RESPONSE_free(response);
	ERR_clear_error();
	return read;
}

bool
ocsp_older(const struct ocsp_word *word, const struct ocsp_word *than)
{
	if (word->begun != than->begun)
		return word->begun < than->begun;
	if (word->made != than->made)
		return word->made < than->made;
	return than->revoked && !word->revoked;
}
