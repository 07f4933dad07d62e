/* SPDX-License-Identifier: ISC */
/* Asks whether the scope is within the authorised roles of the software. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "validators/lib/registered.h"
#include "validators/lib/roles.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

enum { MISSING, FORM, OUTSIDE_ROLES };

static const struct rule rules[] = {
    [MISSING] = {"scope.missing", ERROR_METADATA,
	"the client metadata names a scope", "add scope to the request"},
    [FORM] = {"scope.form", ERROR_METADATA,
	"scope is a list of scope tokens with single spaces between them",
	"send one string, scopes with one blank between them"},
    [OUTSIDE_ROLES] = {"scope.outside_roles", ERROR_METADATA,
	"each scope belongs to an authorised role of the software, or to "
	"every client",
	"ask for the allowed scopes alone, or be authorised for more roles"},
    {0}};

static const struct setting settings[] = {
    {"length", SETTING_INTEGER, TIGHTER_LESS},
    {"always", SETTING_STRINGS, TIGHTER_FEWER},
    /* role -> scopes */
    {"roles", SETTING_STRINGS_MAP, TIGHTER_FEWER},
    {0},
};

/* scope = scope-token *( SP scope-token ), RFC 6749 section 3.3. */
static bool
well_formed(const char *scope, int64_t most)
{
	char before = ' ';

	if ((int64_t)strlen(scope) > most)
		return false;
	for (; *scope != '\0'; before = *scope++)
		if (*scope == ' ' ? before == ' '
				  : *scope < '!' || *scope > '~' ||
					*scope == '"' || *scope == '\\')
			return false;
	return before != ' ';
}

static bool
allowed(const struct submission *s, const struct json *roles, const char *token)
{
	const struct json *map = setting_map(s, "roles");

	if (json_has_string(setting_strings(s, "always"), token))
		return true;
	for (size_t i = 0; i < json_length(roles); i++)
		if (json_has_string(
			json_get(map, json_string(json_at(roles, i))), token))
			return true;
	return false;
}

/* Every scope that would be allowed, told once. */
static const char *
allowed_scopes(const struct submission *s, const struct json *roles)
{
	const struct json *map = setting_map(s, "roles");
	const char *all = listed(s->arena, setting_strings(s, "always"));

	for (size_t i = 0; i < json_length(roles); i++) {
		const struct json *more =
		    json_get(map, json_string(json_at(roles, i)));
		if (json_length(more) > 0)
			all = arena_printf(s->arena, "%s%s%s", all,
			    *all != '\0' ? ", " : "", listed(s->arena, more));
	}
	return arena_printf(s->arena, ": allowed are %s", all);
}

static void
check_tokens(const struct submission *s, struct verdict *v, const char *scope)
{
	const struct json *roles = roles_effective(s);
	size_t told = 0;

	while (*scope != '\0') {
		size_t length = strcspn(scope, " ");
		const char *token = arena_strndup(s->arena, scope, length);
		if (!allowed(s, roles, token))
			registered_refuse(s, v, &rules[OUTSIDE_ROLES], "scope",
			    REGISTERED_WHOLE,
			    "%s goes with none of the authorised roles (%s)%s",
			    quoted(s->arena, token), listed(s->arena, roles),
			    told++ == 0 ? allowed_scopes(s, roles) : "");
		scope += length + (scope[length] == ' ');
	}
}

static void
check(const struct submission *s, struct verdict *v)
{
	const struct json *given = registered(s, "scope");
	const char *scope = json_string(given);
	const char *came = json_string(registered_came(s, "scope"));
	int64_t most = setting_integer(s, "length");

	if (given == NULL)
		refuse(v, &rules[MISSING], "/scope", "is required");
	else if (scope == NULL || came == NULL || !well_formed(came, most))
		registered_refuse(s, v, &rules[FORM], "scope", REGISTERED_WHOLE,
		    "must be scopes with single spaces between them, %lld "
		    "characters at most",
		    (long long)most);
	else
		check_tokens(s, v, scope);
}

const struct validator scope = {
    .name = "scope",
    .question = "Is the scope within the authorised roles?",
    .needs = ENVELOPE_TRUE | STATEMENT_SOUND,
    .rules = rules,
    .settings = settings,
    .check = check,
};
