/* SPDX-License-Identifier: ISC */
/* Finds a rule by the id that a record has. */
#include "pages/rule_named.h"

#include <string.h>

#include "validators/lib/profile.h"
#include "validators/refusals/refusals.h"
#include "validators/validator.h"

const struct rule *
rule_named(const struct profile *profile, const char *id)
{
	const struct refusal *refusal = refusals_find(id);

	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++)
		for (const struct rule *r = q->rules; r->id != NULL; r++)
			if (strcmp(r->id, id) == 0 &&
			    !profile_rule_is_off(q, r))
				return r;
	return refusal != NULL ? &refusal->rule : NULL;
}
