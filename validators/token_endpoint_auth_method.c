/* SPDX-License-Identifier: ISC */
/* Asks whether the client authenticates by a method that the profile allows. */
#include "kit/json.h"
#include "validators/lib/registered.h"
#include "validators/validator.h"

enum { MISSING, TYPE, NOT_ALLOWED };

static const struct rule rules[] = {
    [MISSING] = {"token_endpoint_auth_method.missing", ERROR_METADATA,
	"the client metadata names a token_endpoint_auth_method",
	"add token_endpoint_auth_method to the request"},
    [TYPE] = {"token_endpoint_auth_method.type", ERROR_METADATA,
	"token_endpoint_auth_method is a string",
	"send the method as one string, not as a list"},
    [NOT_ALLOWED] = {"token_endpoint_auth_method.not_allowed", ERROR_METADATA,
	"token_endpoint_auth_method is a method that the profile allows",
	"send a method that the error lists"},
    {0}};

static const struct setting settings[] = {
    {"allowed", SETTING_STRINGS, TIGHTER_FEWER},
    {0},
};

static void
check(const struct submission *s, struct verdict *v)
{
	static const struct choice choice = {
	    .member = "token_endpoint_auth_method",
	    .setting = "allowed",
	    .missing = &rules[MISSING],
	    .type = &rules[TYPE],
	    .value = &rules[NOT_ALLOWED],
	};

	(void)registered_choice(s, v, &choice);
}

const struct validator token_endpoint_auth_method = {
    .name = "token_endpoint_auth_method",
    .question = "Does the client authenticate by an allowed method?",
    .needs = ENVELOPE_TRUE | STATEMENT_TRUE,
    .rules = rules,
    .settings = settings,
    .check = check,
};
