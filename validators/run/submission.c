/* SPDX-License-Identifier: ISC */
#include "validators/run/submission.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/cert_memory.h"
#include "kit/config.h"
#include "kit/json.h"
#include "kit/request.h"
#include "validators/run/path.h"
#include "validators/run/profile.h"
#include "validators/validator.h"

static void
parse_token(
    struct arena *arena, const char *text, size_t length, struct token *token)
{
	token->text = text;
	token->length = length;
	token->fault = jws_parse(arena, text, length, &token->jws);
}

/* A file or a pipe may end in a newline that is no part of the JWS. */
static size_t
without_newlines(const char *text, size_t length)
{
	while (length > 0 &&
	       (text[length - 1] == '\n' || text[length - 1] == '\r'))
		length--;
	return length;
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

void
submission_parse(struct submission *s)
{
	const struct request *request = s->request;

	s->cert = parse_certificate(s);
	if (request->body == NULL)
		return;
	parse_token(s->arena, request->body,
	    without_newlines(request->body, request->body_length),
	    &s->envelope);
	if (s->envelope.fault != JWS_OK)
		return;
	const char *text = json_string(
	    json_get(s->envelope.jws.payload, "software_statement"));
	if (text != NULL)
		parse_token(s->arena, text, strlen(text), &s->statement);
}

void
submission_parse_statement(struct submission *s, const char *statement)
{
	s->cert = parse_certificate(s);
	if (statement != NULL)
		parse_token(
		    s->arena, statement, strlen(statement), &s->statement);
}

static const struct json *
present(const struct json *value)
{
	return json_type(value) == JSON_NULL ? NULL : value;
}

const struct json *
asked(const struct submission *s, const char *name)
{
	if ((s->facts & ENVELOPE_TRUE) == 0)
		return NULL;
	return present(json_get(s->envelope.jws.payload, name));
}

const char *
claim_name(const struct submission *s, const char *name)
{
	const char *path = json_string(json_get(s->profile->claims, name));

	return path != NULL ? path : name;
}

const struct json *
claim(const struct submission *s, const char *name)
{
	if ((s->facts & STATEMENT_TRUE) == 0)
		return NULL;
	return present(
	    path_get(s->arena, s->statement.jws.payload, claim_name(s, name)));
}

const char *
claim_pointer(const struct submission *s, const char *name)
{
	return path_pointer(
	    s->arena, "/software_statement", claim_name(s, name));
}

const char *
software_of(const struct submission *s)
{
	const char *id = json_string(claim(s, "software_id"));
	const char *directory = json_string(claim(s, "iss"));

	if (id == NULL || directory == NULL)
		return NULL;
	return arena_printf(s->arena, "%s %s", id, directory);
}
