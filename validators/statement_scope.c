/* SPDX-License-Identifier: ISC */
/* Asks whether the software statement gives a scope that is supported here. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

enum { FORM, NONE };

static const struct rule rules[] = {
    [FORM] = {"statement_scope.form", ERROR_STATEMENT,
	"the scope of the software statement is a string",
	"report it to the directory: it signs what it should not"},
    [NONE] = {"statement_scope.none", ERROR_UNAPPROVED,
	"the software statement has a scope that is supported here",
	"have the directory give your software a scope that the error lists"},
    {0}};

static const struct setting settings[] = {
    {"supported", SETTING_STRINGS, TIGHTER_FEWER},
    {0},
};

static void
check(const struct submission *s, struct verdict *v)
{
	const struct json *supported = setting_strings(s, "supported");
	const char *scope = json_string(claim(s, "scope"));

	if (scope == NULL) {
		refuse(v, &rules[FORM], claim_pointer(s, "scope"),
		    "must be a string of scopes");
		return;
	}
	while (*(scope += strspn(scope, " ")) != '\0') {
		size_t length = strcspn(scope, " ");
		if (json_has_string(
			supported, arena_strndup(s->arena, scope, length)))
			return;
		scope += length;
	}
	refuse(v, &rules[NONE], claim_pointer(s, "scope"),
	    "must have one of: %s", listed(s->arena, supported));
}

const struct validator statement_scope = {
    .name = "statement_scope",
    .question = "Does the software statement give a scope served here?",
    .needs = STATEMENT_SOUND,
    .rules = rules,
    .settings = settings,
    .check = check,
};
