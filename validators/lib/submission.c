/* SPDX-License-Identifier: ISC */
/* Takes a request apart, and reads members and claims once they are proved. */
#include "validators/lib/submission.h"

#include <string.h>
#include <strings.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/identifier.h"
#include "kit/json.h"
#include "kit/request.h"
#include "kit/x509/cert_memory.h"
#include "validators/lib/certified.h"
#include "validators/lib/chained.h"
#include "validators/lib/private.h"
#include "validators/lib/profile.h"
#include "validators/lib/x5c.h"
#include "validators/validator.h"

/* A JWS is verified by the algorithms that the profile lists in the validator
 * of its form, and by no others, whoever asks. */
static void
parse_jws(const struct submission *s, const char *text, size_t length,
    const char *form, struct submitted *submitted)
{
	submitted->text = text;
	submitted->length = length;
	submitted->fault = jws_parse(s->arena, text, length, &submitted->jws);
	submitted->jws.accepted =
	    profile_setting_of(s->profile->questions, form, "algorithms");
}

static const struct cert *
parse_certificate(const struct submission *s)
{
	const char *text = s->request->client_cert;

	if (text == NULL)
		return NULL;
	return cert_memory_read(s->certificates, text, strlen(text),
	    s->config->client_certificate == CONFIG_CLIENT_CERT);
}

/* The JWS of a body: the body itself, or the string that it is where it came as
 * JSON.  A request that was handed in at a desk came as nothing. */
static const char *
jws_of_body(const struct submission *s, const char *body, size_t *length)
{
	static const char json[] = "application/json";
	const char *type = s->request->content_type;
	const char *text;

	if (s->profile->wrapped == NULL && *length > 0 && *body == '"' &&
	    (type == NULL || (strncasecmp(type, json, sizeof(json) - 1) == 0 &&
				 strcspn(type, "; \t") == sizeof(json) - 1))) {
		text = json_string(
		    json_parse_foreign(s->arena, body, *length, NULL));
		*length = text != NULL ? strlen(text) : *length;
		return text != NULL ? text : body;
	}
	*length = jws_length(body, *length);
	return body;
}

/* NULL: the body is no JSON object. */
static const struct json *
parse_object(struct submission *s, const char *body, size_t length)
{
	struct json_error error = {0, NULL};
	const struct json *value =
	    json_parse_foreign(s->arena, body, length, &error);

	s->members_why = error.what;
	return json_type(value) == JSON_OBJECT ? value : NULL;
}

/* Takes the signed request out of the object that it comes in: an empty text
 * where none is. */
static void
unwrap(struct submission *s, const char **body, size_t *length)
{
	const char *text;

	if (s->profile->wrapped == NULL)
		return;
	s->wrapper = parse_object(s, *body, *length);
	text = json_string(json_get(s->wrapper, s->profile->wrapped));
	*body = text != NULL ? text : "";
	*length = strlen(*body);
}

/* The certificate in the header of the request says what party sends it: what
 * it is called in the directory whose authority has issued it. */
static void
parse_chain(struct submission *s)
{
	struct {
		const struct cert *all[X5C_MOST + 1];
	} *chain = arena_alloc(s->arena, sizeof(*chain));

	s->cert = NULL;
	if ((s->profile->given & STATEMENT_CERTIFIED) == 0 ||
	    s->envelope.fault != JWS_OK ||
	    !x5c_read(s->arena, s->envelope.jws.header, chain->all))
		return;
	s->x5c = chain->all;
	s->cert = chain->all[0];
	s->claims = certified_member(
	    s, chain->all, json_string(json_get(s->members, "iss")));
}

/* A body that is no JSON object has no members. */
static void
parse_members(struct submission *s, const char *body, size_t length)
{
	if ((s->profile->given & REQUEST_ENTITY) != 0) {
		chained_parse(s, body, length);
		return;
	}
	if ((s->profile->given & REQUEST_PLAIN) != 0) {
		s->members = parse_object(s, body, length);
		return;
	}
	unwrap(s, &body, &length);
	body = jws_of_body(s, body, &length);
	parse_jws(s, body, length, "envelope_form", &s->envelope);
	if (s->envelope.fault == JWS_OK)
		s->members = s->envelope.jws.payload;
	if (profile_connection_is_plain(s->profile))
		parse_chain(s);
}

/* Where the certificate is the statement, a JWS is not looked at. */
static void
parse_statement(struct submission *s, const char *text)
{
	if ((s->profile->given & STATEMENT_CERTIFIED) != 0) {
		if (s->cert != NULL && !profile_connection_is_plain(s->profile))
			s->claims = certified_claims(s->arena, s->cert);
		return;
	}
	if (text == NULL)
		return;
	if ((s->profile->given & STATEMENT_CHAINED) != 0) {
		chained_parse_kept(s, text);
		return;
	}
	parse_jws(s, text, strlen(text), "statement_form", &s->statement);
	s->claims = s->statement.jws.payload;
}

void
submission_parse(struct submission *s)
{
	const struct request *request = s->request;

	s->cert = parse_certificate(s);
	if (request->body == NULL)
		return;
	parse_members(s, request->body, request->body_length);
	const char *text =
	    json_string(json_get(s->members, "software_statement"));
	parse_statement(s, text);
}

bool
submission_is_signed(const struct submission *s)
{
	return (s->profile->given & REQUEST_SIGNED) != 0;
}

const struct json *
replaced_metadata(const struct submission *s)
{
	const char *text = s->replaced != NULL ? s->replaced->metadata : NULL;

	return text != NULL ? json_parse(s->arena, text, strlen(text), NULL)
			    : NULL;
}

void
submission_parse_statement(struct submission *s, const char *statement)
{
	s->cert = parse_certificate(s);
	parse_statement(s, statement);
}

static const struct json *
present(const struct json *value)
{
	return json_type(value) == JSON_NULL ? NULL : value;
}

const struct json *
sent(const struct submission *s, const char *name)
{
	if ((s->facts & ENVELOPE_TRUE) == 0)
		return NULL;
	return present(json_get(s->members, name));
}

const struct json *
asked(const struct submission *s, const char *name)
{
	const struct json *value = sent(s, name);

	return json_is_empty(value) ? NULL : value;
}

const char *
claim_name(const struct submission *s, const char *name)
{
	const char *path = json_string(json_get(s->profile->claims, name));

	return path != NULL ? path_choose(s->arena, s->claims, path) : name;
}

const struct json *
claim(const struct submission *s, const char *name)
{
	if ((s->facts & STATEMENT_TRUE) == 0)
		return NULL;
	return present(path_get(s->arena, s->claims, claim_name(s, name)));
}

const char *
claim_pointer(const struct submission *s, const char *name)
{
	const char *root = "/software_statement";

	if ((s->profile->given & STATEMENT_CERTIFIED) != 0)
		root = "/client_certificate";
	if ((s->profile->given & STATEMENT_CHAINED) != 0)
		root = arena_printf(
		    s->arena, "/metadata/%s", s->profile->entity->type);
	return path_pointer(s->arena, root, claim_name(s, name));
}

const char *
pointer_to(const struct submission *s, const char *member)
{
	return arena_printf(s->arena, "/%s", member);
}

const char *
software_of(const struct submission *s)
{
	const char *id = json_string(claim(s, "software_id"));
	const char *directory = json_string(claim(s, "iss"));

	if (id == NULL || directory == NULL)
		return NULL;
	return identifier_key(s->arena, id, directory);
}
