/* SPDX-License-Identifier: ISC */
/* Makes OCSP requests (RFC 6960 section 4.1) and tells whom to send them to. */
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>

#include <string.h>

#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/x509/private.h"

#define NONCE_BYTES 32 /* RFC 9654 section 2.1 */

static bool
is_web(const char *uri)
{
	return strncmp(uri, "http://", 7) == 0 ||
	       strncmp(uri, "https://", 8) == 0;
}

const char *
ocsp_responder(struct arena *arena, const struct cert *cert)
{
	STACK_OF(OPENSSL_STRING) *uris = X509_get1_ocsp(cert->x509);
	const char *found = NULL;

	for (int i = 0; found == NULL && i < sk_OPENSSL_STRING_num(uris); i++)
		if (is_web(sk_OPENSSL_STRING_value(uris, i)))
			found = arena_strdup(
			    arena, sk_OPENSSL_STRING_value(uris, i));
	X509_email_free(uris);
	ERR_clear_error();
	return found;
}

/* SHA-1 is what every responder understands (RFC 5019 section 2.1.1); the hash
 * is a name here and proves nothing. */
static OCSP_CERTID *
name_of(const struct cert *cert, X509 *issuer)
{
	return OCSP_cert_to_id(EVP_sha1(), cert->x509, issuer);
}

const char *
ocsp_name(struct arena *arena, const struct cert *cert, X509 *issuer)
{
	OCSP_CERTID *name = name_of(cert, issuer);
	unsigned char *der = NULL;
	int length = name != NULL ? i2d_OCSP_CERTID(name, &der) : -1;
	const char *text = NULL;

	if (length > 0)
		text = digest_hex(arena, der, (size_t)length);
	OPENSSL_free(der);
	OCSP_CERTID_free(name);
	ERR_clear_error();
	return text;
}

bool
ocsp_request(struct arena *arena, const struct cert *cert, X509 *issuer,
    struct bytes *out)
{
	OCSP_REQUEST *request = OCSP_REQUEST_new();
	OCSP_CERTID *name = name_of(cert, issuer);
	unsigned char *der = NULL;
	int length = -1;

	if (request != NULL && name != NULL &&
	    OCSP_request_add0_id(request, name) != NULL) {
		name = NULL;
		if (OCSP_request_add1_nonce(request, NULL, NONCE_BYTES) == 1)
			length = i2d_OCSP_REQUEST(request, &der);
	}
	if (length > 0) {
		out->length = (size_t)length;
		out->data = arena_alloc(arena, out->length + 1);
		memcpy(out->data, der, out->length);
	}
	OPENSSL_free(der);
	OCSP_CERTID_free(name);
	OCSP_REQUEST_free(request);
	ERR_clear_error();
	return length > 0;
}
