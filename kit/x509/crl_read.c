/* SPDX-License-Identifier: ISC */
/* Reads the revocation lists of a file, PEM or DER. */
#include <string.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "kit/x509/private.h"

/* A strong signature over a weak hash would prove nothing. */
static bool
is_ours(X509_CRL *list, const struct trust *trust)
{
	const X509_ALGOR *algorithm;
	bool ours = false;

	X509_CRL_get0_signature(list, NULL, &algorithm);
	for (int i = 0; !ours && i < sk_X509_num(trust->anchors); i++)
		ours = crl_signed_by(list, sk_X509_value(trust->anchors, i));
	return ours && cert_strong(algorithm);
}

/* Takes the list over. */
static const char *
add(STACK_OF(X509_CRL) * lists, X509_CRL *list, const struct trust *trust)
{
	const char *fault = NULL;

	/* RFC 5280 section 5.1.2.5 demands nextUpdate, OpenSSL does not; and it
	 * takes times that no clock shows. */
	if (crl_begin(list) < 0)
		fault = "a list has a thisUpdate that is no time";
	else if (asn1_seconds(X509_CRL_get0_nextUpdate(list)) < 0)
		fault = "a list has no nextUpdate, by when it ends";
	else if (is_ours(list, trust)) {
		crl_examine(list);
		if (sk_X509_CRL_push(lists, list) > 0)
			return NULL;
		fault = "out of memory";
	}
	X509_CRL_free(list);
	return fault;
}

static const char *
read_pem(STACK_OF(X509_CRL) * lists, BIO *in, const struct trust *trust)
{
	char no_password[] = ""; /* or else OpenSSL asks the terminal */
	const char *fault = NULL;
	unsigned long error;
	X509_CRL *list;
	int count = 0;

	ERR_clear_error();
	while (fault == NULL &&
	       (list = PEM_read_bio_X509_CRL(in, NULL, NULL, no_password))) {
		fault = add(lists, list, trust);
		count++;
	}
	error = ERR_peek_last_error();
	if (fault != NULL)
		return fault;
	if (ERR_GET_LIB(error) != ERR_LIB_PEM ||
	    ERR_GET_REASON(error) != PEM_R_NO_START_LINE)
		return "a list is broken";
	return count == 0 ? "holds no revocation list" : NULL;
}

static const char *
read_der(STACK_OF(X509_CRL) * lists, const char *text, size_t length,
    const struct trust *trust)
{
	const unsigned char *at = (const unsigned char *)text, *end;
	X509_CRL *list;

	end = at + length;
	list = d2i_X509_CRL(NULL, &at, (long)length);
	if (list != NULL && at == end)
		return add(lists, list, trust);
	X509_CRL_free(list);
	return "holds no revocation list, or a broken one";
}

const char *
crl_read(STACK_OF(X509_CRL) * lists, const char *text, size_t length,
    const struct trust *trust)
{
	const char *fault = "out of memory";
	BIO *in;

	if (length > 0 && text[0] == 0x30) /* a SEQUENCE, or the digit 0 */
		fault = read_der(lists, text, length, trust);
	else if ((in = BIO_new_mem_buf(text, (int)length)) != NULL) {
		fault = read_pem(lists, in, trust);
		BIO_free(in);
	}
	ERR_clear_error();
	return fault;
}
