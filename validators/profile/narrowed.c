/* SPDX-License-Identifier: ISC */
/* Checks that what a request may narrow is compared with the statement. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/lib/member_rule.h"
#include "validators/profile/private.h"

/* Is the validator asked, and is the rule one of the regime's? */
static bool
is_asked(const struct profile *profile, const char *validator, const char *id)
{
	const struct profile_question *question =
	    profile_question_of(profile->questions, validator);

	if (question == NULL || question->verbs != METHODS_THAT_WRITE)
		return false;
	for (const struct rule *r = question->rules; r->id != NULL; r++)
		if (strcmp(r->id, id) == 0)
			return !profile_rule_is_off(question, r);
	return false;
}

/* Does a rule of the profile's own compare the two, whatever else is asked
 * for? */
static bool
is_compared_by(
    const struct profile *profile, const char *member, const char *claim)
{
	for (const struct member_rule *r = profile->member_rules;
	     r->rule != NULL; r++)
		if (r->test != NULL && r->test->reach == MEMBER_COMPARED &&
		    r->source != SOURCE_CLAIM && member_rule_is_of_all(r) &&
		    !r->self_asserted && json_has_string(r->names, member) &&
		    strcmp(json_string(r->value), claim) == 0)
			return true;
	return false;
}

static bool
is_compared(const struct profile *profile, const char *member)
{
	static const char uris[] = "redirect_uris";

	if (strcmp(member, uris) == 0 &&
	    is_asked(profile, uris, "redirect_uris.outside_statement"))
		return true;
	if (json_get(profile->claims, member) == NULL &&
	    is_asked(profile, "contradiction", "contradiction.member"))
		return true;
	return is_compared_by(profile, member, member);
}

void
profile_check_narrowed(struct reader *reader, const struct profile *profile)
{
	for (size_t i = 0;
	     reader->why == NULL && i < json_length(profile->narrowed); i++) {
		const char *member = json_string(json_at(profile->narrowed, i));
		if (!is_compared(profile, member))
			reader_wrong(reader, "narrowed",
			    arena_printf(reader->arena,
				"%s is compared with the statement by no rule: "
				"redirect_uris and contradiction are asked, or "
				"a rule of the profile has within",
				member));
	}
}
