/* SPDX-License-Identifier: ISC */
#ifndef KIT_ISSUE_ISSUE_H
#define KIT_ISSUE_ISSUE_H

#include <time.h>

struct arena;
struct json;

/*
 * Makes keys, certificates and tokens: for the sandbox, and for the access
 * tokens that we issue (kit/signing/signers.h).  Nothing that judges a request
 * includes this.  All functions return memory of the arena, and NULL with *why
 * (static or the arena's) when they cannot.
 */
enum issue_key { ISSUE_RSA_2048, ISSUE_EC_P256, ISSUE_EC_P384, ISSUE_ED25519 };

/* A new private key, PKCS #8 PEM. */
char *issue_key(struct arena *arena, enum issue_key kind, const char **why);

/* What a certificate is for. */
enum issue_purpose { ISSUE_CA, ISSUE_CLIENT, ISSUE_SERVER, ISSUE_SIGNING };

struct issue_order {
	const char *subject; /* "C=GB,O=Example Ltd,CN=x": in the order of the
				  certificate, \ before a comma in a value */
	const char *dns;     /* one dNSName besides CN, or NULL */
	const char *uri;     /* a uniformResourceIdentifier, or NULL */
	enum issue_purpose purpose;
	const char *psd2; /* QCStatements (kit/x509/cert_qc.h), as in
			     "web/PSP_PI,PSP_AI/GB-FCA"; or the hexadecimal
			     digits of the extension; NULL: none */
	time_t not_before, not_after;
	const char *key;     /* PEM: whose certificate */
	const char *ca_key;  /* PEM: who signs; NULL: self-signed */
	const char *ca_cert; /* PEM, with ca_key */
};

/* The certificate, PEM. */
char *issue_certificate(
    struct arena *arena, const struct issue_order *order, const char **why);

/* The public JWK of a private or public key in PEM, with kid (the RFC 7638
 * thumbprint when `kid` is NULL), use, alg, and x5c when a certificate is
 * given. */
struct json *issue_jwk(struct arena *arena, const char *key_pem,
    const char *kid, const char *use, const char *certificate_pem,
    const char **why);

/* RFC 7638 thumbprint of a JWK's public part, base64url; NULL: no such kty. */
char *issue_thumbprint(struct arena *arena, const struct json *jwk);

/*
 * A compact JWS of these two texts, taken as they are, by PS256, ES256, RS256,
 * RS384, ES384 or EdDSA; or by HS256 or none, so that wrong requests can be made
 * as well (HS256 takes the bytes of key_pem as secret).
 */
char *issue_jws(struct arena *arena, const char *header, const char *payload,
    const char *algorithm, const char *key_pem, const char **why);

/*
 * A key that is parsed once, for many signatures: reading the PEM costs several
 * times what a signature does.  The signer stands as long as the arena that it
 * was opened with.
 */
struct issue_signer;

struct issue_signer *issue_signer_open(struct arena *arena,
    const char *algorithm, const char *key_pem, const char **why);
/* RFC 7638 thumbprint of the signer's public key; NULL: no such kty. */
char *issue_signer_thumbprint(
    const struct issue_signer *signer, struct arena *arena);
char *issue_signer_sign(const struct issue_signer *signer, struct arena *arena,
    const char *header, const char *payload, const char **why);

#endif
