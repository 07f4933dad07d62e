/* SPDX-License-Identifier: ISC */
/* Makes the question that an external validator is asked, and asks by its
 * transport. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/request.h"
#include "kit/reserved.h"
#include "kit/x509/cert.h"
#include "validators/external/private.h"
#include "validators/lib/metadata.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

/* Is the text a credential of RFC 6750, a JWS, a JWE or a part of one?  The
 * header of the latter is an object, which begins with eyJ in base64url. */
static bool
is_token(const char *text)
{
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	    "-_.";

	if (strncmp(text, "Bearer ", 7) == 0)
		return true;
	return strncmp(text, "eyJ", 3) == 0 && strchr(text, '.') != NULL &&
	       text[strspn(text, letters)] == '\0';
}

static const struct json *
disclosed_array(struct arena *arena, const struct json *array)
{
	struct json *copy = json_new_array(arena);

	for (size_t i = 0; i < json_length(array); i++) {
		const struct json *value =
		    external_question_disclosed(arena, "", json_at(array, i));
		if (value != NULL)
			json_append(copy, value);
	}
	return copy;
}

static const struct json *
disclosed_object(struct arena *arena, const struct json *object)
{
	struct json *copy = json_new_object(arena);
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(object);
	     json_next(&each, &name, &value);) {
		value = external_question_disclosed(arena, name, value);
		if (value != NULL)
			json_set(copy, name, value);
	}
	return copy;
}

const struct json *
external_question_disclosed(
    struct arena *arena, const char *name, const struct json *value)
{
	const char *text = json_string(value);

	if (reserved_is(name, RESERVED_TOLD) ||
	    (text != NULL && is_token(text)))
		return NULL;
	if (json_type(value) == JSON_ARRAY)
		return disclosed_array(arena, value);
	if (json_type(value) == JSON_OBJECT)
		return disclosed_object(arena, value);
	return value;
}

static const struct json *
describe_certificate(const struct submission *s)
{
	struct json *all = json_new_object(s->arena);

	json_set_string(all, "subject", cert_subject(s->cert));
	json_set_string(all, "sha256", cert_sha256_hex(s->cert));
	json_set_integer(all, "not_before", cert_not_before(s->cert));
	json_set_integer(all, "not_after", cert_not_after(s->cert));
	return all;
}

static const struct json *
describe_stored(const struct submission *s)
{
	struct json *all = json_new_object(s->arena);
	const struct json *metadata = replaced_metadata(s);

	json_set_string(all, "client_id", s->replaced->client_id);
	if (metadata != NULL)
		json_set(all, "metadata", disclosed_object(s->arena, metadata));
	return all;
}

/* No part of the request is told before that part was proved. */
const struct json *
external_question(
    const struct submission *s, const struct external_validator *external)
{
	struct json *all = json_new_object(s->arena);

	json_set_integer(all, "dcr", 1);
	json_set_string(
	    all, "id", s->request->id != NULL ? s->request->id : "-");
	json_set_string(all, "method", method_name(s->method));
	json_set_string(all, "validator", external->name);
	if ((s->facts & ENVELOPE_TRUE) != 0 && s->members != NULL)
		json_set(
		    all, "request", disclosed_object(s->arena, s->members));
	if ((s->facts & STATEMENT_SOUND) != 0 && s->claims != NULL)
		json_set(all, "claims", disclosed_object(s->arena, s->claims));
	if (s->metadata != NULL)
		json_set(all, "registered",
		    disclosed_object(s->arena, metadata_judged(s)));
	if ((s->facts & CLIENT_KNOWN) != 0 && s->cert != NULL)
		json_set(all, "certificate", describe_certificate(s));
	if (s->replaced != NULL)
		json_set(all, "stored", describe_stored(s));
	json_set(all, "settings", external->settings);
	return all;
}

void
external_question_ask(const struct submission *s, struct verdict *v)
{
	const struct profile_question *question = v->question;
	const struct external_validator *external = question->external;
	const struct json *answer = NULL;
	const char *why = transport_ask(external->transport,
	    external_question(s, external), s->arena, &answer);

	if (why != NULL)
		unable(v, "%s: %s", external->name, why);
	else
		external_answer(s, v, question, answer);
}
