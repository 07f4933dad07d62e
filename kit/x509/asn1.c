/* SPDX-License-Identifier: ISC */
/* Reads ASN.1 values as OpenSSL has them: times, text, names and strict DER. */
#include <string.h>
#include <time.h>

#include <openssl/bio.h>
#include <openssl/err.h>

#include "kit/arena.h"
#include "kit/x509/private.h"

int64_t
asn1_seconds(const ASN1_TIME *time)
{
	struct tm tm;
	int64_t value = -1;

	/* OpenSSL takes NULL for the present. */
	if (time != NULL && ASN1_TIME_to_tm(time, &tm) == 1)
		value = timegm(&tm);
	ERR_clear_error();
	return value;
}

/* Control characters are C0, DEL, and C1, which UTF-8 spells C2 80 to C2 9F. */
static bool
has_control(const unsigned char *utf8, int length)
{
	int i;

	for (i = 0; i < length; i++) {
		if (utf8[i] < 0x20 || utf8[i] == 0x7f)
			return true;
		if (utf8[i] == 0xc2 && i + 1 < length && utf8[i + 1] < 0xa0)
			return true;
	}
	return false;
}

int
asn1_utf8(const ASN1_STRING *value, unsigned char **utf8)
{
	int length;

	*utf8 = NULL;
	length = ASN1_STRING_to_UTF8(utf8, value);
	if (length >= 0 && !has_control(*utf8, length))
		return length;
	OPENSSL_free(*utf8);
	*utf8 = NULL;
	return -1;
}

static bool
is_written_so(const ASN1_VALUE *value, const ASN1_ITEM *item,
    const unsigned char *der, size_t length)
{
	unsigned char *again = NULL;
	int n = ASN1_item_i2d(value, &again, item);
	bool same =
	    n >= 0 && (size_t)n == length && memcmp(again, der, length) == 0;

	OPENSSL_free(again);
	return same;
}

/*
 * ASN1_item_d2i takes BER, and leaves alone what is behind the value.  The
 * bytes around what a certificate's signature covers could then be spelt in
 * several ways, and one certificate would have several hashes.
 */
void *
asn1_der(const unsigned char *der, size_t length, const ASN1_ITEM *item)
{
	const unsigned char *at = der;
	ASN1_VALUE *value = ASN1_item_d2i(NULL, &at, (long)length, item);

	if (value != NULL && is_written_so(value, item, der, length))
		return value;
	ASN1_item_free(value, item);
	return NULL;
}

const char *
asn1_name(struct arena *arena, const X509_NAME *name)
{
	BIO *out = BIO_new(BIO_s_mem());
	char *data = NULL, *text = NULL;
	long length;

	if (out != NULL && X509_NAME_print_ex(out, name, 0,
			       XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) >= 0) {
		length = BIO_get_mem_data(out, &data);
		text = length > 0 ? arena_strndup(arena, data, (size_t)length)
				  : arena_strdup(arena, "");
	}
	BIO_free(out);
	return text;
}
