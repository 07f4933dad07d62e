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
		doctor_say(doctor, FINDING_POOR, "crl", "%s: %s",
		    text_of(list, "issuer"), fault);
		return;
	}
	(void)json_integer(json_get(list, "listed"), &listed);
	doctor_say(doctor, fault == NULL ? FINDING_GOOD : FINDING_BAD, "crl",
	    "%s: %s: %s, %lld of them listed, from %s to %s%s%s",
	    text_of(list, "file"), text_of(list, "issuer"),
	    text_of(list, "about"), (long long)listed, text_of(list, "from"),
	    text_of(list, "to"), fault != NULL ? ": " : "",
	    fault != NULL ? fault : "");
}

/* Which list speaks of which certificates. */
void
doctor_revocation(struct doctor *doctor, const struct config *config)
{
	const char *why = NULL;
	const struct trust *trust;
	struct revocation *revocation;
	const struct json *lists;

	if (config->revocation.crl == NULL ||
	    config->revocation.mode == REVOCATION_OFF)
		return;
	trust = trust_load(doctor->arena, config->client_ca, &why);
	if (trust == NULL)
		return; /* examine_pem() tells of it */
	revocation = revocation_open(doctor->arena, &config->revocation, trust);
	why = revocation_fault(revocation, doctor->arena);
	if (why != NULL)
		doctor_say(doctor, FINDING_BAD, "crl", "%s", why);
	lists = revocation_lists(revocation, time(NULL), doctor->arena);
	for (size_t i = 0; i < json_length(lists); i++)
		say(doctor, json_at(lists, i));
}
