/* SPDX-License-Identifier: ISC */
#ifndef KIT_JOSE_KEYS_H
#define KIT_JOSE_KEYS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct cert;
struct json;
struct jws;

/*
 * A JWK Set (RFC 7517) of public keys, and the verification of signatures
 * with it (RFC 7518: PS256, ES256, RS256, RS384 and ES384; RFC 8037: EdDSA with
 * Ed25519; nothing else).  No JWS is verified whose alg is not among those that
 * its reader accepts (jws.h): PS256 and ES256, unless the reader says others.
 * Among the keys the alg only picks those that fit it by their own type, curve
 * and size.
 *
 * A key that we cannot use is left out and does not spoil the set: unknown
 * kty, RSA below 2048 or above 8192 bits, an even exponent or one below 3 or
 * above 64 bits, a point off P-256 or P-384, one of small order or in another
 * encoding of Ed25519, members of a private key, an x5c of another key.  Keys are
 * kept parsed.
 */
struct keys;

/* Heap memory, keys_free() it.  NULL when the text is not a JWK Set; *why then
 * says what is wrong (static text). */
struct keys *keys_parse(const char *text, size_t length, const char **why);
void keys_free(struct keys *keys);

/* Each algorithm that can be verified, from 0 on; NULL behind the last one. */
const char *keys_algorithm_at(size_t index);

/* "PS256 or ES256": the algorithms of these that can be verified, in words;
 * NULL: of those that are taken where nobody says others.  The arena's. */
const char *keys_accepted_text(
    struct arena *arena, const struct json *accepted);

/* Could any key of the set verify a signature by an algorithm of these?  NULL:
 * PS256 and ES256. */
bool keys_can_verify(const struct keys *keys, const struct json *accepted);

enum keys_answer {
	KEYS_VERIFIED,
	KEYS_UNKNOWN, /* no key of that kid fits the algorithm, or that is
			 not accepted */
	KEYS_FORGED   /* a key fits, and the signature is not by it */
};

/*
 * Candidates: kid equal byte for byte (no kid: only if exactly one key fits),
 * use absent or "sig", key_ops absent or with "verify", alg absent or equal.
 * PS256: salt of 32 bytes exactly, MGF1 with SHA-256 (RFC 7518 section 3.5).
 * ES256, ES384: 64 and 96 bytes of signature, r and s in range (section 3.4).
 * EdDSA: 64 bytes, and Ed25519 alone (RFC 8037 section 3.1).
 */
enum keys_answer keys_verify(const struct keys *keys, const struct jws *jws);

/* As keys_verify(), but without a kid each key that fits is tried: for a JWS of
 * the very party whose keys these are. */
enum keys_answer keys_verify_any(
    const struct keys *keys, const struct jws *jws);

/* After KEYS_UNKNOWN: why no key of the set fits the JWS, and the kids of those
 * that verify its algorithm, a few of many; ASCII, and the arena's.  A key set
 * is public. */
const char *keys_told(
    struct arena *arena, const struct keys *keys, const struct jws *jws);

/* As keys_verify(), with the key of a certificate that the caller has found to
 * be trusted.  KEYS_UNKNOWN: the key is of another type, curve or size than alg
 * takes, or one that we would not use in a JWK. */
enum keys_answer keys_cert_verify(
    const struct cert *cert, const struct jws *jws);

/*
 * A public key by which keys_verify() or keys_cert_verify() verify this JWS, as
 * PEM of the arena, for another implementation.  keys_pem() tells the next key
 * from *index on, which is 0 at first, and moves *index.  NULL: there is no
 * such key.
 */
char *keys_pem(struct arena *arena, const struct keys *keys,
    const struct jws *jws, size_t *index);
char *keys_pem_cert(struct arena *arena, const struct cert *cert);

/* Is the certificate with this SHA-256 the x5c[0] of a key of use "tls"? */
bool keys_hold_certificate(
    const struct keys *keys, const unsigned char sha256[32]);

/* What a key is for.  NULL: that does not matter. */
struct keys_wanted {
	const char *use, *kty;
	const struct json *algorithms; /* an array of strings */
};

/* Does the set hold such a key?  A key that names no alg may be used for any
 * (RFC 7517 section 4.4); one of a type that keys_verify() knows must be one
 * that we would use. */
bool keys_hold(const struct keys *keys, const struct keys_wanted *wanted);

/*
 * What a set of revoked keys says.  Each entry of the set counts, also one that
 * no signature could be verified by, and by all members that it has: key (n, or
 * x), certificate (x5c: issuer, serial number and key), x5t#S256, x5t, and kid
 * where the entry says nothing of the key.
 */
enum keys_revocation {
	KEYS_NOT_REVOKED,
	KEYS_REVOKED_UNREADABLE, /* an unreadable entry may be the one */
	KEYS_REVOKED
};

/* Is the key of `keys` revoked by which this JWS is signed, whatever its kid is
 * there?  KEYS_REVOKED as well when no key of `keys` has signed the JWS. */
enum keys_revocation keys_revoked_signer(
    const struct keys *revoked, const struct keys *keys, const struct jws *jws);

/* Is each key of `keys` that could verify a signature by an algorithm of these
 * (NULL: PS256 and ES256) revoked by one of so many sets?  KEYS_REVOKED as well
 * when there is no such key.
 * KEYS_REVOKED_UNREADABLE: an entry that cannot be read may be the one that is
 * missing. */
enum keys_revocation keys_revoked_all(const struct keys *const *revoked,
    size_t count, const struct keys *keys, const struct json *accepted);

/* Is a certificate revoked?  An entry of `revoked` that has nothing but a kid
 * is looked for in `keys`, the set in which that kid is a name; NULL: such
 * entries are not looked for. */
enum keys_revocation keys_revoked_certificate(const struct keys *revoked,
    const struct keys *keys, const struct cert *cert);

/* Has the set entries that say nothing of their key but the kid? */
bool keys_revoked_by_kid(const struct keys *revoked);

#endif
