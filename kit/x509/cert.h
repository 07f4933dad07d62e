/* SPDX-License-Identifier: ISC */
#ifndef KIT_X509_CERT_H
#define KIT_X509_CERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

struct arena;
struct bytes;

/*
 * The client's certificate (RFC 5280) as a web server hands it over, and the
 * trust anchors of clients' certificates.
 */
struct cert; /* the arena's, as is every text about it below */

/*
 * Reads one certificate: PEM, PEM whose line ends were turned into blanks or
 * tabs, URL-encoded PEM (nginx), or base64 of DER.  NULL when the text has
 * none of these forms, has anything but white space behind the certificate, or
 * a value of the subject holds a control character.
 */
const struct cert *cert_parse(
    struct arena *arena, const char *text, size_t length);

/* The RFC 9440 form, ":" base64 ":"; a list or anything else is NULL. */
const struct cert *cert_parse_field(
    struct arena *arena, const char *text, size_t length);

/* Reads a certificate from DER (RFC 5280 section 4.1), which is not needed
 * afterwards; NULL as for cert_parse(). */
const struct cert *cert_from_der(struct arena *arena, const struct bytes *der);

const unsigned char *cert_sha256(const struct cert *cert); /* 32 bytes of DER */
const char *cert_sha256_hex(const struct cert *cert);	   /* 64 digits */
const char *cert_subject(const struct cert *cert);	   /* RFC 4514 */

/*
 * Subject and issuer in the form that RFC 4514 section 2 generates, so that
 * whoever reads it finds the name equal to the certificate's: the nine names of
 * section 3 with text behind them, and every other attribute, such as
 * organizationIdentifier, as its OID with # and the DER of the value.  Some
 * readers, Java's among them, know no further names, and make one type of string
 * of text: a value of another type is written as its DER, too.  "" when a name cannot be
 * written so.
 */
const char *cert_subject_form(const struct cert *cert);
const char *cert_issuer_form(const struct cert *cert);

/*
 * The same for a message: ASCII without quotes and backslashes (RFC 6749 section
 * 5.2), still equal to the certificate's name, and cut past 1024 characters.  A
 * value that would need an escape is written as its DER, too.  Unless
 * `canonical`, which is the form above, other attributes have their short
 * names.
 */
const char *cert_subject_shown(
    struct arena *arena, const struct cert *cert, bool canonical);
const char *cert_issuer_shown(struct arena *arena, const struct cert *cert);

/* SHA-256 of the SubjectPublicKeyInfo, in 64 digits, which is the same for all
 * certificates of one key.  The hash of a certificate is not enough to know it
 * by: an ECDSA signature has a twin, and the certificate with the twin has
 * another hash. */
const char *cert_key_sha256_hex(const struct cert *cert);

/* The validity (RFC 5280 section 4.1.2.5), in seconds since the epoch. */
int64_t cert_not_before(const struct cert *cert);
int64_t cert_not_after(const struct cert *cert);

/*
 * The value of a subject attribute, by short name ("CN", "OU", "UID",
 * "organizationIdentifier") or dotted OID, as UTF-8, exact bytes.  NULL when
 * the subject has no such attribute, or more than one.
 */
const char *cert_attribute(const struct cert *cert, const char *name);

/*
 * Is the text one of the names of that kind in subjectAltName (RFC 5280 section
 * 4.2.1.6)?  Hosts are compared whatever the case of their letters, and a
 * wildcard is no more than its text; URIs and what is before the @ of an address
 * byte for byte; IP addresses as numbers.
 */
enum cert_name { CERT_NAME_DNS, CERT_NAME_URI, CERT_NAME_IP, CERT_NAME_EMAIL };
bool cert_is_named(
    const struct cert *cert, enum cert_name kind, const char *text);

/* distinguishedNameMatch (RFC 4517 section 4.2.15) of the subject with an
 * RFC 4514 string, in its canonical form and the spellings seen in practice
 * (kit/x509/dn.c says which). */
enum dn_answer {
	DN_EQUAL,
	DN_DIFFERENT,
	DN_UNREADABLE /* the string is no distinguished name */
};
enum dn_answer cert_subject_is(const struct cert *cert, const char *dn);

/* Is this text a distinguished name (RFC 4514, leniently read)? */
bool dn_readable(const char *dn);

/* distinguishedNameMatch of two such texts; one that cannot be read is no
 * other's match but its own. */
bool dn_same(const char *a, const char *b);

/* Has the name the form that RFC 4514 section 2 generates: the nine names of
 * section 3 with text behind them, every other type a dotted OID with # and
 * hexadecimal digits, and no blanks, quotes and semicolons between? */
bool dn_canonical(const char *dn);

/* The trust anchors: authorities that we trust to issue clients' certificates.
 * Each certificate in the file is a trust anchor by itself, an intermediate
 * without its root as well. */
struct trust; /* the arena's */

/* NULL when the PEM file is unreadable or holds no certificate; *why says
 * what is wrong (the arena's). */
struct trust *trust_load(
    struct arena *arena, const char *path, const char **why);

/* The same, where most of the file's certificates are in `whole` (NULL: none
 * is): those are read once, and shared. */
struct trust *trust_load_part(struct arena *arena, const char *path,
    const struct trust *whole, const char **why);

/* The subject of a trust anchor that is in both, or that is in `part` and not
 * in `whole` (the arena's); NULL: there is no such trust anchor.  Two trust
 * anchors are the same authority when their names and keys are the same. */
const char *trust_shared(
    struct arena *arena, const struct trust *a, const struct trust *b);
const char *trust_outside(
    struct arena *arena, const struct trust *part, const struct trust *whole);

enum trust_answer {
	TRUST_OK,
	TRUST_UNKNOWN_ISSUER, /* no sound chain to a trust anchor */
	TRUST_NOT_YET_VALID,
	TRUST_EXPIRED,
	TRUST_PURPOSE, /* not for this use (extended key usage, key usage) */
	TRUST_REVOKED, /* these two from cert_memory_*() alone */
	TRUST_UNSURE   /* nobody can say whether it is revoked */
};

/* Chain, dates at `now` and purpose sslclient (RFC 5280 section 6). */
enum trust_answer trust_check(
    const struct trust *trust, const struct cert *cert, time_t now);

/* A bit for each of so many trust anchors (NULL: there are none) that finds a
 * certificate good to sign, with `others` (NULL ends) that may link it, and are
 * trusted for nothing. */
uint32_t trust_signers(const struct trust *const *all, size_t count,
    const struct cert *cert, const struct cert *const *others, time_t now);

#endif
