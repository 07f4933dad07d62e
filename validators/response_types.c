/* SPDX-License-Identifier: ISC */
/* Asks whether the client asks for response types that the profile allows and
 * whose grant types it has. */
#include "kit/json.h"
#include "validators/lib/registered.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

enum { TYPE, NOT_ALLOWED, WITHOUT_GRANT };

static const struct rule rules[] = {
    [TYPE] = {"response_types.type", ERROR_METADATA,
	"response_types is an array of strings, each one once",
	"send an array of strings in which none comes twice"},
    [NOT_ALLOWED] = {"response_types.not_allowed", ERROR_METADATA,
	"each of response_types is a response type that the profile allows",
	"send response types that the error lists, and no others"},
    [WITHOUT_GRANT] = {"response_types.without_grant", ERROR_METADATA,
	"the grant type that a response type leads to is among grant_types",
	"add the grant type, or leave the response type out"},
    {0}};

static const struct setting settings[] = {
    {"allowed", SETTING_STRINGS, TIGHTER_FEWER},
    /* response type -> grant type */
    {"grant", SETTING_STRING_MAP, TIGHTER_NEVER},
    {0},
};

static void
check_type(const struct submission *s, struct verdict *v, const char *type,
    size_t index)
{
	static const char member[] = "response_types";
	const struct json *allowed = setting_strings(s, "allowed");
	const char *grant =
	    json_string(json_get(setting_map(s, "grant"), type));

	if (!json_has_string(allowed, type))
		registered_refuse(s, v, &rules[NOT_ALLOWED], member, index,
		    "%s is not one of: %s", quoted(s->arena, type),
		    listed(s->arena, allowed));
	else if (grant != NULL &&
		 !json_has_string(registered(s, "grant_types"), grant))
		registered_refuse(s, v, &rules[WITHOUT_GRANT], member, index,
		    "needs %s among grant_types", grant);
}

/* A client whose grant types lead to no response has no response types. */
static void
check(const struct submission *s, struct verdict *v)
{
	const struct json *types = registered(s, "response_types");

	if (json_is_empty(types))
		return;
	types = registered_strings(s, v, "response_types", &rules[TYPE]);
	for (size_t i = 0; i < json_length(types); i++)
		check_type(s, v, json_string(json_at(types, i)), i);
}

const struct validator response_types = {
    .name = "response_types",
    .question = "Does the client ask for response types that are allowed?",
    .needs = ENVELOPE_TRUE | STATEMENT_TRUE,
    .rules = rules,
    .settings = settings,
    .check = check,
};
