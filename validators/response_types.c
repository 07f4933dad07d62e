/* SPDX-License-Identifier: ISC */
#include "kit/arena.h"
#include "kit/json.h"
#include "validators/validator.h"

enum { TYPE, NOT_ALLOWED, WITHOUT_GRANT };

static const struct rule rules[] = {
    [TYPE] = {"response_types.type", ERROR_METADATA,
	"they are an array of strings, each one once"},
    [NOT_ALLOWED] = {"response_types.not_allowed", ERROR_METADATA,
	"each one is a response type that the profile allows"},
    [WITHOUT_GRANT] = {"response_types.without_grant", ERROR_METADATA,
	"the grant that a response type leads to is asked for as well"},
    {0}};

static const struct setting settings[] = {
    {"allowed", SETTING_STRINGS, TIGHTER_FEWER},
    /* response type -> grant type */
    {"grant", SETTING_STRING_MAP, TIGHTER_NEVER},
    {0},
};

static void
check_type(const struct submission *s, struct verdict *v, const char *type,
    const char *pointer)
{
	const struct json *allowed = json_get(s->settings, "allowed");
	const char *grant =
	    json_string(json_get(json_get(s->settings, "grant"), type));

	if (!json_has_string(allowed, type))
		refuse(v, &rules[NOT_ALLOWED], pointer, "%s is not one of: %s",
		    quoted(s->arena, type), listed(s->arena, allowed));
	else if (grant != NULL &&
		 !json_has_string(asked(s, "grant_types"), grant))
		refuse(v, &rules[WITHOUT_GRANT], pointer,
		    "needs %s among grant_types", grant);
}

/* An empty array is no wish: the default is registered (RFC 7592 2.2). */
static void
check(const struct submission *s, struct verdict *v)
{
	const struct json *types = asked(s, "response_types");

	if (json_type(types) == JSON_ARRAY && json_length(types) == 0)
		return;
	types = asked_strings(s, v, "response_types", &rules[TYPE]);
	for (size_t i = 0; i < json_length(types); i++)
		check_type(s, v, json_string(json_at(types, i)),
		    arena_printf(s->arena, "/response_types/%zu", i));
}

const struct validator response_types = {
    .name = "response_types",
    .question = "Does the client ask for response types that we give?",
    .needs = ENVELOPE_TRUE,
    .rules = rules,
    .settings = settings,
    .check = check,
};
