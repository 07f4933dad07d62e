/* SPDX-License-Identifier: ISC */
/* Tells which of the profile's rules can be asked of a registration that is
 * kept: of the request there is no more than what was registered. */
#include <stddef.h>

#include "kit/json.h"
#include "kit/names.h"
#include "validators/lib/member_rule.h"
#include "validators/lib/profile.h"
#include "validators/lib/submission.h"

static bool
is_kept(
    const struct profile *profile, enum member_source source, const char *name)
{
	return source == SOURCE_CLAIM ||
	       (source == SOURCE_MEMBER && name != NULL &&
		   names_have(profile->is_member, name));
}

static bool
are_kept(
    const struct profile *profile, const struct member_condition *conditions)
{
	for (; conditions != NULL && conditions->kind != CONDITION_NONE;
	     conditions++)
		if (conditions->kind == CONDITION_GIVEN ||
		    conditions->kind == CONDITION_UNGIVEN ||
		    !is_kept(profile, conditions->source, conditions->name))
			return false;
	return true;
}

bool
member_rule_is_of_kept(
    const struct profile *profile, const struct member_rule *rule)
{
	if (rule->test->argument == MEMBER_KEYS ||
	    !are_kept(profile, rule->when) || !are_kept(profile, rule->unless))
		return false;
	for (size_t i = 0; i < json_length(rule->names); i++)
		if (!is_kept(profile, rule->source,
			json_string(json_at(rule->names, i))))
			return false;
	return true;
}
