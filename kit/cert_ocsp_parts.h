/* SPDX-License-Identifier: ISC */
#ifndef KIT_CERT_OCSP_PARTS_H
#define KIT_CERT_OCSP_PARTS_H

#include <openssl/ocsp.h>

#include "kit/cert_ocsp.h"

/* What kit/cert_ocsp*.c share, and nobody else: is it signed by the issuer, or
 * by whom the issuer has appointed (RFC 6960 section 4.2.2.2)? */
bool ocsp_signed(OCSP_BASICRESP *basic, X509 *issuer, time_t now);

#endif
