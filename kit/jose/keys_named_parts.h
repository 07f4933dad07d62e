/* SPDX-License-Identifier: ISC */
#ifndef KIT_JOSE_KEYS_NAMED_PARTS_H
#define KIT_JOSE_KEYS_NAMED_PARTS_H

#include "kit/jose/keys_named.h"

/* What kit/jose/keys_named*.c share, and nobody else: issuer, serial number and
 * key of a certificate, which its signature covers. */
void keys_named_content(
    struct arena *arena, struct x509_st *x509, struct keys_named *out);

#endif
