/* SPDX-License-Identifier: ISC */
/* Asks whether the sector identifier lists the redirect URIs (OpenID Connect
 * Registration 1.0 section 5). */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/uri.h"
#include "validators/lib/registered.h"
#include "validators/lib/sector.h"
#include "validators/validator.h"

enum { MISSING, FORM, LOCATION, LIST, NOT_LISTED };

static const struct rule rules[] = {
    [MISSING] = {"sector_identifier.missing", ERROR_METADATA,
	"a pairwise client with redirect URIs at several hosts has a sector "
	"identifier",
	"send sector_identifier_uri, or redirect URIs of one host"},
    [FORM] = {"sector_identifier.form", ERROR_METADATA,
	"sector_identifier_uri is an https URI", "send an https URI"},
    [LOCATION] = {"sector_identifier.location", ERROR_METADATA,
	"sector_identifier_uri is at a host that may be fetched from",
	"put the list at a host of your redirect URIs"},
    [LIST] = {"sector_identifier.list", ERROR_METADATA,
	"sector_identifier_uri leads to a JSON array of strings",
	"serve a JSON array of strings at that URI"},
    [NOT_LISTED] = {"sector_identifier.not_listed", ERROR_METADATA,
	"each redirect URI is in the list that sector_identifier_uri leads "
	"to",
	"add the redirect URI to the list at sector_identifier_uri"},
    {0}};

static const char member[] = "sector_identifier_uri";

static void
check_listed(
    const struct submission *s, struct verdict *v, const struct json *document)
{
	const struct json *uris = registered(s, "redirect_uris");

	if (!json_is_array_of(document, JSON_STRING, 0)) {
		registered_refuse(s, v, &rules[LIST], member, REGISTERED_WHOLE,
		    "must lead to a JSON array of strings");
		return;
	}
	for (size_t i = 0; i < json_length(uris); i++)
		if (!json_has_string(document, json_string(json_at(uris, i))))
			registered_refuse(s, v, &rules[NOT_LISTED],
			    "redirect_uris", i,
			    "is not in the list that %s leads to", member);
}

/* Redirect URIs at several hosts leave open which host the pairwise
 * identifiers of users are made of (OpenID Connect Core 1.0 section 8.1).  A
 * URI of a device has no host. */
static bool
has_several_hosts(const struct submission *s)
{
	const struct json *uris = registered(s, "redirect_uris");
	const char *first = NULL;
	struct uri uri;

	for (size_t i = 0; i < json_length(uris); i++) {
		const char *text = json_string(json_at(uris, i));
		if (text == NULL || !uri_parse(s->arena, text, &uri))
			continue;
		if (first != NULL && strcmp(first, uri.host) != 0)
			return true;
		first = uri.host;
	}
	return false;
}

static void
check_absent(const struct submission *s, struct verdict *v)
{
	const char *type = json_string(registered(s, "subject_type"));

	if (type != NULL && strcmp(type, "pairwise") == 0 &&
	    has_several_hosts(s))
		refuse(v, &rules[MISSING], pointer_to(s, member),
		    "is required with pairwise and several hosts");
}

static void
check(const struct submission *s, struct verdict *v)
{
	const struct json *value = registered(s, member), *document;
	const char *uri = json_string(value), *why;
	struct uri parts;

	if (value == NULL) {
		check_absent(s, v);
		return;
	}
	if (uri == NULL || !uri_parse_https(s->arena, uri, &parts)) {
		registered_refuse(s, v, &rules[FORM], member, REGISTERED_WHOLE,
		    "must be an https URI");
		return;
	}
	switch (sector_look_up(
	    s, uri, registered(s, "redirect_uris"), &document, &why)) {
	case KEYRING_FOUND:
		check_listed(s, v, document);
		return;
	case KEYRING_FORBIDDEN:
		registered_refuse(s, v, &rules[LOCATION], member,
		    REGISTERED_WHOLE,
		    "%s is not at a host that may be fetched from",
		    quoted(s->arena, uri));
		return;
	case KEYRING_UNREACHABLE:
		break;
	}
	unable(
	    v, "the sector identifier at %s: %s", quoted(s->arena, uri), why);
}

const struct validator sector_identifier = {
    .name = "sector_identifier",
    .question = "Does the sector identifier list the redirect URIs?",
    .needs = ENVELOPE_TRUE | STATEMENT_SOUND | SAME_PARTY,
    .rules = rules,
    .check = check,
};
