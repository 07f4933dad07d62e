/* SPDX-License-Identifier: ISC */
/* Tells whether certificate and statement name one party, by the equations of
 * the profile. */
#include "validators/lib/binding.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/x509/cert.h"
#include "validators/lib/profile.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

enum { WANTED_MOST = 100 };

/* The member of an alternative that says who must have issued the certificate,
 * and the value that lets in other issuers than the directory's own. */
#define BINDING_ISSUER "issuer"
#define BINDING_QUALIFIED "qualified"

static const struct json *
alternatives(const struct profile *profile)
{
	return profile_setting_of(
	    profile->questions, "certificate_binding", "alternatives");
}

static bool
names_party(const struct json *equations)
{
	const struct json *template;
	const char *attribute;

	for (struct json_each each = json_each(equations);
	     json_next(&each, &attribute, &template);)
		if (strcmp(attribute, BINDING_ISSUER) != 0 &&
		    strstr(json_string(template), "${") != NULL)
			return true;
	return false;
}

bool
binding_names_party(const struct profile *profile)
{
	const struct json *all = alternatives(profile);

	for (size_t i = 0; i < json_length(all); i++)
		if (!names_party(json_at(all, i)))
			return false;
	return true;
}

const char *
binding_wrong(const struct profile *profile)
{
	const struct json *all = alternatives(profile), *issuer;
	const char *text;

	for (size_t i = 0; i < json_length(all); i++) {
		issuer = json_get(json_at(all, i), BINDING_ISSUER);
		text = json_string(issuer);
		if (issuer != NULL && strcmp(text, "directory") != 0 &&
		    strcmp(text, BINDING_QUALIFIED) != 0)
			return "certificate_binding.alternatives: issuer must "
			       "be directory or " BINDING_QUALIFIED;
	}
	if (binding_names_party(profile) ||
	    (profile->given & REQUEST_PLAIN) == 0)
		return NULL;
	return "certificate_binding.alternatives: each one must name the party "
	       "by a claim, ${...}, where nobody signs the request";
}

/* The value of ${name}: a claim, or an authority as certificates spell it. */
static const char *
variable(const struct submission *s, const char *name)
{
	const char *text = json_string(claim(s, name));

	if (text != NULL && strcmp(name, "authority_id") == 0)
		return json_string(
		    json_get(setting_map(s, "authorities"), text));
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
	size_t held = 0;

	for (struct json_each each = json_each(equations);
	     json_next(&each, &attribute, &template);) {
		if (strcmp(attribute, BINDING_ISSUER) == 0)
			continue;
		const char *have = cert_attribute(s->cert, attribute);
		const char *want = filled(s, json_string(template));
		if (have == NULL || want == NULL || strcmp(have, want) != 0)
			return false;
		held++;
	}
	return held > 0;
}

/* A name means something where it was given: in a certificate of one of this
 * directory's authorities, or (the number of an authorisation) of one that is
 * qualified. */
static bool
may_name(enum directory_issued issued, const struct json *equations)
{
	const char *issuer = json_string(json_get(equations, BINDING_ISSUER));

	return issued == DIRECTORY_OWN ||
	       (issued == DIRECTORY_QUALIFIED && issuer != NULL &&
		   strcmp(issuer, BINDING_QUALIFIED) == 0);
}

bool
binding_holds(const struct submission *s, enum directory_issued issued)
{
	const struct json *all = alternatives(s->profile);

	for (size_t i = 0; i < json_length(all); i++)
		if (may_name(issued, json_at(all, i)) &&
		    holds(s, json_at(all, i)))
			return true;
	return false;
}

static const char *
told(const struct submission *s, const struct json *equations)
{
	const char *attribute, *text = "";
	const struct json *template;

	for (struct json_each each = json_each(equations);
	     json_next(&each, &attribute, &template);) {
		if (strcmp(attribute, BINDING_ISSUER) == 0)
			continue;
		const char *have = cert_attribute(s->cert, attribute);
		const char *want = filled(s, json_string(template));
		text = arena_printf(s->arena, "%s%s%s is %s and must be %s",
		    text, *text != '\0' ? ", " : "", attribute,
		    have != NULL ? quoted(s->arena, have) : "missing",
		    want != NULL ? quoted(s->arena, want)
				 : in_ascii(s->arena, json_string(template),
				       WANTED_MOST));
	}
	return text;
}

const char *
binding_told(const struct submission *s)
{
	const struct json *all = alternatives(s->profile);
	const char *text = "";

	for (size_t i = 0; i < json_length(all); i++)
		text = arena_printf(s->arena, "%s%s%s", text,
		    i > 0 ? "; or " : "", told(s, json_at(all, i)));
	return text;
}
