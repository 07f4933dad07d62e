/* SPDX-License-Identifier: ISC */
/* Writes the names of a certificate so that every reader of RFC 4514 can compare
 * them with the certificate's own. */
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/objects.h>

#include <string.h>

#include "kit/arena.h"
#include "kit/hex.h"
#include "kit/x509/cert.h"
#include "kit/x509/cert_openssl.h"
#include "kit/x509/private.h"

enum { SHOWN_MOST = 1024 };

/* How a name is written. */
enum style {
	STYLE_FORM,  /* as RFC 4514 section 2 generates it */
	STYLE_ASCII, /* the same, in which nothing is escaped */
	STYLE_NAMED  /* in ASCII, and with the names that OpenSSL has */
};

/* RFC 4514 section 3: the names that every reader knows. */
static const char *
short_name(const ASN1_OBJECT *type)
{
	switch (OBJ_obj2nid(type)) {
	case NID_commonName:
	case NID_localityName:
	case NID_stateOrProvinceName:
	case NID_organizationName:
	case NID_organizationalUnitName:
	case NID_countryName:
	case NID_domainComponent:
	case NID_userId:
		return OBJ_nid2sn(OBJ_obj2nid(type));
	case NID_streetAddress:
		return "STREET"; /* OpenSSL has "street" */
	}
	return NULL;
}

/*
 * Is the value a string of the type that readers make of text?  RFC 4514 section
 * 2.3 does not say which one that is, and a reader that compares the types, as
 * Java's X500Principal does, makes an IA5String of DC (RFC 4519 section 2.4), and
 * of any other a PrintableString or UTF8String, which are the same to it.
 */
static bool
is_of_usual_type(const ASN1_OBJECT *type, const ASN1_STRING *value)
{
	const int string = ASN1_STRING_type(value);

	return OBJ_obj2nid(type) == NID_domainComponent
		   ? string == V_ASN1_IA5STRING
		   : string == V_ASN1_UTF8STRING ||
			 string == V_ASN1_PRINTABLESTRING;
}

/* Is the value text without control characters?  OpenSSL prints a UTF8String as
 * it is, whatever its bytes. */
static bool
is_text(const ASN1_STRING *value)
{
	unsigned char *utf8;
	const int length = asn1_utf8(value, &utf8);

	OPENSSL_free(utf8);
	return length >= 0;
}

/* Is the value one of ASCII in which nothing is escaped?  A NumericString is not
 * the same as text (kit/x509/dn.c). */
static bool
is_plain(const ASN1_STRING *value)
{
	unsigned char *utf8;
	const int length = asn1_utf8(value, &utf8);
	bool plain = ASN1_STRING_type(value) != V_ASN1_NUMERICSTRING &&
		     length > 0 && *utf8 != '#' && *utf8 != ' ' &&
		     utf8[length - 1] != ' ';

	for (int i = 0; plain && i < length; i++)
		plain = utf8[i] >= ' ' && utf8[i] <= '~' &&
			strchr("\"\\<>,+;", utf8[i]) == NULL;
	OPENSSL_free(utf8);
	return plain;
}

static const char *
name_of(const ASN1_OBJECT *type, enum style style)
{
	const char *name = short_name(type);

	if (name == NULL && style == STYLE_NAMED &&
	    OBJ_obj2nid(type) != NID_undef)
		name = OBJ_nid2sn(OBJ_obj2nid(type));
	return name;
}

/* "#" and the DER of the value, to the byte: its type of string is a part of it
 * (RFC 4514 section 2.4). */
static bool
put_der(BIO *out, const ASN1_STRING *value)
{
	ASN1_TYPE typed = {.type = ASN1_STRING_type(value)};
	struct arena *arena = arena_new();
	unsigned char *der = NULL;
	int length;
	bool good;

	typed.value.asn1_string = (ASN1_STRING *)(uintptr_t)value;
	length = i2d_ASN1_TYPE(&typed, &der);
	good = length > 0 && BIO_printf(out, "#%s",
				 hex_encode(arena, der, (size_t)length)) > 0;
	OPENSSL_free(der);
	arena_free(arena);
	return good;
}

static bool
put_pair(BIO *out, const X509_NAME_ENTRY *entry, enum style style)
{
	const ASN1_OBJECT *type = X509_NAME_ENTRY_get_object(entry);
	const ASN1_STRING *value = X509_NAME_ENTRY_get_data(entry);
	const char *name = name_of(type, style);
	char oid[128];

	if (name != NULL &&
	    (style == STYLE_NAMED || is_of_usual_type(type, value)) &&
	    (style == STYLE_FORM ? is_text(value) : is_plain(value)))
		return BIO_printf(out, "%s=", name) > 0 &&
		       ASN1_STRING_print_ex(out, value,
			   ASN1_STRFLGS_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) >= 0;
	return OBJ_obj2txt(oid, sizeof(oid), type, 1) < (int)sizeof(oid) &&
	       BIO_printf(out, "%s=", oid) > 0 && put_der(out, value);
}

/* The last attribute comes first (RFC 4514 section 2.1). */
static bool
put_name(BIO *out, const X509_NAME *name, enum style style)
{
	int last = -1;

	for (int i = X509_NAME_entry_count(name) - 1; i >= 0; i--) {
		const X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);
		const int set = X509_NAME_ENTRY_set(entry);
		if (last >= 0 && BIO_puts(out, set == last ? "+" : ",") <= 0)
			return false;
		if (!put_pair(out, entry, style))
			return false;
		last = set;
	}
	return true;
}

static const char *
form(struct arena *arena, const X509_NAME *name, enum style style)
{
	BIO *out = BIO_new(BIO_s_mem());
	const char *text = "";
	char *data = NULL;
	long length;

	if (out != NULL && put_name(out, name, style)) {
		length = BIO_get_mem_data(out, &data);
		text = arena_strndup(arena, data, (size_t)length);
	}
	BIO_free(out);
	ERR_clear_error();
	return text;
}

/* Few certificates are asked for their forms, and some are asked often. */
const char *
cert_subject_form(const struct cert *cert)
{
	struct cert_forms *forms = cert->forms;

	if (forms->subject == NULL)
		forms->subject = form(cert->kept->arena,
		    X509_get_subject_name(cert->x509), STYLE_FORM);
	return forms->subject;
}

const char *
cert_issuer_form(const struct cert *cert)
{
	struct cert_forms *forms = cert->forms;

	if (forms->issuer == NULL)
		forms->issuer = form(cert->kept->arena,
		    X509_get_issuer_name(cert->x509), STYLE_FORM);
	return forms->issuer;
}

static const char *
cut(struct arena *arena, const char *text)
{
	return strlen(text) <= SHOWN_MOST
		   ? text
		   : arena_printf(arena, "%.*s...", SHOWN_MOST, text);
}

const char *
cert_subject_shown(struct arena *arena, const struct cert *cert, bool canonical)
{
	return cut(arena, form(arena, X509_get_subject_name(cert->x509),
			      canonical ? STYLE_ASCII : STYLE_NAMED));
}

const char *
cert_issuer_shown(struct arena *arena, const struct cert *cert)
{
	return cut(
	    arena, form(arena, X509_get_issuer_name(cert->x509), STYLE_NAMED));
}
