/* SPDX-License-Identifier: ISC */
#ifndef KIT_X509_PRIVATE_H
#define KIT_X509_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <openssl/ocsp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "kit/base64.h"
#include "kit/x509/cert.h"
#include "kit/x509/revocation.h"

struct arena;
struct json;

/* What the files of kit/x509 share, and nobody else. */

/* The longest distinguished name that is read. */
#define DN_LONGEST 512

/* A name with which a certificate's subject has been compared. */
struct cert_compared {
	bool done; /* false: with none yet */
	enum dn_answer answer;
	char dn[DN_LONGEST + 1];
};

/* The names of a certificate as dn_form.c writes them; NULL: nobody has asked
 * yet. */
struct cert_forms {
	const char *subject, *issuer;
};

struct cert {
	X509 *x509;
	const char *subject;
	struct cert_forms *forms;
	const char **values; /* of its attributes, in its order, as UTF-8 */
	unsigned char sha256[32];
	const char *hex;
	const char *key_hex; /* cert_key_sha256_hex() */
	int64_t not_after;   /* seconds since the epoch; -1: unreadable */
	struct cert_kept *kept;
	struct cert_compared *compared; /* the last name that was compared */
};

struct trust {
	X509_STORE *store;
	STACK_OF(X509) * anchors; /* those of the store */
};

/* Takes a form of kit/x509/cert.h down to the bytes inside.  False: the text
 * has none of these forms.  The bytes need not be a certificate. */
bool cert_read(
    struct arena *arena, const char *text, size_t length, struct bytes *der);
bool cert_read_field(
    struct arena *arena, const char *text, size_t length, struct bytes *der);

/* Has an algorithm of signatures a hash of 112 bits against collisions?
 * OpenSSL asks that of certificates alone. */
bool cert_strong(const X509_ALGOR *algorithm);

/* The structure that these bytes are DER of (X.690 section 10) from the first
 * to the last, the item's to free; NULL: the bytes are not DER of it. */
void *asn1_der(const unsigned char *der, size_t length, const ASN1_ITEM *item);

/* The length of the value as UTF-8, which is OpenSSL's to free; -1 when the
 * value is no text or holds a control character. */
int asn1_utf8(const ASN1_STRING *value, unsigned char **utf8);

/* Seconds since the epoch; -1 for what is no time, or NULL. */
int64_t asn1_seconds(const ASN1_STRING *time);

/* A distinguished name (RFC 4514), as UTF-8; NULL when it cannot be written. */
const char *asn1_name(struct arena *arena, const X509_NAME *name);

/* The name that an RFC 4514 string writes, X509_NAME_free() it.  NULL, and
 * nothing left in OpenSSL's queue of errors, when the string is no name. */
X509_NAME *dn_read(const char *dn);

/* OpenSSL's level for the keys and hashes of a chain: 2 is 112 bits, so RSA of
 * 2048 bits and SHA-224 at least; its own default is 0, which takes MD5. */
#define TRUST_STRENGTH 2

/* Is this very certificate one of the trust anchors? */
bool trust_has(const struct trust *trust, const X509 *x509);

/* As trust_check().  With TRUST_OK *issuer is the authority that issued the
 * certificate, the caller's to free; NULL when the certificate is a trust
 * anchor itself. */
enum trust_answer trust_chain(const struct trust *trust,
    const struct cert *cert, time_t now, X509 **issuer);

/* As trust_chain(), for a certificate that signs: its key usage must be digital
 * signature or non-repudiation.  `others` (NULL ends) may link it to a trust
 * anchor and are trusted for nothing; *issuer may be one of them then. */
enum trust_answer trust_chain_signer(const struct trust *trust,
    const struct cert *cert, const struct cert *const *others, time_t now,
    X509 **issuer);

/* What revocation lists, or an OCSP responder, say of a certificate. */
enum revocation_status {
	REVOCATION_GOOD,
	REVOCATION_REVOKED,
	REVOCATION_UNSURE /* unknown, out of reach or not to be believed */
};

/* The edition of the revocation lists: once it is another number than last
 * time, a list has changed, and what was said before does not hold any more. */
uint64_t revocation_edition(struct revocation *revocation);

