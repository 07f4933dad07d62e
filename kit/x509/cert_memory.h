/* SPDX-License-Identifier: ISC */
#ifndef KIT_X509_CERT_MEMORY_H
#define KIT_X509_CERT_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "kit/x509/cert.h"

struct arena;
struct revocation;

/*
 * The certificates that have come lately, LIMIT_CERTIFICATES at most, parsed
 * and with what trust_check() said of them; OpenSSL 3.0 takes 110 us to parse
 * a certificate and 50 us to check it.  Each is found by the very text in which
 * it came.
 */
struct cert_memory;

/* Closed with the arena. */
struct cert_memory *cert_memory_open(
    struct arena *arena, const struct trust *trust);

/* As cert_parse(), or cert_parse_field() when `field`.  A certificate lives
 * until LIMIT_CERTIFICATES - 1 others have come, so for one request. */
const struct cert *cert_memory_read(
    struct cert_memory *memory, const char *text, size_t length, bool field);

/* From now on cert_memory_check() asks whether a certificate has been revoked
 * as well. */
void cert_memory_revocation(
    struct cert_memory *memory, struct revocation *revocation);

/* As trust_check(), and TRUST_REVOKED or TRUST_UNSURE: an answer of TRUST_OK
 * serves again for LIMIT_CERTIFICATE_SECONDS and never past the end of the
 * certificate, of the revocation list or of the OCSP answer, nor when a list
 * has changed; every other answer is asked for anew. */
enum trust_answer cert_memory_check(
    struct cert_memory *memory, const struct cert *cert, time_t now);

/* As cert_memory_check(), for a certificate that signs, whose key usage must be
 * digital signature or non-repudiation (RFC 5280 section 4.2.1.3); nothing is
 * remembered.  `others` (NULL ends) may link it to a trust anchor and are
 * trusted for nothing. */
enum trust_answer cert_memory_check_signer(struct cert_memory *memory,
    const struct cert *cert, const struct cert *const *others, time_t now);

/* The authorities that issue the certificates of each directory's members, of
 * `count` directories and LIMIT_DIRECTORIES at most; NULL where a directory
 * names none.  They must outlive the memory. */
void cert_memory_directories(struct cert_memory *memory,
    const struct trust *const *directories, size_t count);

/* A bit for each of the directories at whose authorities the chain of a
 * certificate ends that cert_memory_check() has just found good. */
uint32_t cert_memory_issuers(
    struct cert_memory *memory, const struct cert *cert, time_t now);

/* The same for a certificate that cert_memory_check_signer() finds good with
 * `others` between it and an authority; nothing is remembered. */
uint32_t cert_memory_signer_issuers(struct cert_memory *memory,
    const struct cert *cert, const struct cert *const *others, time_t now);

/* Until when the last answer serves, if it was TRUST_OK; and why it was
 * TRUST_UNSURE, for the log, a text that stands until the next question. */
time_t cert_memory_until(const struct cert_memory *memory);
const char *cert_memory_why(const struct cert_memory *memory);

/* The edition of the revocation lists: once it is another number than last
 * time, no answer from before serves any more. */
uint64_t cert_memory_edition(struct cert_memory *memory);

#endif
