/* SPDX-License-Identifier: ISC */
#ifndef KIT_CERT_MEMORY_H
#define KIT_CERT_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "kit/cert.h"

struct arena;

/*
 * The certificates that have come lately, parsed, and what trust_check() said
 * of them: OpenSSL 3.0 takes 110 us to parse one and 50 us to check it.  By
 * the SHA-256 of the text in which they came; LIMIT_CERTIFICATES of them.
 */
struct cert_memory;

/* Closed with the arena. */
struct cert_memory *cert_memory_open(
    struct arena *arena, const struct trust *trust);

/* As cert_parse(), or cert_parse_field() when `field`.  A certificate lives
 * until LIMIT_CERTIFICATES - 1 others have come, so for one request. */
const struct cert *cert_memory_read(
    struct cert_memory *memory, const char *text, size_t length, bool field);

/* Whom it trusts. */
const struct trust *cert_memory_trust(const struct cert_memory *memory);

/* As trust_check(): an answer of TRUST_OK serves again for
 * LIMIT_CERTIFICATE_SECONDS and never past the end of the certificate; every
 * other one is asked for anew. */
enum trust_answer cert_memory_check(
    struct cert_memory *memory, const struct cert *cert, time_t now);

#endif
