/* SPDX-License-Identifier: ISC */
/* Tells whether a fresh statement takes an authorisation away. */
#include <string.h>

#include "validators/judge/judge.h"
#include "validators/lib/facts.h"
#include "validators/validator.h"

/* What the directory itself says, of nobody but the organisation. */
static const char *const signs[] = {"organisation_status.not_active",
    "competent_authority.not_active", "competent_authority.not_authorised",
    NULL};

/* What follows from that, in the same request. */
static const char *const beside[] = {"competent_authority.unknown",
    "software_roles.none", "scope.outside_roles", NULL};

static bool
is_among(const char *const *ids, const char *id)
{
	for (; *ids != NULL; ids++)
		if (strcmp(*ids, id) == 0)
			return true;
	return false;
}

const struct finding *
judge_withdrawn(const struct submission *s, const struct verdict *v)
{
	const unsigned needed = FACTS_FOR_A_REGISTRATION | STATEMENT_SOUND;
	const struct finding *sign = NULL;

	if (v->outcome != OUTCOME_REFUSE || v->cut || v->too_large ||
	    (s->facts & needed) != needed)
		return NULL;
	for (const struct finding *f = v->findings; f != NULL; f = f->next)
		if (is_among(signs, f->rule->id))
			sign = sign != NULL ? sign : f;
		else if (!is_among(beside, f->rule->id))
			return NULL;
	return sign;
}
