/* SPDX-License-Identifier: ISC */
#include <string.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/hex.h"
#include "kit/x509/cert.h"
#include "kit/x509/cert_openssl.h"
#include "kit/x509/private.h"

static void
close_x509(void *x509)
{
	X509_free(x509);
}

/* C0 and DEL, and C1, which UTF-8 spells C2 80 to C2 9F. */
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
cert_utf8(const ASN1_STRING *value, unsigned char **utf8)
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

/* A certificate may outlive the request: all that will be asked of its subject
 * is made now, and later questions take no memory.  False: one value is no
 * text. */
static bool
read_values(struct arena *arena, struct cert *cert, const X509_NAME *subject)
{
	int count = X509_NAME_entry_count(subject), length;
	unsigned char *utf8;

	cert->values = arena_alloc(arena, (size_t)count * sizeof *cert->values);
	for (int i = 0; i < count; i++) {
		length = cert_utf8(
		    X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, i)),
		    &utf8);
		if (length < 0)
			return false;
		cert->values[i] =
		    arena_strndup(arena, (const char *)utf8, (size_t)length);
		OPENSSL_free(utf8);
	}
	return true;
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
cert_der(const unsigned char *der, size_t length, const ASN1_ITEM *item)
{
	const unsigned char *at = der;
	ASN1_VALUE *value = ASN1_item_d2i(NULL, &at, (long)length, item);

	if (value != NULL && is_written_so(value, item, der, length))
		return value;
	ASN1_item_free(value, item);
	return NULL;
}

const char *
cert_name_text(struct arena *arena, const X509_NAME *name)
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

static bool
fill(struct arena *arena, struct cert *cert, const struct bytes *der)
{
	const X509_NAME *subject = X509_get_subject_name(cert->x509);

	if (!read_values(arena, cert, subject))
		return false;
	if (!EVP_Digest(
		der->data, der->length, cert->sha256, NULL, EVP_sha256(), NULL))
		return false;
	cert->hex = hex_encode(arena, cert->sha256, sizeof cert->sha256);
	cert->subject = cert_name_text(arena, subject);
	return cert->subject != NULL;
}

const struct cert *
cert_from_der(struct arena *arena, const struct bytes *der)
{
	struct cert *cert = arena_alloc(arena, sizeof *cert);

	cert->x509 = cert_der(der->data, der->length, ASN1_ITEM_rptr(X509));
	if (cert->x509 != NULL) {
		arena_defer(arena, close_x509, cert->x509);
		if (fill(arena, cert, der))
			return cert;
	}
	ERR_clear_error();
	return NULL;
}

const struct cert *
cert_parse(struct arena *arena, const char *text, size_t length)
{
	struct bytes der;

	return cert_read(arena, text, length, &der) ? cert_from_der(arena, &der)
						    : NULL;
}

const struct cert *
cert_parse_field(struct arena *arena, const char *text, size_t length)
{
	struct bytes der;

	return cert_read_field(arena, text, length, &der)
		   ? cert_from_der(arena, &der)
		   : NULL;
}

X509 *
cert_x509(const struct cert *cert)
{
	return cert->x509;
}

const unsigned char *
cert_sha256(const struct cert *cert)
{
	return cert->sha256;
}

const char *
cert_sha256_hex(const struct cert *cert)
{
	return cert->hex;
}

const char *
cert_key_sha256_hex(struct arena *arena, const struct cert *cert)
{
	unsigned char *der = NULL;
	const int length =
	    i2d_X509_PUBKEY(X509_get_X509_PUBKEY(cert->x509), &der);
	const char *hex;

	/* A certificate that was read has a key, in bytes at least. */
	if (length <= 0)
		return cert->hex;
	hex = digest_hex(arena, der, (size_t)length);
	OPENSSL_free(der);
	return hex;
}

const char *
cert_subject(const struct cert *cert)
{
	return cert->subject;
}

/* The index of the only attribute of that type, or -1. */
static int
only_index(const X509_NAME *subject, const char *name)
{
	ASN1_OBJECT *type = OBJ_txt2obj(name, 0);
	int index = -1;

	if (type != NULL)
		index = X509_NAME_get_index_by_OBJ(subject, type, -1);
	if (index >= 0 && X509_NAME_get_index_by_OBJ(subject, type, index) >= 0)
		index = -1;
	ASN1_OBJECT_free(type);
	ERR_clear_error();
	return index;
}

const char *
cert_attribute(const struct cert *cert, const char *name)
{
	int index = only_index(X509_get_subject_name(cert->x509), name);

	return index < 0 ? NULL : cert->values[index];
}

enum dn_answer
cert_subject_is(const struct cert *cert, const char *dn)
{
	X509_NAME *name = dn_read(dn);
	int order;

	if (name == NULL)
		return DN_UNREADABLE;
	order = X509_NAME_cmp(name, X509_get_subject_name(cert->x509));
	X509_NAME_free(name);
	ERR_clear_error();
	return order == 0 ? DN_EQUAL : DN_DIFFERENT;
}
