/* SPDX-License-Identifier: ISC */
/* What the audit trail is told of a request that was refused. */
#include "front/lib/note.h"

#include <stddef.h>
#include <string.h>

#include "front/lib/reply.h"
#include "front/lib/service.h"
#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/identifier.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/request.h"
#include "kit/x509/cert.h"
#include "store/store.h"
#include "validators/lib/facts.h"
#include "validators/lib/submission.h"

/* A claim of the software statement, once that is proved true. */
static const char *
proved(const struct submission *s, const char *name)
{
	return s->statement.text == NULL ? NULL : json_string(claim(s, name));
}

/* The same, as far as it is short: what is refused may be of any length, and a
 * record is written all the same. */
static const char *
whose(const struct submission *s, const char *name)
{
	const char *text = json_string(claim(s, name));

	return text != NULL && identifier_is_party(text) ? text : NULL;
}

struct trail
note_begin(const struct submission *s, const char *event)
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
note_source(const struct submission *s)
{
	const char *software;

	if (s->cert != NULL)
		return cert_key_sha256_hex(s->cert);
	software = software_of(s);
	return software != NULL
		   ? digest_hex(s->arena, software, strlen(software))
		   : "-";
}

/* Anybody can make certificates, and the holder of one can change its hash: the
 * key of a certificate that is known is what counts. */
static const char *
source_of(const struct submission *s, enum note_of of)
{
	const char *source = "-";

	if ((s->facts & CLIENT_KNOWN) != 0)
		source = note_source(s);
	return of == NOTE_TOKENS
		   ? arena_printf(s->arena, "tokens of key %s", source)
		   : source;
}

void
note_refusal(const struct service *service, const struct submission *s,
    const struct reply *reply, const char *client_id, enum note_of of)
{
	struct trail trail = note_begin(s, "refused");
	struct stored_change note = {
	    .kind = CHANGE_NOTE,
	    .now = s->now,
	    .note_source = source_of(s, of),
	    .note_most = LIMIT_NOTES,
	};

	trail.software_id = whose(s, "software_id");
	trail.organisation_id = whose(s, "org_id");
	trail.organisation_name = whose(s, "org_name");
	trail.client_id = client_id;
	trail.rules = reply->rules;
	trail.why = reply->why;
	note.audit = trail_text(s->arena, &trail);
	(void)service->store->ops->change(service->store, &note);
}
