/* SPDX-License-Identifier: ISC */
#ifndef KIT_X509_OCSP_PARTS_H
#define KIT_X509_OCSP_PARTS_H

#include <openssl/ocsp.h>

#include "kit/x509/ocsp.h"

/* What kit/x509/ocsp*.c share, and nobody else: is it signed by the issuer, or
 * by whom the issuer has appointed (RFC 6960 section 4.2.2.2)? */
bool ocsp_signed(OCSP_BASICRESP *basic, X509 *issuer, time_t now);

#endif
