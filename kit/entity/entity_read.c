/* SPDX-License-Identifier: ISC */
/* Takes a statement about an entity apart (section 3.2). */
#include <string.h>

#include "kit/arena.h"
#include "kit/entity/entity.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/moment.h"

/* Each key has a name of its own, which is not empty. */
static const char *
wrong_keys(const struct json *jwks)
{
	const struct json *keys = json_get(jwks, "keys");
	const size_t count = json_length(keys);

	if (!json_is_array_of(keys, JSON_OBJECT, 1) || count > LIMIT_KEYS)
		return "must be a key set";
	for (size_t i = 0; i < count; i++) {
		const char *kid =
		    json_string(json_get(json_at(keys, i), "kid"));

		if (kid == NULL || *kid == '\0')
			return "must name each key by a kid";
		for (size_t j = 0; j < i; j++)
			if (strcmp(kid, json_string(json_get(
					    json_at(keys, j), "kid"))) == 0)
				return "must not have a kid twice";
	}
	return NULL;
}

static const char *
wrong_metadata(const struct json *metadata)
{
	const struct json *type, *value;
	const char *name;

	if (metadata == NULL)
		return NULL;
	if (!json_is_object_of(metadata, JSON_OBJECT))
		return "must be an object of objects, one for each type";
	for (struct json_each each = json_each(metadata);
	     json_next(&each, &name, &type);)
		for (struct json_each of = json_each(type);
		     json_next(&of, &name, &value);)
			if (json_type(value) == JSON_NULL)
				return "must not have null anywhere";
	return NULL;
}

static const char *
wrong_hints(struct arena *arena, const struct json *hints)
{
	if (hints == NULL)
		return NULL;
	if (!json_is_array_of(hints, JSON_STRING, 1))
		return "must be an array of identifiers, and not empty";
	for (size_t i = 0; i < json_length(hints); i++)
		if (!entity_is_identifier(
			arena, json_string(json_at(hints, i))))
			return "must hold https URLs without query and "
			       "fragment";
	return NULL;
}

/* What a statement of the other kind must not say, and trust_anchor, which only
 * the answer to a registration has. */
static const char *
misplaced(const struct entity_statement *s)
{
	static const char *const superiors[] = {"constraints",
	    "metadata_policy", "metadata_policy_crit", "source_endpoint", NULL};
	static const char *const own[] = {"authority_hints", "trust_marks",
	    "trust_mark_issuers", "trust_mark_owners", NULL};
	const char *const *names = entity_is_configuration(s) ? superiors : own;

	for (; *names != NULL; names++)
		if (json_get(s->jws.payload, *names) != NULL)
			return *names;
	return json_get(s->jws.payload, "trust_anchor") != NULL ? "trust_anchor"
								: NULL;
}

static const char *
read_claims(struct arena *arena, struct entity_statement *out)
{
	const struct json *claims = out->jws.payload;
	const char *wrong;

	out->issuer = json_string(json_get(claims, "iss"));
	out->subject = json_string(json_get(claims, "sub"));
	if (!entity_is_identifier(arena, out->issuer))
		return "iss: must be the https URL of an entity";
	if (!entity_is_identifier(arena, out->subject))
		return "sub: must be the https URL of an entity";
	out->issued = moment_numeric(json_get(claims, "iat"));
	out->expires = moment_numeric(json_get(claims, "exp"));
	if (out->issued < 0)
		return "iat: must be a number of seconds since 1970";
	if (out->expires < 0)
		return "exp: must be a number of seconds since 1970";
	out->critical = json_get(claims, "crit") != NULL ||
			json_get(claims, "metadata_policy_crit") != NULL;
	wrong = misplaced(out);
	if (wrong != NULL)
		return arena_printf(arena,
		    "%s: must not be in a statement of this kind", wrong);
	wrong = wrong_keys(json_get(claims, "jwks"));
	if (wrong != NULL)
		return arena_printf(arena, "jwks: %s", wrong);
	wrong = wrong_metadata(json_get(claims, "metadata"));
	if (wrong != NULL)
		return arena_printf(arena, "metadata: %s", wrong);
	wrong = wrong_hints(arena, json_get(claims, "authority_hints"));
	return wrong != NULL ? arena_printf(arena, "authority_hints: %s", wrong)
			     : NULL;
}

const char *
entity_read(struct arena *arena, const char *text, size_t length,
    struct entity_statement *out)
{
	enum jws_fault fault;

	*out = (struct entity_statement){.issuer = NULL};
	if (length > LIMIT_STATEMENT)
		return "is too long";
	fault = jws_parse_entity(arena, text, length, &out->jws);
	if (fault != JWS_OK)
		return jws_trouble(arena, &out->jws, fault);
	if (out->jws.kid == NULL || *out->jws.kid == '\0')
		return "header: kid must name the key that signed";
	if (json_get(out->jws.header, "trust_chain") != NULL)
		return "header: trust_chain must not be there";
	return read_claims(arena, out);
}
