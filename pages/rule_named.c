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
	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++)
		for (const struct rule *r = q->rules; r->id != NULL; r++)
			if (strcmp(r->id, id) == 0 &&
			    !profile_rule_is_off(q, r))
				return r;
	for (const struct refusal_table *t = refusal_tables; t->prefix != NULL;
	     t++)
		for (const struct refusal *r = t->refusals; r->rule.id != NULL;
		     r++)
			if (strcmp(r->rule.id, id) == 0)
				return &r->rule;
	return NULL;
}
