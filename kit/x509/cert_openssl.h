/* SPDX-License-Identifier: ISC */
#ifndef KIT_X509_CERT_OPENSSL_H
#define KIT_X509_CERT_OPENSSL_H

#include <openssl/x509.h>

struct arena;
struct cert;

/* A certificate as OpenSSL has it, for kit/jose: its signature, key, issuer
 * and serial number.  The certificate keeps it. */
X509 *cert_x509(const struct cert *cert);

/* A place for what kit/jose has read of the certificate, which stays as long as
 * the certificate: `what` is NULL at first, and what it is to point to is
 * allocated in `arena`. */
struct cert_kept {
	struct arena *arena;
	void *what;
};
struct cert_kept *cert_kept(const struct cert *cert);

#endif
