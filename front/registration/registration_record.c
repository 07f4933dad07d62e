/* SPDX-License-Identifier: ISC */
/* What the audit trail is told of a change, and of a refusal. */
#include "deliver/told.h"
#include "front/lib/reply.h"
#include "front/lib/service.h"
#include "front/registration/private.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/request.h"
#include "kit/trail.h"
#include "kit/x509/cert.h"
#include "validators/lib/normalised.h"
#include "validators/lib/roles.h"
#include "validators/validator.h"

/* A claim of the software statement, once that is proved true. */
static const char *
proved(const struct submission *s, const char *name)
{
	return s->statement.text == NULL ? NULL : json_string(claim(s, name));
}

static struct trail
trail_of(const struct submission *s, const char *event)
{
	return (struct trail){
	    .event = event,
	    .at = s->now,
	    .by = "client",
	    .request = s->request->id,
	    .certificate = s->cert != NULL ? cert_sha256_hex(s->cert) : NULL,
	    .subject = s->cert != NULL ? cert_subject(s->cert) : NULL,
	    .issuer = proved(s, "iss"),
	    .jti = proved(s, "jti"),
	};
}

const char *
registration_record(const struct submission *s, const char *event,
    const char *client_id, const struct trail_facts *facts,
    struct members *before, struct members *after)
{
	struct trail trail = trail_of(s, event);

	trail.client_id = client_id;
	trail.before = before;
	trail.after = after;
	trail.facts = facts;
	return trail_text(s->arena, &trail);
}

/* Where the certificate is the statement, what it claims is not registered. */
const struct trail_facts *
registration_facts(const struct submission *s, const struct client *client,
    uint64_t version, struct members *registered)
{
	struct normalised_of of = {.registered = registered};

	if (s->statement.text != NULL) {
		of.claims = s->claims;
		of.roles = roles_claimed(s);
	}
	return told_facts(s->arena, s->profile, client, version, &of);
}

void
registration_certificate(const struct submission *s, struct client *client)
{
	client->certificate = cert_sha256_hex(s->cert);
	client->subject = cert_subject_form(s->cert);
	client->issuer = cert_issuer_form(s->cert);
}

/* A refusal whose record cannot be written is still a refusal; the store has
 * said in the log what is wrong with it. */
void
registration_note(const struct service *service, const struct submission *s,
    const struct reply *reply, const char *client_id)
{
	struct trail trail = trail_of(s, "refused");
	struct stored_change note = {
	    .kind = CHANGE_NOTE,
	    .now = s->now,
	    .note_source = "-",
	    .note_most = LIMIT_NOTES,
	};

	/* Anybody can make certificates, and the holder of one can change its
	 * hash: the key of a certificate that is known is what counts. */
	if ((s->facts & CLIENT_KNOWN) != 0)
		note.note_source = cert_key_sha256_hex(s->cert);
	trail.client_id = client_id;
	trail.rules = reply->rules;
	if (reply->rules == NULL)
		trail.why = reply->error;
	note.audit = trail_text(s->arena, &trail);
	(void)service->store->ops->change(service->store, &note);
}

struct reply *
registration_refuse(const struct service *service, const struct submission *s,
    const struct verdict *verdict)
{
	struct reply *reply = reply_verdict(s->arena, verdict);

	if (verdict->outcome == OUTCOME_REFUSE)
		registration_note(service, s, reply,
		    s->replaced != NULL ? s->replaced->client_id : NULL);
	registration_withdrawn(service, s, verdict);
	return reply;
}
