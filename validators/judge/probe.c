/* SPDX-License-Identifier: ISC */
/* Asks external validators about a client that is registered already. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/request.h"
#include "validators/external/external.h"
#include "validators/judge/judge.h"
#include "validators/judge/private.h"
#include "validators/lib/facts.h"
#include "validators/lib/metadata.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

void
judge_resubmit(const struct judge *judge, const char *metadata,
    struct arena *arena, time_t now, struct submission *s)
{
	static const struct request nobody = {.id = "dcr-doctor"};
	struct json *members = json_copy(
	    arena, json_parse(arena, metadata, strlen(metadata), NULL));

	judge_registered(judge, &nobody,
	    json_string(json_get(members, "software_statement")), arena, now,
	    s);
	json_remove(members, "software_statement");
	json_remove(members, "client_id");
	s->members = members;
	s->facts |= ENVELOPE_READ | ENVELOPE_TRUE | STATEMENT_READ |
		    STATEMENT_TRUE | STATEMENT_SOUND;
	s->metadata = metadata_make(s);
}

bool
judge_probe(const struct judge *judge, const char *metadata,
    struct arena *arena, time_t now,
    void (*tell)(void *context, const char *name, const char *why),
    void *context)
{
	const struct profile_question *q = judge->profile->questions;
	struct submission s;
	struct verdict v;

	if (json_type(json_parse(arena, metadata, strlen(metadata), NULL)) !=
	    JSON_OBJECT)
		return false;
	judge_resubmit(judge, metadata, arena, now, &s);
	if (s.claims == NULL)
		return false;
	for (; q->validator != NULL; q++) {
		if (q->external == NULL || !external_is_asked(q, METHOD_POST))
			continue;
		verdict_init(&v, arena);
		judge_ask(&s, &v, q);
		tell(context, q->external->name,
		    v.outcome == OUTCOME_UNABLE ? v.unable : NULL);
	}
	return true;
}
