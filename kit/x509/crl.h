/* SPDX-License-Identifier: ISC */
#ifndef KIT_X509_CRL_H
#define KIT_X509_CRL_H

#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "kit/x509/crls.h"

struct json;

/* What kit/x509/crl*.c share, and nobody else. */

/* Adds the lists in this text that an authority of ours has signed; those of
 * others are none of our business.  NULL, or what is wrong (static): then some
 * may have been added all the same. */
const char *crl_read(STACK_OF(X509_CRL) * lists, const char *text,
    size_t length, const struct trust *trust);

/* Has the list a critical extension, or an entry with one, that is not known
 * here?  crl_examine() looks once, when the list is read. */
void crl_examine(X509_CRL *list);
bool crl_strange(X509_CRL *list);
void crl_set_stale(X509_CRL *list);

/* The latest list of each scope that has been looked into leaves a mark in the
 * folder, for all processes and after a restart: one from before it lists what
 * it lists, and says nothing of the rest. */
void crl_mark(const char *folder, X509_CRL *list);

/* Are there lists of one scope, the newest of which is from before the newest
 * one that was among the old ones? */
bool crl_went_back(STACK_OF(X509_CRL) * old, STACK_OF(X509_CRL) * new);

/* From when it is, and does it hold only what has changed since another one
 * (RFC 5280 section 5.2.4)? */
int64_t crl_begin(const X509_CRL *list);
bool crl_is_delta(X509_CRL *list);

/* NULL, or why the list says nothing of what it does not list (static). */
const char *crl_out_of_time(X509_CRL *list, time_t now);

/* Are they of one authority and about the same certificates and reasons? */
bool crl_same_scope(X509_CRL *a, X509_CRL *b);

/* Is there another one among the lists that takes its place? */
bool crl_superseded(STACK_OF(X509_CRL) * lists, X509_CRL *list, time_t now);

/* Is the certificate in one of them that nothing has superseded?  By issuer
 * and serial number, whatever else the list is about. */
bool crl_lists(STACK_OF(X509_CRL) * lists, X509 *x509, time_t now);

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

/* "end-entity certificates at http://a/1.crl, keyCompromise", the arena's. */
const char *crl_scope_text(struct arena *arena, X509_CRL *list);

/* What crls_describe() says of one list, and of the authorities of which there
 * is none, which is added to `all`. */
struct json *crl_describe(
    struct arena *arena, X509_CRL *list, const char *path, time_t now);
void crl_describe_silent(struct arena *arena, STACK_OF(X509_CRL) * lists,
    const struct trust *trust, struct json *all);

/* crls_check() of these lists. */
enum revocation_status crl_judge(STACK_OF(X509_CRL) * lists,
    const struct cert *cert, X509 *issuer, time_t now, time_t *until,
    const char **why);

#endif
