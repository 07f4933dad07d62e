/* SPDX-License-Identifier: ISC */
/* Tells whose authorities have issued the certificate of a signer. */
#include <stdint.h>

#include <openssl/x509.h>

#include "kit/x509/cert.h"
#include "kit/x509/private.h"

uint32_t
trust_signers(const struct trust *const *all, size_t count,
    const struct cert *cert, const struct cert *const *others, time_t now)
{
	uint32_t good = 0;
	X509 *issuer;

	for (size_t i = 0; i < count; i++) {
		if (all[i] == NULL || trust_chain_signer(all[i], cert, others,
					  now, &issuer) != TRUST_OK)
			continue;
		good |= UINT32_C(1) << i;
		X509_free(issuer);
	}
	return good;
}
