/* SPDX-License-Identifier: ISC */
/* Reads a distinguished name as people write it (RFC 4514). */
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509.h>

#include "kit/hex.h"
#include "kit/x509/cert.h"
#include "kit/x509/private.h"

/*
 * The names of RFC 4514 section 3, and further names that are seen.  The reader
 * also takes blanks after a separator and around a value (a match ignores
 * them), ';' for ',', and values in quotes, since they are seen as well.  It
 * takes no blank before '=', no "OID." before a number, and not OpenSSL's
 * /C=GB/O=... .
 */
static const struct {
	const char *name;
	int nid;
} types[] = {
    {"CN", NID_commonName},
    {"L", NID_localityName},
    {"ST", NID_stateOrProvinceName},
    {"O", NID_organizationName},
    {"OU", NID_organizationalUnitName},
    {"C", NID_countryName},
    {"STREET", NID_streetAddress},
    {"DC", NID_domainComponent},
    {"UID", NID_userId},
    {"organizationIdentifier", NID_organizationIdentifier},
    {"OI", NID_organizationIdentifier},
    {"serialNumber", NID_serialNumber},
    {"businessCategory", NID_businessCategory},
    {"jurisdictionC", NID_jurisdictionCountryName},
    {"jurisdictionST", NID_jurisdictionStateOrProvinceName},
    {"jurisdictionL", NID_jurisdictionLocalityName},
    {"postalCode", NID_postalCode},
    {"emailAddress", NID_pkcs9_emailAddress},
    {"GN", NID_givenName},
    {"SN", NID_surname},
    {"title", NID_title},
    {"dnQualifier", NID_dnQualifier},
};

struct reader {
	const char *at;
	X509_NAME *name;
	size_t length; /* of value */
	unsigned char value[DN_LONGEST];
};

static bool
put(struct reader *reader, int byte)
{
	if (reader->length == sizeof reader->value)
		return false;
	reader->value[reader->length++] = (unsigned char)byte;
	return true;
}

/* Is the text a numericoid of RFC 4512?  OpenSSL would take 2.05. as well. */
static bool
is_oid(const char *text)
{
	size_t digits;

	for (;; text++) {
		digits = strspn(text, "0123456789");
		if (digits == 0 || (*text == '0' && digits > 1))
			return false;
		text += digits;
		if (*text == '\0')
			return true;
		if (*text != '.')
			return false;
	}
}

static ASN1_OBJECT *
find_type(const char *name)
{
	size_t i;
	int nid;

	if (is_oid(name))
		return OBJ_txt2obj(name, 1);
	for (i = 0; i < sizeof types / sizeof types[0]; i++) {
		if (strcasecmp(types[i].name, name) == 0)
			return OBJ_nid2obj(types[i].nid);
	}
	nid = OBJ_sn2nid(name); /* what cert_subject() prints */
	return nid != NID_undef ? OBJ_nid2obj(nid) : NULL;
}

static ASN1_OBJECT *
read_type(struct reader *reader)
{
	size_t length = strcspn(reader->at, "=");
	char name[DN_LONGEST + 1];

	if (reader->at[length] != '=' || length > DN_LONGEST)
		return NULL;
	memcpy(name, reader->at, length);
	name[length] = '\0';
	reader->at += length + 1;
	return find_type(name);
}

static bool
read_pair_of_digits(struct reader *reader)
{
	int byte = hex_byte(reader->at);

	if (byte < 0)
		return false;
	reader->at += 2;
	return put(reader, byte);
}

static bool
read_escape(struct reader *reader)
{
	reader->at++;
	if (*reader->at != '\0' && strchr(" \"#+,;<=>\\", *reader->at) != NULL)
		return put(reader, *reader->at++);
	return read_pair_of_digits(reader);
}

static bool
read_text(struct reader *reader, const char *stops, const char *forbidden)
{
	while (*reader->at != '\0' && strchr(stops, *reader->at) == NULL) {
		if (strchr(forbidden, *reader->at) != NULL)
			return false;
		if (*reader->at == '\\') {
			if (!read_escape(reader))
				return false;
		} else if (!put(reader, *reader->at++)) {
			return false;
		}
	}
	return true;
}

