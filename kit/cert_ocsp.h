/* SPDX-License-Identifier: ISC */
#ifndef KIT_CERT_OCSP_H
#define KIT_CERT_OCSP_H

#include <stdbool.h>
#include <time.h>

#include "kit/base64.h"
#include "kit/cert_revocation.h"

/*
 * The Online Certificate Status Protocol (RFC 6960), as its client.
 */

/*
 * What the responder says, or has said lately to one of our processes: an
 * answer is kept in the cache folder, one for each certificate.  After
 * LIMIT_OCSP_SECONDS the responder is asked again; when it cannot be reached
 * then, the one that there is serves to its own end.  Else as revocation_check.
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
