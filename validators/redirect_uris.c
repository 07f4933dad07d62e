/* SPDX-License-Identifier: ISC */
/* Asks whether the redirect URIs are safe, and the software statement's own. */
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "validators/lib/near_uri.h"
#include "validators/lib/redirect_uri.h"
#include "validators/lib/registered.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

static const char member[] = "redirect_uris";

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
	"a client that redirects users has at least one redirect URI",
	"add redirect_uris, as an array, to the request"},
    [TYPE] = {"redirect_uris.type", ERROR_REDIRECT,
	"redirect_uris is an array of strings, each one once",
	"send an array of strings in which none comes twice"},
    [TOO_MANY] = {"redirect_uris.too_many", ERROR_REDIRECT,
	"the number of redirect URIs is within the limit",
	"send fewer redirect URIs"},
    [TOO_LONG] = {"redirect_uris.too_long", ERROR_REDIRECT,
	"no redirect URI is longer than the profile allows",
	"shorten the URI; keep state in the parameter state"},
    [UNREADABLE] = {"redirect_uris.unreadable", ERROR_REDIRECT,
	"each redirect URI is an absolute URI",
	"send whole URIs, with scheme and host and without blanks"},
    [NOT_HTTPS] = {"redirect_uris.not_https", ERROR_REDIRECT,
	"the scheme of each redirect URI is https, or one that the profile "
	"allows native clients",
	"send https URIs"},
    [LOCAL] = {"redirect_uris.local", ERROR_REDIRECT,
	"no redirect URI points to a loopback address, in any spelling, "
	"unless the profile allows native clients to have one",
	"send a URI of your own host; for tests, too"},
    [FRAGMENT] = {"redirect_uris.fragment", ERROR_REDIRECT,
	"no redirect URI has a fragment", "leave out # and what follows"},
    [USERINFO] = {"redirect_uris.userinfo", ERROR_REDIRECT,
	"no redirect URI has user information", "leave out the name before @"},
    [OUTSIDE_STATEMENT] = {"redirect_uris.outside_statement", ERROR_REDIRECT,
	"each redirect URI is one of the software statement's, byte for "
	"byte, if the statement names any or the profile demands it",
	"send the statement's URI byte for byte, or add yours at the "
	"directory"},
    {0}};

static const struct setting settings[] = {
    {"length", SETTING_INTEGER, TIGHTER_LESS},
    {"only_statements", SETTING_BOOLEAN,
	TIGHTER_TRUE}, /* even if the statement names none */
    {"native", SETTING_BOOLEAN,
	TIGHTER_FALSE}, /* may a native client have its own? */
    {0},
};

static void
check_all(
    const struct submission *s, struct verdict *v, const struct json *uris)
{
	static const struct redirect_uri_rules by = {
	    .too_long = &rules[TOO_LONG],
	    .unreadable = &rules[UNREADABLE],
	    .not_https = &rules[NOT_HTTPS],
	    .local = &rules[LOCAL],
	    .fragment = &rules[FRAGMENT],
	    .userinfo = &rules[USERINFO],
	};
	const struct json *allowed = claim(s, member);
	bool own =
	    !json_is_empty(allowed) || setting_true(s, "only_statements");
	bool told = false;

	for (size_t i = 0; i < json_length(uris); i++) {
		const char *text = json_string(json_at(uris, i));
		const char *at = arena_printf(
		    s->arena, "%s/%zu", registered_place(s, member), i);
		if (own && !json_has_string(allowed, text))
			refuse(v, &rules[OUTSIDE_STATEMENT], at,
			    "not one of the statement's %s: %s",
			    claim_name(s, member),
			    near_uri(s->arena, text, allowed, &told));
		redirect_uri_check(s, v, text, at, &by);
	}
}

static void
check(const struct submission *s, struct verdict *v)
{
	const struct json *uris = registered(s, member);

	if (uris == NULL && registered_redirects(s))
		refuse(v, &rules[MISSING], "/redirect_uris",
		    "must have a redirect URI, since the client has a flow "
		    "that redirects users");
	else if (json_type(uris) == JSON_ARRAY &&
		 json_length(uris) > LIMIT_STRINGS)
		registered_refuse(s, v, &rules[TOO_MANY], member,
		    REGISTERED_WHOLE, "more than %d", LIMIT_STRINGS);
	else
		check_all(s, v, registered_strings(s, v, member, &rules[TYPE]));
}

const struct validator redirect_uris = {
    .name = "redirect_uris",
    .question = "Are all redirect URIs safe and the statement's own?",
    .needs = ENVELOPE_TRUE | STATEMENT_SOUND,
    .rules = rules,
    .settings = settings,
    .check = check,
};
