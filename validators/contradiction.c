/* SPDX-License-Identifier: ISC */
/* Asks whether the registration request agrees with the software statement. */
#include <string.h>

#include "kit/json.h"
#include "kit/names.h"
#include "validators/lib/metadata.h"
#include "validators/lib/profile.h"
#include "validators/lib/registered.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

enum { MEMBER };

static const struct rule rules[] = {
    [MEMBER] = {"contradiction.member", ERROR_METADATA,
	"where the request and the software statement both give a member, "
	"the two agree",
	"leave the member out, or send what the statement says"},
    {0}};

static const struct setting settings[] = {
    /* members that are the same in both; those of "narrowed" may be a part
     * of the claim */
    {"alike", SETTING_STRINGS_OR_NONE, TIGHTER_MORE},
    {0},
};

/* Where request and statement have one name for redirect URIs, the validator
 * redirect_uris compares the two. */
static bool
is_left_out(const struct submission *s, const char *name)
{
	static const char uris[] = "redirect_uris";

	return strcmp(name, uris) == 0 &&
	       strcmp(claim_name(s, uris), uris) == 0 &&
	       profile_question_of(s->profile->questions, uris) != NULL;
}

/* Compares what the request says or, where the request says nothing, what
 * another claim or the default would register. */
static void
check_member(const struct submission *s, struct verdict *v, const char *name,
    const struct json *there, bool part)
{
	const struct json *here = asked(s, name);

	if (here == NULL)
		here = registered(s, name);
	if (here == NULL || is_left_out(s, name))
		return;
	if (part ? !metadata_part(s, name, here, there)
		 : !metadata_same(s, name, here, there))
		refuse(v, &rules[MEMBER], pointer_to(s, name),
		    "differs from the statement's: it is %s, and there %s",
		    quoted_value(s->arena, here),
		    quoted_value(s->arena, there));
}

static void
check(const struct submission *s, struct verdict *v)
{
	const struct json *members = s->profile->members;
	const struct json *alike = setting_strings(s, "alike");

	for (size_t i = 0; i < json_length(members); i++) {
		const char *name = json_string(json_at(members, i));
		const struct json *there = json_get(s->claims, name);
		if (json_is_empty(there))
			continue;
		if (names_have(s->profile->is_narrowed, name))
			check_member(s, v, name, there, true);
		else if (json_has_string(alike, name))
			check_member(s, v, name, there, false);
	}
}

const struct validator contradiction = {
    .name = "contradiction",
    .question = "Does the request agree with the software statement?",
    .needs = ENVELOPE_TRUE | STATEMENT_TRUE,
    .rules = rules,
    .settings = settings,
    .check = check,
};
