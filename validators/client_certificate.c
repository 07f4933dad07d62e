/* SPDX-License-Identifier: ISC */
/* Asks whether the client certificate is valid, trusted and not revoked. */
#include <stdbool.h>
#include <string.h>

#include "kit/request.h"
#include "kit/x509/cert_memory.h"
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
	"the client presents a certificate", NULL},
    [UNVERIFIED] = {"client_certificate.unverified", ERROR_CLIENT,
	"the web server reports no failure to verify the client certificate",
	NULL},
    [UNREADABLE] = {"client_certificate.unreadable", ERROR_CLIENT,
	"the client certificate is one readable X.509 certificate", NULL},
    [UNTRUSTED] = {"client_certificate.untrusted", ERROR_CLIENT,
	"a certification authority that is accepted here has issued the "
	"client certificate",
	NULL},
    [NOT_YET_VALID] = {"client_certificate.not_yet_valid", ERROR_CLIENT,
	"the validity of the client certificate has begun", NULL},
    [EXPIRED] = {"client_certificate.expired", ERROR_CLIENT,
	"the validity of the client certificate has not ended", NULL},
    [PURPOSE] = {"client_certificate.purpose", ERROR_CLIENT,
	"the client certificate is meant for TLS clients", NULL},
    [REVOKED] = {"client_certificate.revoked", ERROR_CLIENT,
	"the issuer of the client certificate has not revoked it", NULL},
    {0}};

static void
check_trust(const struct submission *s, struct verdict *v)
{
	static const char at[] = "/client_certificate";

	switch (cert_memory_check(s->certificates, s->cert, s->now)) {
	case TRUST_OK:
		break;
	case TRUST_UNKNOWN_ISSUER:
		refuse(v, &rules[UNTRUSTED], at,
		    "not issued by an authority that is accepted here");
		break;
	case TRUST_NOT_YET_VALID:
		refuse(v, &rules[NOT_YET_VALID], at, "not valid yet");
		break;
	case TRUST_EXPIRED:
		refuse(v, &rules[EXPIRED], at, "expired");
		break;
	case TRUST_PURPOSE:
		refuse(v, &rules[PURPOSE], at, "not meant for TLS clients");
		break;
	case TRUST_REVOKED:
		refuse(v, &rules[REVOKED], at, "revoked by its authority");
		break;
	case TRUST_UNSURE:
		unable(v, "whether the certificate is revoked: %s",
		    cert_memory_why(s->certificates));
		break;
	}
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