/*
 * TRUST_OK, TRUST_REVOKED or TRUST_UNSURE, of a certificate that `issuer` has
 * issued; TRUST_OK serves until *until at the most, which is made earlier here
 * and never later.  *why (the arena's) says why with TRUST_UNSURE.
 */
enum trust_answer revocation_check(struct revocation *revocation,
    const struct cert *cert, X509 *issuer, time_t now, struct arena *arena,
    time_t *until, const char **why);

/*
 * The certificate revocation lists (RFC 5280 section 5) of a file, or of all
 * files in a folder whose names end in .crl or .pem; each file holds lists in
 * PEM or one in DER, and somebody else keeps them up to date.  A list counts
 * when a trust anchor has signed it.  A file that has become unreadable, or
 * has gone back to an older list, leaves in force the lists that were in it;
 * a file that is gone takes its lists along.
 */
struct crls; /* the arena's */

/* `marks` is the cache folder, in which the latest list of each scope leaves a
 * mark for all processes; NULL: there is no such folder. */
struct crls *crls_open(struct arena *arena, const char *path, const char *marks,
    const struct trust *trust);

/* Reads the files that have changed.  The edition is another number then, and
 * what was known of certificates is not known any more. */
uint64_t crls_edition(struct crls *crls);

/* What is wrong with path, files or lists, for an operator; NULL: nothing. */
const char *crls_fault(const struct crls *crls, struct arena *arena);

/* An array with an object for each list: file, issuer, about, listed, from, to
 * and fault, where the list says nothing of what it does not list; and with
 * issuer and fault for each trust anchor that no list is of.  As of the last
 * crls_edition(). */
struct json *crls_describe(struct crls *crls, time_t now, struct arena *arena);

/*
 * What the lists say of a certificate that `issuer` has issued.  The answer
 * serves until *until at the most.  What is listed is revoked, even by a list
 * that is out of date or about other certificates.  REVOCATION_GOOD takes lists
 * in date that are about this certificate and together about all reasons (RFC
 * 5280 section 6.3.3); without them the answer is REVOCATION_UNSURE, and *why
 * (static) says what is missing.
 */
enum revocation_status crls_check(struct crls *crls, const struct cert *cert,
    X509 *issuer, time_t now, time_t *until, const char **why);

/* As crls_check(), by these lists. */
enum revocation_status crl_judge(STACK_OF(X509_CRL) * lists,
    const struct cert *cert, X509 *issuer, time_t now, time_t *until,
    const char **why);

/* Adds the lists in this text that a trust anchor has signed, and leaves out
 * the lists of others.  NULL, or what is wrong (static): some lists may have
 * been added all the same. */
const char *crl_read(STACK_OF(X509_CRL) * lists, const char *text,
    size_t length, const struct trust *trust);

/* Is the list signed by this authority, whose key usage allows that (RFC 5280
 * section 6.3.3 (f))? */
bool crl_signed_by(X509_CRL *list, X509 *authority);

/* Has the list a critical extension, or an entry with one, that is not known
 * here?  crl_examine() looks once, when the list is read. */
void crl_examine(X509_CRL *list);
bool crl_strange(X509_CRL *list);

/* What the list is about (RFC 5280 section 5.2.5), ISSUING_DIST_POINT_free()
 * it; NULL: all certificates of its issuer.  False when the list is about no
 * more than it lists, since an extension cannot be read or is not known. */
bool crl_scope(X509_CRL *list, ISSUING_DIST_POINT **scope);

/* Have two lists the same issuer, key and scope? */
bool crl_same_scope(X509_CRL *a, X509_CRL *b);

/* The latest list of each scope that has been looked into leaves a mark in the
 * folder, for all processes and after a restart.  An older list becomes stale:
 * what it lists is revoked, and it says nothing of the rest. */
void crl_mark(const char *folder, X509_CRL *list);
void crl_set_stale(X509_CRL *list);

/* Is the newest list of some scope older among the new lists than it was among
 * the old ones? */
bool crl_went_back(STACK_OF(X509_CRL) * old, STACK_OF(X509_CRL) * new);

/* thisUpdate, in seconds since the epoch. */
int64_t crl_begin(const X509_CRL *list);

