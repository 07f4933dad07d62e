/* SPDX-License-Identifier: ISC */
/* Says of certificates that sign what cert_memory.c says of those of
 * connections. */
#include <openssl/x509.h>

#include "kit/x509/cert_memory.h"
#include "kit/x509/private.h"

enum trust_answer
cert_memory_check_signer(struct cert_memory *memory, const struct cert *cert,
    const struct cert *const *others, time_t now)
{
	X509 *issuer;
	enum trust_answer answer =
	    trust_chain_signer(memory->trust, cert, others, now, &issuer);

	/* The lists are read here, which nobody may have asked for before. */
	(void)cert_memory_edition(memory);
	answer = cert_memory_unless_revoked(memory, answer, cert, issuer, now);
	X509_free(issuer);
	return answer;
}

uint32_t
cert_memory_signer_issuers(struct cert_memory *memory, const struct cert *cert,
    const struct cert *const *others, time_t now)
{
	uint32_t issuers = 0;
	X509 *issuer;

	for (size_t i = 0; i < memory->directory_count; i++) {
		if (memory->directories[i] == NULL ||
		    trust_chain_signer(memory->directories[i], cert, others,
			now, &issuer) != TRUST_OK)
			continue;
		issuers |= UINT32_C(1) << i;
		X509_free(issuer);
	}
	return issuers;
}
