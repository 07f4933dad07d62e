/* SPDX-License-Identifier: ISC */
#ifndef KIT_JOSE_PRIVATE_H
#define KIT_JOSE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/x509.h>

#include "kit/base64.h"

struct arena;
struct json;
struct jws;

/* What the files of kit/jose share, and nobody else. */

enum keys_family { KEYS_OTHER, KEYS_RSA, KEYS_P256, KEYS_P384, KEYS_ED25519 };

/* The algorithms that one family of keys has at most. */
enum { KEYS_WAYS = 3 };

struct keys_algorithm {
	const char *name; /* as in a header */
	enum keys_family family;
	const char *digest; /* OpenSSL's name; NULL: its own */
	size_t sum;	    /* bytes of the digest */
	bool pss;	    /* RSASSA-PSS, and not PKCS #1 v1.5 */
	size_t way;	    /* its place among those of the family */
};

/* The algorithm of the header; NULL: it is unknown, or the JWS may not have
 * it. */
const struct keys_algorithm *keys_algorithm_of(const struct jws *jws);

/* The next accepted algorithm from *index on, which is 0 at first, as a JWS
 * that has nothing else and fits each key that can verify it.  False: there is
 * no further one. */
bool keys_accepted_at(
    size_t *index, const struct json *accepted, struct jws *any);

/* Of an RSA key that we would use. */
enum { RSA_BITS_MIN = 2048, RSA_BITS_MAX = 8192, RSA_EXPONENT_BITS_MAX = 64 };

/*
 * A set may hold a hundred keys and a one-shot CGI needs one of them: OpenSSL
 * gets to see a key when a JWS first asks for it.
 */
struct key {
	const struct json *jwk;
	const char *kid, *use, *alg; /* NULL: not there */
	enum keys_family family;
	bool tried;
	EVP_PKEY *public;		    /* NULL once tried: unusable */
	EVP_PKEY_CTX *verifiers[KEYS_WAYS]; /* by the algorithm's way; NULL:
					       not asked for yet */
	bool hashed;			    /* x5c[0] has been looked at */
	bool has_sha256;
	unsigned char sha256[32]; /* of x5c[0] */
	struct keys_named *named; /* NULL: not read yet */
	bool thumbed;		  /* likewise its certificate's thumbprints */
};

/* All entries of the array of keys, for kit/jose/keys_revoked.c. */
struct keys_entries {
	const struct json *all;
	size_t count;
	struct keys_named *list; /* NULL: not read yet */
};

struct keys {
	struct arena *arena;
	uint64_t number; /* from 1; no other set of the process has it */
	struct key *list;
	size_t count;
	struct keys_entries *entries;
};

/* The key of the set that has signed the JWS; NULL: none has.  It is verified
 * only when it has not been with this very set. */
struct key *keys_signer(const struct keys *keys, const struct jws *jws);

/* The next key from *index on that fits the JWS, moving *index past that key;
 * NULL at the end, or where the JWS may not have its algorithm.  What verifies
 * by the algorithm is ready in the key. */
struct key *keys_next_fitting(
    const struct keys *keys, const struct jws *jws, size_t *index);

/* What kty and crv say. */
enum keys_family keys_jwk_family(const struct json *jwk);

/* Is a public key of Ed25519 the one encoding of its point, and the point of
 * large order (RFC 8032 section 5.1.3)?  By a key of small order anybody can sign
 * anything, and OpenSSL verifies that. */
enum { ED25519_KEY_BYTES = 32 };
bool keys_ed25519_sound(const unsigned char key[ED25519_KEY_BYTES]);

/* The public key, freed with the arena; NULL when we would not use the key, or
 * when the JWK's x5c is of another key. */
EVP_PKEY *keys_jwk_read(struct arena *arena, const struct json *jwk);

/* DER of x5c[0].  False when the JWK has none. */
bool keys_jwk_certificate(
    struct arena *arena, const struct json *jwk, struct bytes *out);

/* Is this a certificate (DER, and nothing behind it) of that very key? */
bool keys_certified(struct arena *arena, const struct bytes *der, EVP_PKEY *key,
    enum keys_family family);

/* What verifies signatures of a key of the algorithm's family by it, as many as
 * there are: to set that up takes OpenSSL a tenth of the verification.
 * EVP_PKEY_CTX_free() it; NULL: no memory. */
EVP_PKEY_CTX *keys_verifier(
    EVP_PKEY *key, const struct keys_algorithm *algorithm);

/* By the algorithm that the verifier was made for. */
bool keys_signature_valid(EVP_PKEY_CTX *verifier,
    const struct keys_algorithm *algorithm, const struct jws *jws);

/*
 * All by which a JWK or a certificate can be told from others, for
 * kit/jose/keys_revoked.c, which denies.  A list of what is forbidden is read
 * leniently: of a number or a certificate that is spelt oddly (padded, plain
 * base64, with line ends or PEM's armour) the meaning counts.
 *
 * A key is known by its modulus, or by its x alone: whoever has the private
 * key for one y or exponent has it for the other.
 */
#define KEYS_NAMED_X5T 18

struct keys_named {
	const char *kid;		  /* NULL: none */
	struct bytes keys[2];		  /* of n or x, and of x5c */
	struct bytes issuer, serial;	  /* DER, of x5c; or empty */
	struct bytes x5t[KEYS_NAMED_X5T]; /* x5t#S256 and x5t */
	bool unread; /* a member that should say more cannot be read */
};

void keys_named_jwk(
    struct arena *arena, const struct json *jwk, struct keys_named *out);

/* Adds issuer, serial number and key of a certificate. */
void keys_named_certificate(
    struct arena *arena, X509 *x509, struct keys_named *out);

/*
 * Puts in place the thumbprints by which the certificate may be named.  An
 * ECDSA signature (r, s) has a twin (r, n - s), which is as valid, so that
 * whoever holds the certificate can make another one of the same content: the
 * thumbprints of the other one are added too.
 */
void keys_named_thumbprints(
    struct arena *arena, X509 *x509, struct keys_named *out);

/* Does the entry name the thing?  A kid is a name within one key set and counts
 * when the entry says nothing of the key itself. */
bool keys_named_same(
    const struct keys_named *entry, const struct keys_named *thing);

/* Is the thing known by a key, or by a thumbprint? */
bool keys_named_has_key(const struct keys_named *named);
bool keys_named_has_x5t(const struct keys_named *named);

/* Is there anything by which the thing is known? */
bool keys_named_has_any(const struct keys_named *named);

#endif
