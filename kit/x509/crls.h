/* SPDX-License-Identifier: ISC */
#ifndef KIT_X509_CRLS_H
#define KIT_X509_CRLS_H

#include <stdint.h>
#include <time.h>

#include "kit/x509/revocation.h"

struct arena;
struct cert;
struct json;
struct trust;
struct x509_st;

/*
 * Certificate revocation lists (RFC 5280 section 5) that somebody else keeps
 * up to date: a file, PEM or DER, with one or more in it, or a folder of such
 * files, whose names end in .crl or .pem.  A list counts when one of the
 * authorities that we trust has signed it.  A file that has become unreadable
 * leaves those in force that were in it, and so does one that has gone back to
 * an older list; one that is gone takes them along.
 */
struct crls; /* the arena's */

/* `marks` is the cache folder, in which the latest list of each kind leaves a
 * mark for all processes; NULL: there is none. */
struct crls *crls_open(struct arena *arena, const char *path, const char *marks,
    const struct trust *trust);

/* Looks whether a file has changed and reads those that have.  Another number
 * than last time: what was known of certificates is not known any more. */
uint64_t crls_reading(struct crls *crls);

/* What is wrong with path, files or lists, for an operator; NULL: nothing. */
const char *crls_fault(const struct crls *crls, struct arena *arena);

/* An array with an object for each list: file, issuer, about, listed, from, to
 * and, when it says nothing of what it does not list, fault; and with issuer
 * and fault for each authority of which there is none.  As of the last
 * crls_reading(). */
struct json *crls_describe(
    const struct crls *crls, time_t now, struct arena *arena);

/*
 * What the lists say of a certificate that `issuer` has issued.  The answer
 * serves until *until at the most.  What is listed is revoked, though the list
 * be out of date or about others.  REVOCATION_GOOD takes lists in date that are
 * about this certificate and together about all reasons (RFC 5280 section
 * 6.3.3); else it is REVOCATION_UNSURE, and *why (static) says why.
 */
enum revocation_status crls_check(struct crls *crls, const struct cert *cert,
    struct x509_st *issuer, time_t now, time_t *until, const char **why);

#endif
