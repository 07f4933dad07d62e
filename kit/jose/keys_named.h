/* SPDX-License-Identifier: ISC */
#ifndef KIT_JOSE_KEYS_NAMED_H
#define KIT_JOSE_KEYS_NAMED_H

#include <stdbool.h>
#include <stddef.h>

#include "kit/base64.h"

struct arena;
struct json;
struct x509_st;

/*
 * All by which a JWK or a certificate can be told from others: for
 * kit/jose/keys_revoked.c, which denies.  It is read with patience, as a list
 * of what is forbidden must be: of a number or a certificate that is spelt
 * oddly (padded, plain base64, with line ends or PEM's armour) the meaning
 * counts.
 *
 * A key is known by its modulus, or by its x alone: whoever has the private
 * key for one y or exponent has it for the other.
 */
#define KEYS_NAMED_SUMS 18

struct keys_named {
	const char *kid;		    /* NULL: none */
	struct bytes keys[2];		    /* of n or x, and of x5c */
	struct bytes issuer, serial;	    /* DER, of x5c; or empty */
	struct bytes sums[KEYS_NAMED_SUMS]; /* x5t#S256 and x5t */
	bool unread; /* a member that should say more cannot be read */
};

void keys_named_jwk(
    struct arena *arena, const struct json *jwk, struct keys_named *out);

/*
 * The same of a certificate, with the sums by which it may be named.  An
 * ECDSA signature (r, s) has a twin (r, n - s), which is as valid, so that
 * whoever holds the certificate can make another one of the same content: its
 * sums are added.  OpenSSL takes
 * milliseconds for that: without `sums` they are left out.
 */
void keys_named_certificate(struct arena *arena, struct x509_st *x509,
    bool sums, struct keys_named *out);

/* Is the thing one that the entry names?  A kid is a name within one key set
 * and counts when the entry says nothing of the key itself. */
bool keys_named_same(
    const struct keys_named *entry, const struct keys_named *thing);

bool keys_named_has_key(const struct keys_named *named);
bool keys_named_has_sum(const struct keys_named *named);

/* Has it anything at all? */
bool keys_named_has_any(const struct keys_named *named);

#endif
