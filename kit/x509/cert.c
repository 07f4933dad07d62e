/* SPDX-License-Identifier: ISC */
/* Reads a client's certificate (RFC 5280 section 4) and tells what is in it. */
#include <string.h>

#include <openssl/err.h>

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

/* RFC 5280 section 4.1.2.1.  What the members of a further version mean nobody
 * knows. */
static bool
has_version(const X509 *x509)
{
	const long version = X509_get_version(x509);

	return version >= X509_VERSION_1 && version <= X509_VERSION_3;
}

/* A certificate may outlive the request: all that will be asked of its subject
 * is made now, and later questions take no memory.  False when a value is no
 * text. */
static bool
read_values(struct arena *arena, struct cert *cert, const X509_NAME *subject)
{
	int count = X509_NAME_entry_count(subject), length;
	unsigned char *utf8;

	cert->values = arena_alloc(arena, (size_t)count * sizeof *cert->values);
	for (int i = 0; i < count; i++) {
		length = asn1_utf8(
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

/* Every certificate that was read has a key, if only as bytes. */
static const char *
hash_key(struct arena *arena, const struct cert *cert)
{
	unsigned char *der = NULL;
	const int length =
	    i2d_X509_PUBKEY(X509_get_X509_PUBKEY(cert->x509), &der);
	const char *hex;

	if (length <= 0)
		return cert->hex;
	hex = digest_hex(arena, der, (size_t)length);
	OPENSSL_free(der);
	return hex;
}

static bool
fill(struct arena *arena, struct cert *cert, const struct bytes *der)
{
	const X509_NAME *subject = X509_get_subject_name(cert->x509);

	if (!has_version(cert->x509) || !read_values(arena, cert, subject))
		return false;
	digest_sha256(der->data, der->length, cert->sha256);
	cert->hex = hex_encode(arena, cert->sha256, sizeof cert->sha256);
	cert->key_hex = hash_key(arena, cert);
	cert->not_after = asn1_seconds(X509_get0_notAfter(cert->x509));
	cert->subject = asn1_name(arena, subject);
	cert->forms = arena_alloc(arena, sizeof *cert->forms);
	cert->compared = arena_alloc(arena, sizeof *cert->compared);
	cert->kept = arena_alloc(arena, sizeof *cert->kept);
	cert->kept->arena = arena;
	return cert->subject != NULL;
}

const struct cert *
cert_from_der(struct arena *arena, const struct bytes *der)
{
	struct cert *cert = arena_alloc(arena, sizeof *cert);

	cert->x509 = asn1_der(der->data, der->length, ASN1_ITEM_rptr(X509));
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

struct cert_kept *
cert_kept(const struct cert *cert)
{
	return cert->kept;
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
cert_key_sha256_hex(const struct cert *cert)
{
	return cert->key_hex;
}

int64_t
cert_not_before(const struct cert *cert)
{
	return asn1_seconds(X509_get0_notBefore(cert->x509));
}

int64_t
cert_not_after(const struct cert *cert)
{
	return cert->not_after;
}

const char *
cert_subject(const struct cert *cert)
{
	return cert->subject;
}

/* The index of the only attribute of the named type; -1 when there is none, or
 * more than one. */
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

static enum dn_answer
compare(const struct cert *cert, const char *dn)
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

/* OpenSSL takes long to put a name into the form in which names are compared,
 * and a client sends the same name again. */
enum dn_answer
cert_subject_is(const struct cert *cert, const char *dn)
{
	struct cert_compared *last = cert->compared;
	const size_t length = strnlen(dn, sizeof last->dn);

	if (length == sizeof last->dn)
		return DN_UNREADABLE;
	if (!last->done || strcmp(last->dn, dn) != 0) {
		last->answer = compare(cert, dn);
		memcpy(last->dn, dn, length + 1);
		last->done = true;
	}
	return last->answer;
}
