/* SPDX-License-Identifier: ISC */
#ifndef KIT_KEYS_PARTS_H
#define KIT_KEYS_PARTS_H

#include <stdbool.h>

#include "kit/base64.h"

struct arena;
struct evp_pkey_st; /* OpenSSL's EVP_PKEY */
struct json;
struct jws;

/*
 * The parts of kit/keys.c that know OpenSSL: for kit/keys*.c alone.
 */
enum keys_family { KEYS_OTHER, KEYS_RSA, KEYS_P256 };

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
