/* SPDX-License-Identifier: ISC */
/* Asks whether the client certificate is valid, trusted and not revoked. */
#include <stdbool.h>
#include <string.h>

#include "kit/request.h"
#include "kit/x509/cert_memory.h"
#include "validators/lib/untrusted.h"
#include "validators/validator.h"

enum {
	MISSING,
	UNVERIFIED,
	UNREADABLE,
	UNTRUSTED,
	NOT_YET_VALID,
	EXPIRED,
	PURPOSE,
	REVOKED
};

static const struct rule rules[] = {
    [MISSING] = {"client_certificate.missing", ERROR_CLIENT,
	"the client presents a certificate",
	"present your transport certificate in the TLS handshake"},
    [UNVERIFIED] = {"client_certificate.unverified", ERROR_CLIENT,
	"the web server reports no failure to verify the client certificate",
	"present a valid certificate with its whole chain"},
    [UNREADABLE] = {"client_certificate.unreadable", ERROR_CLIENT,
	"the client certificate is one readable X.509 certificate",
	"ask the bank: its web server hands on no certificate"},
    [UNTRUSTED] = {"client_certificate.untrusted", ERROR_CLIENT,
	"a certification authority that is accepted here has issued the "
	"client certificate",
	"use a certificate of your directory's authority for TLS clients"},
    [NOT_YET_VALID] = {"client_certificate.not_yet_valid", ERROR_CLIENT,
	"the validity of the client certificate has begun",
	"wait until it is valid, or use another; compare the clocks"},
    [EXPIRED] = {"client_certificate.expired", ERROR_CLIENT,
	"the validity of the client certificate has not ended",
	"renew the certificate"},
    [PURPOSE] = {"client_certificate.purpose", ERROR_CLIENT,
	"the client certificate is meant for TLS clients",
	"use the certificate for transport, not the one for signing"},
    [REVOKED] = {"client_certificate.revoked", ERROR_CLIENT,
	"the issuer of the client certificate has not revoked it",
	"have a new certificate issued"},
    {0}};

static void
check_trust(const struct submission *s, struct verdict *v)
{
	static const struct rule *const of[] = {
	    [TRUST_UNKNOWN_ISSUER] = &rules[UNTRUSTED],
	    [TRUST_NOT_YET_VALID] = &rules[NOT_YET_VALID],
	    [TRUST_EXPIRED] = &rules[EXPIRED],
	    [TRUST_PURPOSE] = &rules[PURPOSE],
	    [TRUST_REVOKED] = &rules[REVOKED],
	};
	const enum trust_answer answer =
	    cert_memory_check(s->certificates, s->cert, s->now);

	if (answer == TRUST_UNSURE)
		unable(v, "whether the certificate is revoked: %s",
		    cert_memory_why(s->certificates));
	else if (answer != TRUST_OK)
		refuse(v, of[answer], "/client_certificate", "%s",
		    untrusted_words(s, s->cert, answer, "for TLS clients"));
}

/* Some web servers (lighttpd) pass on a certificate that they could not
 * verify, and say why. */
static bool
was_refused(const struct request *request)
{
	const char *verify = request->client_verify;

	if (verify == NULL || strcmp(verify, "SUCCESS") == 0)
		return false;
	return request->client_cert != NULL || strcmp(verify, "NONE") != 0;
}

static void
check(const struct submission *s, struct verdict *v)
{
	const char *verify = s->request->client_verify;

	if (was_refused(s->request))
		refuse(v, &rules[UNVERIFIED], "/client_certificate",
		    "could not be verified by the web server: %s",
		    quoted(s->arena, verify));
	else if (s->request->client_cert == NULL)
		refuse(v, &rules[MISSING], "/client_certificate",
		    "a client certificate is required");
	else if (s->cert == NULL)
		refuse(v, &rules[UNREADABLE], "/client_certificate",
		    "not one readable X.509 certificate");
	else
		check_trust(s, v);
}

const struct validator client_certificate = {
    .name = "client_certificate",
    .question = "Is the client certificate one that is accepted here?",
    .gives = CLIENT_KNOWN,
    .rules = rules,
    .check = check,
};
