/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/uri.h"
#include "validators/run/judge.h"
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
    {"length", SETTING_INTEGER},
    {"only_statements", SETTING_BOOLEAN}, /* also when it names none */
    {"native", SETTING_BOOLEAN}, /* may they be an application's own? */
    {0},
};

/* RFC 8252 sections 7.1 and 7.3: a scheme that is a domain name in reverse, or
 * http to the device itself, by one of three names. */
static bool
is_of_device(const struct submission *s, const struct uri *uri)
{
	static const char *const loopback[] = {"127.0.0.1", "::1", "localhost"};
	const char *type = json_string(judge_value(s, "application_type"));

	if (!json_true(json_get(s->settings, "native")) || type == NULL ||
	    strcmp(type, "native") != 0)
		return false;
	if (strcmp(uri->scheme, "http") != 0)
		return uri_scheme_is_private(uri->scheme);
	for (size_t i = 0; i < sizeof(loopback) / sizeof(loopback[0]); i++)
		if (strcmp(loopback[i], uri->host) == 0)
			return true;
	return false;
}

static void
check_place(
    struct verdict *v, const struct uri *uri, const char *at, bool of_device)
{
	if (!of_device && strcmp(uri->scheme, "https") != 0)
		refuse(v, &rules[NOT_HTTPS], at, "must be https");
	if (!of_device && uri_host_is_local(uri->host))
		refuse(v, &rules[LOCAL], at,
		    "must not be localhost or a loopback address");
}

static void
check_uri(const struct submission *s, struct verdict *v, const char *text,
    const char *at)
{
	struct uri uri;
	int64_t most = 0;

	(void)json_integer(json_get(s->settings, "length"), &most);
	if ((int64_t)strlen(text) > most) {
		refuse(v, &rules[TOO_LONG], at, "longer than %lld characters",
		    (long long)most);
		return;
	}
	if (!uri_parse(s->arena, text, &uri) &&
	    (!uri_parse_local(s->arena, text, &uri) ||
		!is_of_device(s, &uri))) {
		refuse(v, &rules[UNREADABLE], at, "not an absolute URI");
		return;
	}
	check_place(v, &uri, at, is_of_device(s, &uri));
	if (uri.fragment != NULL)
		refuse(v, &rules[FRAGMENT], at, "must not have a fragment");
	if (uri.userinfo != NULL)
		refuse(v, &rules[USERINFO], at, "must not have a user name");
}

/* Each one is judged: those of the statement as well, when they are what is
 * going to be registered. */
static void
check_all(const struct submission *s, struct verdict *v,
    const struct json *uris, const char *pointer)
{
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
		check_uri(s, v, text, at);
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
