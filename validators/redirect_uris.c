/* SPDX-License-Identifier: ISC */
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "validators/run/redirect_uri.h"
#include "validators/validator.h"

enum {
	MISSING,
	TYPE,
	TOO_MANY,
	TOO_LONG,
	UNREADABLE,
	NOT_HTTPS,
	LOCAL,
	FRAGMENT,
	USERINFO,
	OUTSIDE_STATEMENT
};

static const struct rule rules[] = {
    [MISSING] = {"redirect_uris.missing", ERROR_REDIRECT,
	"request or statement names at least one redirect URI"},
    [TYPE] = {"redirect_uris.type", ERROR_REDIRECT,
	"they are an array of strings, each one once"},
    [TOO_MANY] = {"redirect_uris.too_many", ERROR_REDIRECT,
	"there are not more than the limit"},
    [TOO_LONG] = {"redirect_uris.too_long", ERROR_REDIRECT,
	"none is longer than the regime allows"},
    [UNREADABLE] = {"redirect_uris.unreadable", ERROR_REDIRECT,
	"each one is an absolute URI"},
    [NOT_HTTPS] = {"redirect_uris.not_https", ERROR_REDIRECT,
	"its scheme is https, or one that the regime gives native clients"},
    [LOCAL] = {"redirect_uris.local", ERROR_REDIRECT,
	"its host is not the user's own machine, in any spelling"},
    [FRAGMENT] = {"redirect_uris.fragment", ERROR_REDIRECT,
	"it has no fragment"},
    [USERINFO] = {"redirect_uris.userinfo", ERROR_REDIRECT,
	"it has no user information"},
    [OUTSIDE_STATEMENT] = {"redirect_uris.outside_statement", ERROR_REDIRECT,
	"it is one of the statement's, byte for byte"},
    {0}};

static const struct setting settings[] = {
    {"length", SETTING_INTEGER, TIGHTER_LESS},
    {"only_statements", SETTING_BOOLEAN,
	TIGHTER_TRUE}, /* also when it names none */
    {"native", SETTING_BOOLEAN,
	TIGHTER_FALSE}, /* may they be an application's own? */
    {0},
};

/* Each one is judged: those of the statement as well, when they are what is
 * going to be registered. */
static void
check_all(const struct submission *s, struct verdict *v,
    const struct json *uris, const char *pointer)
{
	static const struct redirect_uri_rules by = {
	    .too_long = &rules[TOO_LONG],
	    .unreadable = &rules[UNREADABLE],
	    .not_https = &rules[NOT_HTTPS],
	    .local = &rules[LOCAL],
	    .fragment = &rules[FRAGMENT],
	    .userinfo = &rules[USERINFO],
	};
	const struct json *allowed = claim(s, "redirect_uris");
	bool own = allowed != NULL ||
		   json_true(json_get(s->settings, "only_statements"));

	for (size_t i = 0; i < json_length(uris); i++) {
		const char *text = json_string(json_at(uris, i));
		const char *at = arena_printf(s->arena, "%s/%zu", pointer, i);
		if (own && !json_has_string(allowed, text))
			refuse(v, &rules[OUTSIDE_STATEMENT], at,
			    "not one of the statement's %s",
			    claim_name(s, "redirect_uris"));
		redirect_uri_check(s, v, text, at, &by);
	}
}

static void
check(const struct submission *s, struct verdict *v)
{
	const struct json *uris = asked(s, "redirect_uris");
	const char *pointer = "/redirect_uris";

	if (uris == NULL) {
		uris = claim(s, "redirect_uris");
		pointer = claim_pointer(s, "redirect_uris");
		if (json_length(uris) == 0)
			refuse(v, &rules[MISSING], "/redirect_uris",
			    "the statement has none that could be taken");
	} else if (json_length(uris) <= LIMIT_STRINGS &&
		   asked_strings(s, v, "redirect_uris", &rules[TYPE]) == NULL)
		return;
	if (json_length(uris) > LIMIT_STRINGS)
		refuse(v, &rules[TOO_MANY], pointer, "more than %d",
		    LIMIT_STRINGS);
	else
		check_all(s, v, uris, pointer);
}

const struct validator redirect_uris = {
    .name = "redirect_uris",
    .question = "Are all redirect URIs safe and the statement's own?",
    .needs = ENVELOPE_TRUE | STATEMENT_SOUND,
    .rules = rules,
    .settings = settings,
    .check = check,
};
