/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/arena.h"
#include "kit/cert.h"
#include "kit/json.h"
#include "kit/keys.h"
#include "validators/run/revoked.h"
#include "validators/validator.h"

enum { ANOTHER_PARTY, KEY_LOCATION };

static const struct rule rules[] = {
    [ANOTHER_PARTY] = {"certificate_binding.another_party", ERROR_STATEMENT,
	"the certificate belongs to the party that the statement names"},
    [KEY_LOCATION] = {"certificate_binding.key_location", ERROR_STATEMENT,
	"the statement's key set is at a host that we fetch from"},
    {0}};

static const struct setting settings[] = {
    {"alternatives", SETTING_EQUATIONS, TIGHTER_FEWER},
    {"authorities", SETTING_STRING_MAP, TIGHTER_NEVER},
    {"key_set", SETTING_BOOLEAN, TIGHTER_FALSE},
    {0},
};

/* The value of ${name}: a claim; an authority as certificates spell it. */
static const char *
variable(const struct submission *s, const char *name)
{
	const char *text = json_string(claim(s, name));

	if (text != NULL && strcmp(name, "authority_id") == 0)
		return json_string(
		    json_get(json_get(s->settings, "authorities"), text));
	return text;
}

/* Puts claims into "PSD${authority_id}-${registration_id}"; NULL when one of
 * them is not there. */
static const char *
filled(const struct submission *s, const char *template)
{
	const char *text = "", *open, *close;

	while ((open = strstr(template, "${")) != NULL &&
	       (close = strchr(open, '}')) != NULL) {
		const char *value =
		    variable(s, arena_strndup(s->arena, open + 2,
				    (size_t)(close - open - 2)));
		if (value == NULL || *value == '\0')
			return NULL;
		text = arena_printf(s->arena, "%s%.*s%s", text,
		    (int)(open - template), template, value);
		template = close + 1;
	}
	return arena_printf(s->arena, "%s%s", text, template);
}

/* Identifiers are compared by exact bytes: they are case-sensitive, which
 * distinguishedNameMatch is not. */
static bool
holds(const struct submission *s, const struct json *equations)
{
	const char *attribute;
	const struct json *template;

	for (size_t i = 0; json_member(equations, i, &attribute, &template);
	     i++) {
		const char *have = cert_attribute(s->cert, attribute);
		const char *want = filled(s, json_string(template));
		if (have == NULL || want == NULL || strcmp(have, want) != 0)
			return false;
	}
	return json_length(equations) > 0;
}

/* What the directory has revoked is in none of its sets. */
static void
check_key_set(const struct submission *s, struct verdict *v)
{
	static const struct revoked_rules by = {
	    .certificate = &rules[ANOTHER_PARTY],
	    .location = &rules[KEY_LOCATION],
	};
	const char *place = json_string(claim(s, "jwks_uri"));
	const struct keys *keys =
	    keys_at(s, v, place, KEYRING_CACHED, &rules[KEY_LOCATION]);

	if (keys == NULL)
		return;
	if (keys_hold_certificate(keys, cert_sha256(s->cert)))
		revoked_check(s, v, NULL, &by);
	else
		refuse(v, &rules[ANOTHER_PARTY], "/client_certificate",
		    "belongs to another party than the statement names");
}

static void
check(const struct submission *s, struct verdict *v)
{
	const struct json *alternatives = json_get(s->settings, "alternatives");

	for (size_t i = 0; i < json_length(alternatives); i++)
		if (holds(s, json_at(alternatives, i)))
			return;
	if (json_true(json_get(s->settings, "key_set")))
		check_key_set(s, v);
	else
		refuse(v, &rules[ANOTHER_PARTY], "/client_certificate",
		    "belongs to another party than the statement names");
}

const struct validator certificate_binding = {
    .name = "certificate_binding",
    .question = "Do certificate and statement name one party?",
    .needs = CLIENT_KNOWN | STATEMENT_SOUND,
    .gives = SAME_PARTY,
    .rules = rules,
    .settings = settings,
    .check = check,
};