/* Does the list hold only what has changed since another one (RFC 5280 section
 * 5.2.4)? */
bool crl_is_delta(X509_CRL *list);

/* NULL, or why the list says nothing of what it does not list (static). */
const char *crl_out_of_time(X509_CRL *list, time_t now);

/* Does another one of the lists take the place of this list? */
bool crl_superseded(STACK_OF(X509_CRL) * lists, X509_CRL *list, time_t now);

/* Is the certificate, by issuer and serial number, in a list that is not
 * superseded, whatever else the list is about? */
bool crl_listed(STACK_OF(X509_CRL) * lists, X509 *x509, time_t now);

/* All reasons for which a certificate may be revoked (RFC 5280 section
 * 4.2.1.13), as bits. */
#define CRL_ALL_REASONS 0x1feU

/*
 * For which reasons is the certificate good when this list, in date, does not
 * list it (RFC 5280 section 6.3.3)?  0 and *why when for none; *why is left
 * alone when the list is not about certificates of this issuer.
 */
unsigned crl_reasons(
    X509_CRL *list, X509 *x509, X509 *issuer, const char **why);

/* One list as crls_describe() has it; and, added to `all`, the trust anchors
 * that no list is of. */
struct json *crl_describe(
    struct arena *arena, X509_CRL *list, const char *path, time_t now);
void crl_describe_silent(struct arena *arena, STACK_OF(X509_CRL) * lists,
    const struct trust *trust, struct json *all);

/*
 * What an OCSP responder (RFC 6960) says, or has said lately to one of our
 * processes: an answer is kept in the cache folder, one for each certificate.
 * After LIMIT_OCSP_SECONDS the responder is asked again; when it cannot be
 * reached then, the kept answer serves to its own end, and "revoked" beyond
 * that.  An answer that is older than the kept one does not count.  Arguments
 * as those of revocation_check().
 */
enum revocation_status ocsp_ask(const struct revocation_setup *setup,
    const struct cert *cert, X509 *issuer, time_t now, struct arena *arena,
    time_t *until, const char **why);

/* The first http or https URI of a responder that the certificate names (RFC
 * 5280 section 4.2.2.1); NULL: the certificate names none. */
const char *ocsp_responder(struct arena *arena, const struct cert *cert);

/* A request about one certificate, with a nonce.  False: no memory. */
bool ocsp_request(struct arena *arena, const struct cert *cert, X509 *issuer,
    struct bytes *out);

/* The name of a kept answer: a hash of issuer and serial number, 64 hex digits.
 * A hash of the certificate would not do, since its holder can make another
 * certificate of the same content (kit/jose/keys_named_cert.c).  NULL: no
 * memory. */
const char *ocsp_name(
    struct arena *arena, const struct cert *cert, X509 *issuer);

/*
 * Judges a responder's answer: it must be signed by the issuer, or by whom
 * the issuer has appointed with id-kp-OCSPSigning (RFC 6960 section 4.2.2.2),
 * be about this certificate, in date, and have the nonce of the request if it
 * has any.  The request is NULL when the answer was kept.
 */
enum revocation_status ocsp_judge(const struct bytes *answer,
    const struct bytes *request, const struct cert *cert, X509 *issuer,
    time_t now, time_t *until, const char **why);

/* Asks the responder of the setup about the certificate of an authority, past
 * all that is kept.  NULL where it answers as the authority's responder, if only
 * that it does not know; else what is wrong (the arena's, or static). */
const char *ocsp_probe(const struct revocation_setup *setup, X509 *authority,
    time_t now, struct arena *arena);

/* What an answer said, in date or not, and how old it is. */
struct ocsp_word {
	int64_t begun, made; /* thisUpdate, producedAt */
	bool revoked;
};

/* False when the answer is about something else, or was not signed as it should
 * be at the time of `then`. */
bool ocsp_read(const struct bytes *answer, const struct cert *cert,
    X509 *issuer, time_t then, struct ocsp_word *out);

/* Is an answer older than another?  Of two of one second, "revoked" is the
 * newer. */
bool ocsp_older(const struct ocsp_word *word, const struct ocsp_word *than);

#endif
