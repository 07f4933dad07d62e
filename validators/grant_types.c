/* SPDX-License-Identifier: ISC */
/* Asks whether the client asks for grant types that the profile allows. */
#include "kit/json.h"
#include "validators/lib/registered.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

enum { MISSING, TYPE, NOT_ALLOWED };

static const struct rule rules[] = {
    [MISSING] = {"grant_types.missing", ERROR_METADATA,
	"the client metadata names grant_types",
	"add grant_types, as an array, to the request"},
    [TYPE] = {"grant_types.type", ERROR_METADATA,
	"grant_types is an array of strings, each one once",
	"send an array of strings in which none comes twice"},
    [NOT_ALLOWED] = {"grant_types.not_allowed", ERROR_METADATA,
	"each of grant_types is a grant type that the profile allows",
	"send grant types that the error lists, and no others"},
    {0}};

static const struct setting settings[] = {
    {"allowed", SETTING_STRINGS, TIGHTER_FEWER},
    {0},
};

static void
check(const struct submission *s, struct verdict *v)
{
	const struct json *allowed = setting_strings(s, "allowed");
	const struct json *grants =
	    registered_strings(s, v, "grant_types", &rules[TYPE]);

	if (registered(s, "grant_types") == NULL)
		refuse(v, &rules[MISSING], "/grant_types", "is required");
	for (size_t i = 0; i < json_length(grants); i++) {
		const char *grant = json_string(json_at(grants, i));
		if (!json_has_string(allowed, grant))
			registered_refuse(s, v, &rules[NOT_ALLOWED],
			    "grant_types", i, "%s is not one of: %s",
			    quoted(s->arena, grant), listed(s->arena, allowed));
	}
}

const struct validator grant_types = {
    .name = "grant_types",
    .question = "Does the client ask for grant types that are allowed?",
    .needs = ENVELOPE_TRUE | STATEMENT_TRUE,
    .rules = rules,
    .settings = settings,
    .check = check,
};
