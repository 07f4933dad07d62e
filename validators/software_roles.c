/* SPDX-License-Identifier: ISC */
/* Asks whether the software has an authorised role that is served here. */
#include "kit/json.h"
#include "validators/lib/roles.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

enum { NONE };

static const struct rule rules[] = {
    [NONE] = {"software_roles.none", ERROR_UNAPPROVED,
	"the software has an authorised role that is served here",
	"give your software a role at the directory, then get a new statement"},
    {0}};

static const struct setting settings[] = {
    {"served", SETTING_STRINGS, TIGHTER_FEWER},
    {0},
};

static void
check(const struct submission *s, struct verdict *v)
{
	const struct json *served = setting_strings(s, "served");
	const struct json *roles = roles_effective(s);

	for (size_t i = 0; i < json_length(roles); i++)
		if (json_has_string(served, json_string(json_at(roles, i))))
			return;
	refuse(v, &rules[NONE], claim_pointer(s, "roles"),
	    "must have an authorised role among: %s", listed(s->arena, served));
}

const struct validator software_roles = {
    .name = "software_roles",
    .question = "Has the software a role that is served here?",
    .needs = STATEMENT_SOUND,
    .rules = rules,
    .settings = settings,
    .check = check,
};
