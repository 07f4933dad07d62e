/* SPDX-License-Identifier: ISC */
#include "kit/json.h"
#include "validators/validator.h"

enum { MISSING, TYPE, NOT_ALLOWED };

static const struct rule rules[] = {
    [MISSING] = {"application_type.missing", ERROR_METADATA,
	"the request says what kind of app it is"},
    [TYPE] = {"application_type.type", ERROR_METADATA, "that is a string"},
    [NOT_ALLOWED] = {"application_type.not_allowed", ERROR_METADATA,
	"the kind is one that the profile allows"},
    {0}};

static const struct setting settings[] = {
    {"allowed", SETTING_STRINGS},
    {0},
};

static void
check(const struct submission *s, struct verdict *v)
{
	if (asked(s, "application_type") == NULL)
		refuse(v, &rules[MISSING], "/application_type",
		    "is required, one of: %s",
		    listed(s->arena, json_get(s->settings, "allowed")));
	(void)asked_choice(s, v, "application_type", "allowed", &rules[TYPE],
	    &rules[NOT_ALLOWED]);
}

const struct validator application_type = {
    .name = "application_type",
    .question = "Is it a kind of app that we know?",
    .needs = ENVELOPE_TRUE,
    .rules = rules,
    .settings = settings,
    .check = check,
};
