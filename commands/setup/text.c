/* SPDX-License-Identifier: ISC */
/* Writes a first dcr.conf, in which a comment says why each key is there. */
#include <string.h>

#include "commands/setup/private.h"
#include "kit/arena.h"
#include "kit/json.h"

/* The keys in the order of the file; a key that is not set is left out. */
static const struct {
	const char *key, *why; /* lines of the comment */
} keys[] = {
    {"profile",
	"The rules of the regime (dcr rules lists them).  An \"overlay\" adds\n"
	"rules of the bank's own."},
    {"issuer",
	"Who the bank's authorization server is.  Clients look for its\n"
	"metadata below this very URI (RFC 8414 section 3), which the web\n"
	"server therefore leads to dcr or to that server."},
    {"audience", "Whom a registration request may name as aud."},
    {"registration_endpoint", "Where clients register."},
    {"token_endpoint",
	"dcr issues the access tokens itself (client credentials); /jwks,\n"
	"/introspect and /revoke are beside this endpoint.  Where the bank's\n"
	"own server issues them this key and \"keys\" are left out."},
    {"keys", "The keys that sign them (dcr keys)."},
    {"entity",
	"Who this server is in a federation: the keys of its statements, and\n"
	"the superiors that vouch for it."},
    {"metadata",
	"What the metadata say beside the endpoints of dcr: where the bank's\n"
	"own server asks customers, without which the grants and response\n"
	"types that need it are of no use (RFC 8414 section 2)."},
    {"authorizer",
	"What a call of the bank's APIs needs: the longest path counts, and a\n"
	"call without a rule is refused.  \"token\": false asks for the\n"
	"certificate of a registered client and nothing else."},
    {"calls_without_token",
	"The certificate of a registered client opens every API that the web\n"
	"server asks dcr about.  With \"access_tokens\" and \"authorizer\" "
	"dcr\n"
	"looks at the tokens of the bank's own server as well."},
    {"store", "Where the clients are; no other user may look into it."},
    {"directory",
	"Whose software statements are believed, and by which keys.  With\n"
	"\"member_ca\" a directory names the authorities of its members."},
    {"client_ca",
	"Who issues the certificates that clients come with.  \"crl\" or\n"
	"\"ocsp\" says which of them are revoked."},
    {"cache", "Where key sets are kept that were fetched."},
    {"fetch",
	"From where the key sets of directories and apps may be fetched; no\n"
	"other host is ever connected to for one."},
    {"statement_max_age", "Seconds that a software statement is taken for."},
};

/* Indents the lines of a comment or a value. */
static const char *
indented(
    struct arena *arena, const char *text, const char *first, const char *rest)
{
	const char *all = first;
	const char *end;

	for (; (end = strchr(text, '\n')) != NULL; text = end + 1)
		all = arena_printf(
		    arena, "%s%.*s\n%s", all, (int)(end - text), text, rest);
	return arena_printf(arena, "%s%s", all, text);
}

/* An array of objects has one in a line. */
static const char *
value_text(struct arena *arena, const struct json *value)
{
	const char *all = "[";

	if (json_type(json_at(value, 0)) != JSON_OBJECT)
		return json_text(arena, value);
	for (size_t i = 0; i < json_length(value); i++)
		all = arena_printf(arena, "%s%s\n    %s", all, i > 0 ? "," : "",
		    json_text(arena, json_at(value, i)));
	return arena_printf(arena, "%s\n  ]", all);
}

const char *
setup_text(const struct setup *setup)
{
	struct arena *arena = setup->arena;
	const char *all = "// dcr.conf(5) tells all keys; dcr config prints "
			  "what is in force.\n{";
	const char *comma = "";

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const struct json *value = json_get(setup->conf, keys[i].key);
		if (value == NULL)
			continue;
		all = arena_printf(arena, "%s%s\n%s\n  \"%s\": %s", all, comma,
		    indented(arena, keys[i].why, "  // ", "  // "), keys[i].key,
		    value_text(arena, value));
		comma = ",";
	}
	return arena_printf(arena, "%s\n}\n", all);
}
