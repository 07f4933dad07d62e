/* SPDX-License-Identifier: ISC */
#ifndef KIT_X509_PRIVATE_H
#define KIT_X509_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "kit/base64.h"
#include "kit/x509/cert.h"

struct X509_algor_st;
struct arena;
struct asn1_string_st;
struct x509_st;
struct x509_store_st;

/* What kit/x509/cert.c, kit/x509/cert_*.c, kit/jose/keys_cert.c,
 * kit/jose/keys_revoked.c and kit/x509/dn.c share, and nobody else. */
struct cert {
	struct x509_st *x509;
	const char *subject;
	const char **values; /* of its attributes, in its order, as UTF-8 */
	unsigned char sha256[32];
	const char *hex;
};

struct trust {
	struct x509_store_st *store;
};

/* Takes a form of kit/x509/cert.h down to the bytes inside; false: none of
 * them. Whether the bytes are a certificate is not looked at. */
bool cert_read(
    struct arena *arena, const char *text, size_t length, struct bytes *der);
bool cert_read_field(
    struct arena *arena, const char *text, size_t length, struct bytes *der);

/* NULL when the bytes are no certificate, or one that cert_parse() refuses.
 * They are not needed any more. */
const struct cert *cert_from_der(struct arena *arena, const struct bytes *der);

/* The length of the value as UTF-8, which is OpenSSL's to free; -1 when it is
 * no text or holds a control character. */
int cert_utf8(const struct asn1_string_st *value, unsigned char **utf8);

/* Seconds since the epoch; -1 for what is no time, or NULL. */
int64_t cert_seconds(const struct asn1_string_st *time);

/* As trust_check().  With TRUST_OK *issuer is the anchor below which the
 * certificate stands, the caller's to free; NULL when it is its own anchor. */
enum trust_answer trust_chain(const struct trust *trust,
    const struct cert *cert, time_t now, struct x509_st **issuer);

/* The same for a certificate that signs: its key usage must be digital
 * signature or non-repudiation.  `others` (NULL ends) may link it to an
 * anchor and are trusted for nothing; *issuer may be one of them then. */
enum trust_answer trust_chain_signer(const struct trust *trust,
    const struct cert *cert, const struct cert *const *others, time_t now,
    struct x509_st **issuer);

/* Does an algorithm of signatures have a hash that nobody finds collisions
 * for?  OpenSSL asks that of certificates alone. */
bool cert_strong(const struct X509_algor_st *algorithm);

#endif
