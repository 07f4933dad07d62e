/* SPDX-License-Identifier: ISC */
/* Asks whether a registration request that nobody signed is one JSON object. */
#include "kit/json.h"
#include "validators/validator.h"

enum { UNREADABLE };

static const struct rule rules[] = {
    [UNREADABLE] = {"envelope_json.unreadable", ERROR_METADATA,
	"the registration request is one strict JSON object",
	"send one JSON object as application/json, no name twice in it"},
    {0}};

static void
check(const struct submission *s, struct verdict *v)
{
	if (s->members == NULL)
		refuse(v, &rules[UNREADABLE], "",
		    "must be one JSON object, with no name in it twice%s%s",
		    s->members_why != NULL ? ": " : "",
		    s->members_why != NULL ? s->members_why : "");
}

const struct validator envelope_json = {
    .name = "envelope_json",
    .question = "Is the registration request one JSON object?",
    .needs = REQUEST_PLAIN,
    .gives = ENVELOPE_READ,
    .rules = rules,
    .check = check,
};
