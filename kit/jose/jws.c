/* SPDX-License-Identifier: ISC */
/* Takes a JWS in compact serialisation apart (RFC 7515 section 7.1). */
#include "kit/jose/jws.h"

#include <string.h>
#include <strings.h>

#include "kit/arena.h"
#include "kit/json.h"

/* The three parts of a JWS, as they stand in the text. */
struct parts {
	const char *text[3];
	size_t length[3];
};

static bool
split(const char *text, size_t length, struct parts *out)
{
	const char *end = text + length;

	for (size_t i = 0; i < 3; i++) {
		size_t rest = (size_t)(end - text);
		const char *dot = rest > 0 ? memchr(text, '.', rest) : NULL;

		if ((dot == NULL) != (i == 2))
			return false;
		out->text[i] = text;
		out->length[i] = dot != NULL ? (size_t)(dot - text) : rest;
		if (out->length[i] == 0)
			return false;
		if (dot != NULL)
			text = dot + 1;
	}
	return true;
}

static const struct json *
object(struct arena *arena, const struct bytes *text, const char **why)
{
	struct json_error error = {0, NULL};
	const struct json *value = json_parse_foreign(
	    arena, (const char *)text->data, text->length, &error);

	*why = error.line > 1
		   ? arena_printf(arena, "line %zu: %s", error.line, error.what)
		   : error.what;
	return json_type(value) == JSON_OBJECT ? value : NULL;
}

static bool
has(const struct json *header, const char *name)
{
	return json_get(header, name) != NULL;
}

/* Is alg there, and is each registered member a string where it stands? */
static bool
strings(const struct json *header)
{
	static const char *const names[] = {"alg", "kid", "typ", "cty"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct json *value = json_get(header, names[i]);

		if (value != NULL && json_string(value) == NULL)
			return false;
	}
	return has(header, "alg");
}

/* A media type may be written without "application/" (RFC 7515 section
 * 4.1.9). */
static const char *
short_type(const char *type)
{
	return strncasecmp(type, "application/", 12) == 0 ? type + 12 : type;
}

/* What a header's typ may be, for a kind of JWS. */
struct types {
	bool (*has)(const char *type);
	const char *words;
};

static bool
plain_type(const char *type)
{
	return type == NULL || strcasecmp(short_type(type), "JWT") == 0 ||
	       strcasecmp(type, "JOSE") == 0;
}

static bool
assertion_type(const char *type)
{
	return plain_type(type) ||
	       strcasecmp(short_type(type), "client-authentication+jwt") == 0;
}

static bool
access_type(const char *type)
{
	return type != NULL && strcasecmp(short_type(type), "at+jwt") == 0;
}

static bool
entity_type(const char *type)
{
	return type != NULL &&
	       strcasecmp(short_type(type), "entity-statement+jwt") == 0;
}

/* "JWT" says that the payload is itself a JWT (RFC 7519 section 5.2).  Any
 * other content type is a name for the JSON object that the payload has to
 * be. */
static bool
holds_jwt(const char *type)
{
	size_t length;

	if (type == NULL)
		return false;
	type = short_type(type);
	length = strlen(type);
	return strcasecmp(type, "JWT") == 0 ||
	       (length >= 4 && strcasecmp(type + length - 4, "+jwt") == 0);
}

static enum jws_fault
judge_header(const struct json *header, const struct types *types)
{
	if (header == NULL || !strings(header))
		return JWS_HEADER;
	if (has(header, "crit") || has(header, "b64"))
		return JWS_CRITICAL;
	if (!types->has(json_string(json_get(header, "typ"))))
		return JWS_TYPE;
	if (holds_jwt(json_string(json_get(header, "cty"))) ||
	    has(header, "enc") || has(header, "zip"))
		return JWS_NESTED;
	return JWS_OK;
}

static enum jws_fault
decode(struct arena *arena, const struct parts *parts,
    const struct types *types, struct jws *out)
{
	struct bytes header, payload;
	enum jws_fault fault;

	if (!base64url_decode(
		arena, parts->text[0], parts->length[0], &header) ||
	    !base64url_decode(
		arena, parts->text[1], parts->length[1], &payload) ||
	    !base64url_decode(
		arena, parts->text[2], parts->length[2], &out->signature))
		return JWS_ENCODING;
	out->header = object(arena, &header, &out->why);
	out->algorithm = json_string(json_get(out->header, "alg"));
	out->kid = json_string(json_get(out->header, "kid"));
	fault = judge_header(out->header, types);
	if (fault != JWS_OK)
		return fault;
	out->payload = object(arena, &payload, &out->why);
	return out->payload != NULL ? JWS_OK : JWS_PAYLOAD;
}

static enum jws_fault
parse(struct arena *arena, const char *text, size_t length,
    const struct types *types, struct jws *out)
{
	struct parts parts;

	memset(out, 0, sizeof(*out));
	out->compact = arena_strndup(arena, text, length);
	out->length = length;
	out->types = types->words;
	out->signer = arena_alloc(arena, sizeof(*out->signer));
	if (!split(text, length, &parts))
		return JWS_NOT_COMPACT;
	out->signed_length = parts.length[0] + 1 + parts.length[1];
	return decode(arena, &parts, types, out);
}

enum jws_fault
jws_parse(struct arena *arena, const char *text, size_t length, struct jws *out)
{
	static const struct types plain = {
	    plain_type, "JWT, application/jwt or JOSE, or left out"};

	return parse(arena, text, length, &plain, out);
}

enum jws_fault
jws_parse_assertion(
    struct arena *arena, const char *text, size_t length, struct jws *out)
{
	static const struct types assertion = {assertion_type,
	    "JWT, application/jwt, JOSE or client-authentication+jwt, or left "
	    "out"};

	return parse(arena, text, length, &assertion, out);
}

enum jws_fault
jws_parse_access_token(
    struct arena *arena, const char *text, size_t length, struct jws *out)
{
	static const struct types access = {
	    access_type, "at+jwt or application/at+jwt"};

	return parse(arena, text, length, &access, out);
}

enum jws_fault
jws_parse_entity(
    struct arena *arena, const char *text, size_t length, struct jws *out)
{
	static const struct types entity = {entity_type,
	    "entity-statement+jwt or application/entity-statement+jwt"};

	return parse(arena, text, length, &entity, out);
}

size_t
jws_length(const char *text, size_t length)
{
	while (length > 0 &&
	       (text[length - 1] == '\n' || text[length - 1] == '\r'))
		length--;
	return length;
}

const char *
jws_embedded_key(const struct jws *jws)
{
	static const char *const names[] = {"jwk", "jku", "x5u", "x5c"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (has(jws->header, names[i]))
			return names[i];
	}
	return NULL;
}

const char *
jws_fault_text(enum jws_fault fault)
{
	switch (fault) {
	case JWS_OK:
		return "a JWS in compact serialisation";
	case JWS_NOT_COMPACT:
		return "not a JWS in compact serialisation";
	case JWS_ENCODING:
		return "a part is not canonical base64url";
	case JWS_HEADER:
		return "the header must be a JSON object whose alg is a "
		       "string, as are kid, typ and cty if they are there";
	case JWS_CRITICAL:
		return "the header asks for an extension (crit, b64)";
	case JWS_TYPE:
		return "the header's typ is not JWT";
	case JWS_NESTED:
		return "the JWT is encrypted or holds another JWT";
	case JWS_PAYLOAD:
		return "the payload is not a JSON object";
	}
	return "not a JWS";
}
