/* SPDX-License-Identifier: ISC */
/* Judges a registration that is kept by the profile of today, or of a day to
 * come. */
#include <string.h>

#include "kit/json.h"
#include "validators/judge/judge.h"
#include "validators/judge/private.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

/* The questions about what is registered and what the statement claims.  Those
 * about signatures, times, certificates and what only the request of that day
 * had are assumed to be answered, and those that would fetch something are not
 * asked of a million clients. */
static const char *const questions[] = {"statement_claims",
    "organisation_status", "competent_authority", "software_roles",
    "statement_scope", "contradiction", "redirect_uris",
    "token_endpoint_auth_method", "token_endpoint_auth_signing_alg",
    "grant_types", "response_types", "application_type", "signing_algorithms",
    "scope", "backchannel", "member_rules", NULL};

static bool
is_asked(const struct profile_question *q)
{
	if (q->external != NULL || q->validator->check == NULL)
		return false;
	for (size_t i = 0; questions[i] != NULL; i++)
		if (strcmp(q->validator->name, questions[i]) == 0)
			return true;
	return false;
}

bool
judge_kept(const struct judge *judge, const char *metadata, struct arena *arena,
    time_t now, struct submission *s, struct verdict *v)
{
	const struct profile_question *q = judge->profile->questions;

	verdict_init(v, arena);
	if (json_type(json_parse(arena, metadata, strlen(metadata), NULL)) !=
	    JSON_OBJECT)
		return false;
	judge_resubmit(judge, metadata, arena, now, s);
	if (s->claims == NULL)
		return false;
	s->kept = true;
	s->facts |= FACTS_FOR_A_REGISTRATION;
	for (; q->validator != NULL; q++)
		if (is_asked(q) && (q->validator->needs & ~s->facts) == 0)
			judge_ask(s, v, q);
	return true;
}
