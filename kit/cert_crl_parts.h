/* SPDX-License-Identifier: ISC */
#ifndef KIT_CERT_CRL_PARTS_H
#define KIT_CERT_CRL_PARTS_H

#include <openssl/x509.h>

#include "kit/cert_crl.h"

/* What kit/cert_crl*.c share, and nobody else. */

/* Adds the lists in this text that an authority of ours has signed; those of
 * others are none of our business.  NULL, or what is wrong (static): then some
 * may have been added all the same. */
const char *crl_read(STACK_OF(X509_CRL) * lists, const char *text,
    size_t length, const struct trust *trust);

/* crls_check() of these lists. */
enum revocation_status crl_judge(STACK_OF(X509_CRL) * lists,
    const struct trust *trust, const struct cert *cert, X509 *issuer,
    time_t now, time_t *until, const char **why);

#endif
