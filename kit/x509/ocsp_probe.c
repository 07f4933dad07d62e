/* SPDX-License-Identifier: ISC */
/* Asks an OCSP responder about the authorities themselves, to see whether it
 * answers at all. */
#include <openssl/err.h>

#include <string.h>

#include "kit/arena.h"
#include "kit/limits.h"
#include "kit/net/fetch.h"
#include "kit/x509/private.h"

static const struct cert *
cert_of(struct arena *arena, X509 *x509)
{
	unsigned char *text = NULL;
	const int length = i2d_X509(x509, &text);
	struct bytes der = {.length = length > 0 ? (size_t)length : 0};
	const struct cert *cert;

	der.data = text;
	cert = length > 0 ? cert_from_der(arena, &der) : NULL;
	OPENSSL_free(text);
	return cert;
}

/* That it does not know the certificate of the authority, or may not speak of
 * it (RFC 6960 section 2.3), is an answer. */
static const char *
judge(const struct bytes *answer, const struct bytes *request,
    const struct cert *cert, X509 *issuer, time_t now)
{
	static const char *const answers[] = {
	    "does not know", "gives no answer", "about another"};
	time_t until = now + LIMIT_OCSP_SECONDS;
	const char *why = NULL;

	if (ocsp_judge(answer, request, cert, issuer, now, &until, &why) !=
	    REVOCATION_UNSURE)
		return NULL;
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
		if (strstr(why, answers[i]) != NULL)
			return NULL;
	return why;
}

const char *
ocsp_probe(const struct revocation_setup *setup, X509 *authority, time_t now,
    struct arena *arena)
{
	const struct cert *cert = cert_of(arena, authority);
	struct fetch_policy policy = *setup->policy;
	struct bytes request, answer;
	const char *why = NULL;
	char *body;

	if (cert == NULL || !ocsp_request(arena, cert, authority, &request))
		return NULL;
	const struct fetch_ocsp ocsp = {request.data, request.length};
	policy.seconds = setup->seconds;
	if (!fetch_ocsp_allowed(&policy, setup->responder))
		return arena_printf(arena,
		    "%.200s: is not an URI of a host that may be fetched from",
		    setup->responder);
	if (fetch_ocsp(&policy, setup->responder, &ocsp, LIMIT_OCSP, arena,
		&body, &answer.length, &why) != FETCHED_OK)
		return why;
	answer.data = (unsigned char *)body;
	why = judge(&answer, &request, cert, authority, now);
	return why == NULL
		   ? NULL
		   : arena_printf(arena, "%.200s: %s", setup->responder, why);
}
