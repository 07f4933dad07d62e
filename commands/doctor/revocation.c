/* SPDX-License-Identifier: ISC */
/* Looks at the certificate revocation lists. */
#include <time.h>

#include "commands/doctor/private.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/x509/cert.h"
#include "kit/x509/revocation.h"

static const char *
text_of(const struct json *list, const char *name)
{
	return json_string(json_get(list, name));
}

static void
say(struct doctor *doctor, const struct json *list)
{
	const char *fault = text_of(list, "fault");
	int64_t listed = 0;

	if (text_of(list, "file") == NULL) {
		doctor_say(doctor, FINDING_POOR, "crl", NULL, "%s: %s",
		    text_of(list, "issuer"), fault);
		return;
	}
	(void)json_integer(json_get(list, "listed"), &listed);
	doctor_say(doctor, fault == NULL ? FINDING_GOOD : FINDING_BAD, "crl",
	    NULL, "%s: %s: %s, %lld of them listed, from %s to %s%s%s",
	    text_of(list, "file"), text_of(list, "issuer"),
	    text_of(list, "about"), (long long)listed, text_of(list, "from"),
	    text_of(list, "to"), fault != NULL ? ": " : "",
	    fault != NULL ? fault : "");
}

static void
examine_lists(struct doctor *doctor, struct revocation *revocation)
{
	const char *why = revocation_fault(revocation, doctor->arena);
	const struct json *lists =
	    revocation_lists(revocation, time(NULL), doctor->arena);

	if (why != NULL)
		doctor_say(doctor, FINDING_BAD, "crl", NULL, "%s", why);
	for (size_t i = 0; i < json_length(lists); i++)
		say(doctor, json_at(lists, i));
}

/* Lists stand in for a responder, and "soft" lets everybody through. */
static void
examine_responder(struct doctor *doctor, const struct config *config,
    const struct revocation *revocation, const struct trust *trust)
{
	const struct revocation_setup *setup = &config->revocation;
	const char *why = revocation_responder_fault(
	    revocation, trust, time(NULL), doctor->arena);
	enum finding_state state = FINDING_BAD;

	if (!setup->ocsp || setup->responder == NULL)
		return;
	if (setup->mode == REVOCATION_SOFT || setup->crl != NULL)
		state = FINDING_POOR;
	doctor_say(doctor, why != NULL ? state : FINDING_GOOD, "ocsp",
	    why != NULL ? doctor_fetch_remedy(doctor, setup->responder, why)
			: NULL,
	    "%s", why != NULL ? why : setup->responder);
}

/* Which list speaks of which certificates, and whether the responder answers. */
void
doctor_revocation(struct doctor *doctor, const struct config *config)
{
	const char *why = NULL;
	const struct trust *trust;
	struct revocation *revocation;

	if (config->revocation.mode == REVOCATION_OFF)
		return;
	trust = trust_load(doctor->arena, config->client_ca, &why);
	if (trust == NULL)
		return; /* doctor_pem() tells of it */
	revocation = revocation_open(doctor->arena, &config->revocation, trust);
	if (config->revocation.crl != NULL)
		examine_lists(doctor, revocation);
	examine_responder(doctor, config, revocation, trust);
}
