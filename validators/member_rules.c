/* SPDX-License-Identifier: ISC */
/* Asks whether the profile's further rules, key "rules", are kept. */
#include <stddef.h>

#include "validators/lib/member_rule.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

static void
check(const struct submission *s, struct verdict *v)
{
	for (const struct member_rule *rule = s->profile->member_rules;
	     rule->rule != NULL; rule++)
		if (!s->kept || member_rule_is_of_kept(s->profile, rule))
			member_rule_check(s, v, rule);
}

const struct validator member_rules = {
    .name = "member_rules",
    .question = "Are the profile's further rules kept?",
    .needs = ENVELOPE_TRUE | STATEMENT_SOUND,
    .check = check,
};
