/* SPDX-License-Identifier: ISC */
#ifndef KIT_JOSE_PRIVATE_H
#define KIT_JOSE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "kit/base64.h"

struct arena;
struct evp_pkey_st; /* OpenSSL's EVP_PKEY */
struct json;
struct jws;
struct keys_named;

/*
 * The parts of kit/jose/keys.c that know OpenSSL: for kit/jose/keys*.c alone.
 */
enum keys_family { KEYS_OTHER, KEYS_RSA, KEYS_P256 };

/*
 * A set may hold a hundred keys and a one-shot CGI needs one: OpenSSL gets to
 * see a key when a token first asks for it.
 */
struct key {
	const struct json *jwk;
	const char *kid, *use, *alg; /* NULL: not there */
	enum keys_family family;
	bool tried;
	struct evp_pkey_st *public; /* NULL once tried: unusable */
	bool hashed;		    /* x5c[0] has been looked at */
	bool has_sha256;
	unsigned char sha256[32]; /* of x5c[0] */
};

/* All that is in the array of keys, for kit/jose/keys_revoked.c. */
struct keys_entries {
	const struct json *all;
	size_t count;
	struct keys_named *list; /* NULL: not read yet */
};

struct keys {
	struct arena *arena;
	struct key *list;
	size_t count;
	struct keys_entries *entries;
};

/* The next key from *index on that fits the token, moving *index past it; NULL
 * at the end. */
const struct key *keys_next_fitting(
    const struct keys *keys, const struct jws *jws, size_t *index);

bool keys_signed_by(const struct key *key, const struct jws *jws);

/* By kty and crv. */
enum keys_family keys_jwk_family(const struct json *jwk);

/* The public key, freed with the arena; NULL when it is not one that we would
 * use, or when the JWK's x5c is of another key. */
struct evp_pkey_st *keys_jwk_read(struct arena *arena, const struct json *jwk);

/* DER of x5c[0].  False when there is none. */
bool keys_jwk_certificate(
    struct arena *arena, const struct json *jwk, struct bytes *out);

/* PS256 with an RSA key, ES256 with one on P-256. */
bool keys_signature_valid(
    struct evp_pkey_st *key, enum keys_family family, const struct jws *jws);

#endif
