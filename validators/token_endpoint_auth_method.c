/* SPDX-License-Identifier: ISC */
#include "kit/json.h"
#include "validators/validator.h"

enum { MISSING, TYPE, NOT_ALLOWED };

static const struct rule rules[] = {
    [MISSING] = {"token_endpoint_auth_method.missing", ERROR_METADATA,
	"the request says how the client will authenticate"},
    [TYPE] = {"token_endpoint_auth_method.type", ERROR_METADATA,
	"that is a string"},
    [NOT_ALLOWED] = {"token_endpoint_auth_method.not_allowed", ERROR_METADATA,
	"the method binds the client to its key or certificate"},
    {0}};

static const struct setting settings[] = {
    {"allowed", SETTING_STRINGS},
    {0},
};

static void
check(const struct submission *s, struct verdict *v)
{
	static const char member[] = "token_endpoint_auth_method";

	if (asked(s, member) == NULL)
		refuse(v, &rules[MISSING], "/token_endpoint_auth_method",
		    "is required, one of: %s",
		    listed(s->arena, json_get(s->settings, "allowed")));
	(void)asked_choice(
	    s, v, member, "allowed", &rules[TYPE], &rules[NOT_ALLOWED]);
}

const struct validator token_endpoint_auth_method = {
    .name = "token_endpoint_auth_method",
    .question = "Does the client authenticate by a method we take?",
    .needs = ENVELOPE_TRUE,
    .rules = rules,
    .settings = settings,
    .check = check,
};
