/* SPDX-License-Identifier: ISC */
/* Asks whether the application is of a kind that the profile allows. */
#include "kit/json.h"
#include "validators/lib/registered.h"
#include "validators/validator.h"

enum { MISSING, TYPE, NOT_ALLOWED };

static const struct rule rules[] = {
    [MISSING] = {"application_type.missing", ERROR_METADATA,
	"the client metadata names an application_type",
	"add application_type to the request"},
    [TYPE] = {"application_type.type", ERROR_METADATA,
	"application_type is a string",
	"send application_type as one string, not as a list"},
    [NOT_ALLOWED] = {"application_type.not_allowed", ERROR_METADATA,
	"application_type is a kind of application that the profile allows",
	"send one of the kinds that the error lists"},
    {0}};

static const struct setting settings[] = {
    {"allowed", SETTING_STRINGS, TIGHTER_FEWER},
    {0},
};

static void
check(const struct submission *s, struct verdict *v)
{
	static const struct choice choice = {
	    .member = "application_type",
	    .setting = "allowed",
	    .missing = &rules[MISSING],
	    .type = &rules[TYPE],
	    .value = &rules[NOT_ALLOWED],
	};

	(void)registered_choice(s, v, &choice);
}

const struct validator application_type = {
    .name = "application_type",
    .question = "Is the application of a kind that the profile allows?",
    .needs = ENVELOPE_TRUE | STATEMENT_TRUE,
    .rules = rules,
    .settings = settings,
    .check = check,
};
