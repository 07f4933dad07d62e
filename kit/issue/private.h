/* SPDX-License-Identifier: ISC */
#ifndef KIT_ISSUE_PRIVATE_H
#define KIT_ISSUE_PRIVATE_H

#include <stdbool.h>

struct arena;
struct bio_st; /* OpenSSL's BIO */
struct json;
struct evp_pkey_st; /* OpenSSL's EVP_PKEY */
struct x509_st;	    /* OpenSSL's X509 */

/*
 * What the files of kit/issue share.  Keys and certificates are freed with the
 * arena, and are NULL when the text is not what was asked for.
 */
struct evp_pkey_st *issue_private(struct arena *arena, const char *pem);
struct evp_pkey_st *issue_public(struct arena *arena, const char *pem);
struct x509_st *issue_x509(struct arena *arena, const char *pem);

/* Puts kty and the public members of a key into a JWK (RFC 7518 section 6);
 * false: the key is of a kind that has none. */
bool issue_set_key(
    struct arena *arena, struct json *jwk, struct evp_pkey_st *key);

/* Adds QCStatements to a certificate, as struct issue_order orders them. */
bool issue_psd2(
    struct arena *arena, struct x509_st *certificate, const char *psd2);

/* The text that was written into a memory BIO, which is freed. */
char *issue_text(struct arena *arena, struct bio_st *bio);

#endif