static bool
read_quoted(struct reader *reader)
{
	reader->at++;
	if (!read_text(reader, "\"", "") || *reader->at != '"')
		return false;
	reader->at++;
	reader->at += strspn(reader->at, " ");
	return true;
}

static ASN1_STRING *
from_text(struct reader *reader)
{
	ASN1_STRING *string;
	bool good = *reader->at == '"' ? read_quoted(reader)
				       : read_text(reader, ",;+", "\"<>");

	if (!good)
		return NULL;
	string = ASN1_STRING_type_new(V_ASN1_UTF8STRING);
	if (string != NULL &&
	    ASN1_STRING_set(string, reader->value, (int)reader->length))
		return string;
	ASN1_STRING_free(string);
	return NULL;
}

/* UTF8String, PrintableString, TeletexString, IA5String, UniversalString and
 * BMPString, the types that X509_NAME_cmp holds equal; and NumericString, which
 * it holds equal to its own type alone. */
static bool
is_string_tag(unsigned char tag)
{
	return tag == V_ASN1_UTF8STRING || tag == V_ASN1_PRINTABLESTRING ||
	       tag == V_ASN1_T61STRING || tag == V_ASN1_IA5STRING ||
	       tag == V_ASN1_UNIVERSALSTRING || tag == V_ASN1_BMPSTRING ||
	       tag == V_ASN1_NUMERICSTRING;
}

static ASN1_STRING *
from_hex(struct reader *reader)
{
	const unsigned char *at = reader->value;
	ASN1_STRING *string;

	reader->at++;
	while (hex_digit(*reader->at) >= 0) {
		if (!read_pair_of_digits(reader))
			return NULL;
	}
	if (reader->length == 0 || !is_string_tag(reader->value[0]))
		return NULL;
	string = d2i_ASN1_PRINTABLE(NULL, &at, (long)reader->length);
	if (string == NULL || at == reader->value + reader->length)
		return string;
	ASN1_STRING_free(string);
	return NULL;
}

/*
 * The text has the last RDN first, so each one goes to the front.  OpenSSL's
 * `set` is 0 for an RDN of its own and -1 for one that joins the one before.
 */
static bool
add(struct reader *reader, const ASN1_OBJECT *type, bool joined)
{
	ASN1_STRING *string;
	unsigned char *utf8 = NULL;
	int length, added = 0;

	reader->length = 0;
	string = *reader->at == '#' ? from_hex(reader) : from_text(reader);
	length = string == NULL ? -1 : asn1_utf8(string, &utf8);
	if (length >= 0)
		added = X509_NAME_add_entry_by_OBJ(reader->name, type,
		    ASN1_STRING_type(string) == V_ASN1_NUMERICSTRING
			? V_ASN1_NUMERICSTRING
			: V_ASN1_UTF8STRING,
		    utf8, length, joined ? 1 : 0, joined ? -1 : 0);
	OPENSSL_free(utf8);
	ASN1_STRING_free(string);
	return added;
}

static bool
read_pair(struct reader *reader, bool joined)
{
	ASN1_OBJECT *type = read_type(reader);
	bool good = type != NULL && add(reader, type, joined);

	ASN1_OBJECT_free(type);
	return good;
}

static bool
read_all(struct reader *reader)
{
	char separator = ',';

	for (;;) {
		if (!read_pair(reader, separator == '+'))
			return false;
		separator = *reader->at;
		if (separator == '\0')
			return true;
		if (strchr(",;+", separator) == NULL)
			return false;
		reader->at++;
		reader->at += strspn(reader->at, " ");
	}
}

X509_NAME *
dn_read(const char *dn)
{
	struct reader reader = {.at = dn, .name = X509_NAME_new()};

	if (reader.name != NULL && strnlen(dn, DN_LONGEST + 1) <= DN_LONGEST &&
	    read_all(&reader))
		return reader.name;
	X509_NAME_free(reader.name);
	ERR_clear_error();
	return NULL;
}

bool
dn_readable(const char *dn)
{
	X509_NAME *name = dn_read(dn);
	bool readable = name != NULL;

	X509_NAME_free(name);
	return readable;
}
