/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_UNTRUSTED_H
#define VALIDATORS_LIB_UNTRUSTED_H

#include "kit/x509/cert.h"

struct submission;

/* Why a certificate was found to be none that is accepted here, with its issuer
 * or its validity, for the sender; not of TRUST_OK and TRUST_UNSURE. `use` is
 * what it should have been meant for: "for TLS clients". */
const char *untrusted_words(const struct submission *s, const struct cert *cert,
    enum trust_answer answer, const char *use);

#endif
