/* SPDX-License-Identifier: ISC */
/* What the audit trail is told of a change, and of a refusal. */
#include "deliver/told.h"
#include "front/lib/note.h"
#include "front/lib/reply.h"
#include "front/lib/service.h"
#include "front/registration/private.h"
#include "kit/trail.h"
#include "kit/x509/cert.h"
#include "kit/json.h"
#include "kit/members.h"
#include "validators/lib/metadata.h"
#include "validators/lib/normalised.h"
#include "validators/lib/profile.h"
#include "validators/lib/profile.h"
#include "validators/lib/roles.h"
#include "validators/validator.h"

const char *
registration_record(const struct submission *s, const char *event,
    const char *client_id, const struct trail_facts *facts,
    struct members *before, struct members *after)
{
	struct trail trail = note_begin(s, event);

	trail.client_id = client_id;
	trail.before = before;
	trail.after = after;
	trail.facts = facts;
	trail.dropped = metadata_dropped_told(s->arena, s->metadata);
	return trail_text(s->arena, &trail);
}

/* Where the certificate is the statement, what it claims is not registered. */
const struct trail_facts *
registration_facts(const struct submission *s, const struct client *client,
    uint64_t version, struct members *registered)
{
	const char *name = NULL;
	struct normalised_of of = {.registered = registered};

	if (registered == NULL) /* nothing of it has changed */
		of.registered = trail_members(s->arena, client->metadata);
	name = json_string(
	    members_get(of.registered, "tls_client_auth_subject_dn"));
	if (s->cert != NULL)
		of.named = name == NULL || *name == '\0' ||
				   cert_subject_is(s->cert, name) == DN_EQUAL
			       ? NAMED_SUBJECT
			       : NAMED_ANOTHER;
	if (s->statement.text != NULL) {
		of.claims = s->claims;
		of.roles = roles_claimed(s);
	}
	return told_facts(s->arena, s->profile, client, version, &of);
}

void
registration_certificate(const struct submission *s, struct client *client)
{
	client->certificate = client->subject = client->issuer = "";
	if (s->cert == NULL)
		return;
	client->certificate = cert_sha256_hex(s->cert);
	client->subject = cert_subject_form(s->cert);
	client->issuer = cert_issuer_form(s->cert);
}

void
registration_judged(const struct submission *s, struct client *client)
{
	client->profile = s->profile->judges_as;
	client->expires = s->expires;
}

struct reply *
registration_refuse(const struct service *service, const struct submission *s,
    const struct verdict *verdict)
{
	struct reply *reply = reply_verdict(s->arena, verdict);
	int64_t status;

	if (verdict->outcome == OUTCOME_REFUSE &&
	    json_integer(json_get(s->profile->statuses, reply->error), &status))
		reply->status = (int)status;
	if (verdict->outcome == OUTCOME_REFUSE)
		note_refusal(service, s, reply,
		    s->replaced != NULL ? s->replaced->client_id : NULL,
		    NOTE_REGISTRATIONS);
	registration_withdrawn(service, s, verdict);
	return reply;
}
