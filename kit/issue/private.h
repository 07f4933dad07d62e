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
 * What the files of kit/issue share.  All that is returned is freed with the
 * arena, and is NULL when the text is not what was asked for.
 */
struct evp_pkey_st *issue_private(struct arena *arena, const char *pem);
struct evp_pkey_st *issue_public(struct arena *arena, const char *pem);
struct x509_st *issue_x509(struct arena *arena, const char *pem);

/* Puts kty and the public members in (RFC 7518 section 6); false: a key of
 * another kind. */
bool issue_set_key(
    struct arena *arena, struct json *jwk, struct evp_pkey_st *key);

/* Adds QCStatements, in the form of struct issue_order. */
bool issue_psd2(
    struct arena *arena, struct x509_st *certificate, const char *psd2);

/* What was written into a memory BIO, which it frees. */
char *issue_text(struct arena *arena, struct bio_st *bio);

#endif
