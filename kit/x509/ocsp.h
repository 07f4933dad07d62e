/* SPDX-License-Identifier: ISC */
#ifndef KIT_X509_OCSP_H
#define KIT_X509_OCSP_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "kit/base64.h"
#include "kit/x509/revocation.h"

/*
 * The Online Certificate Status Protocol (RFC 6960), as its client.
 */

/*
 * What the responder says, or has said lately to one of our processes: an
 * answer is kept in the cache folder, one for each certificate.  After
 * LIMIT_OCSP_SECONDS the responder is asked again; when it cannot be reached
 * then, the one that there is serves to its own end, and "revoked" beyond that.
 * An answer from before the kept one is none.  Else as revocation_check.
 */
enum revocation_status ocsp_ask(const struct revocation_setup *setup,
    const struct cert *cert, struct x509_st *issuer, time_t now,
    struct arena *arena, time_t *until, const char **why);

/* The first http or https URI of a responder that the certificate names (RFC
 * 5280 section 4.2.2.1); NULL: none. */
const char *ocsp_responder(struct arena *arena, const struct cert *cert);

/* A request about one certificate, with a nonce.  False: no memory. */
bool ocsp_request(struct arena *arena, const struct cert *cert,
    struct x509_st *issuer, struct bytes *out);

/* By which an answer is kept: of issuer and serial number, 64 hex digits.  No
 * sum of the certificate, of which its holder can make another one
 * (kit/jose/keys_named.h).  NULL: no memory. */
const char *ocsp_name(
    struct arena *arena, const struct cert *cert, struct x509_st *issuer);

/* What an answer said, in date or not, and from when it is. */
struct ocsp_word {
	int64_t begun, made; /* thisUpdate, producedAt */
	bool revoked;
};

/* False: it is about something else, or was not signed as it should be at the
 * time of `then`. */
bool ocsp_read(const struct bytes *answer, const struct cert *cert,
    struct x509_st *issuer, time_t then, struct ocsp_word *out);

/* Is it from before the other one?  Of two of one second, revoked counts. */
bool ocsp_older(const struct ocsp_word *word, const struct ocsp_word *than);

/*
 * Judges a responder's answer: it must be signed by the issuer, or by whom
 * the issuer has appointed with id-kp-OCSPSigning, be about this certificate,
 * in date, and have the nonce of the request if it has any.  The request is
 * NULL when the answer was kept.
 */
enum revocation_status ocsp_judge(const struct bytes *answer,
    const struct bytes *request, const struct cert *cert,
    struct x509_st *issuer, time_t now, time_t *until, const char **why);

#endif
