/* SPDX-License-Identifier: ISC */
#ifndef KIT_X509_CERT_OPENSSL_H
#define KIT_X509_CERT_OPENSSL_H

#include <openssl/x509.h>

struct cert;

/* A certificate as OpenSSL has it, for kit/jose: its signature, key, issuer
 * and serial number.  The certificate keeps it. */
X509 *cert_x509(const struct cert *cert);

#endif
