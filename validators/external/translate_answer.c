/* SPDX-License-Identifier: ISC */
/* Translates an answer in the contract of the WSO2 accelerator's extensions,
 * v1.0.4, into one of dcr-validator(7). */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "validators/external/private.h"
#include "validators/lib/verdict.h"
#include "validators/profile/forms.h"

/* What is null was left out: many services write each member that they know. */
static const struct json *
given(const struct json *object, const char *name)
{
	const struct json *value = json_get(object, name);

	return json_type(value) == JSON_NULL ? NULL : value;
}

static bool
is_reading(const struct json *question)
{
	const char *method = json_string(json_get(question, "method"));

	return method != NULL && strcmp(method, "GET") == 0;
}

/* A service tells all data of the client: only what is new there is added, but
 * of a registration that is read all is told. */
static const struct json *
told(const struct json *question, const struct json *data, struct arena *arena)
{
	const struct json *sent = translate_sent(question), *value;
	struct json *out = json_new_object(arena);
	const bool all = is_reading(question);
	const char *name;

	for (struct json_each each = json_each(data);
	     json_next(&each, &name, &value);)
		if (json_type(value) != JSON_NULL &&
		    (all || !json_equal(value, json_get(sent, name))))
			json_set(out, name, value);
	return out;
}

static const char *
passed(const struct json *question, const struct json *data,
    struct arena *arena, struct json *answer)
{
	const struct json *client = given(data, "clientData");

	if (data != NULL && json_type(data) != JSON_OBJECT)
		return "answers SUCCESS with data that is no object";
	if (client != NULL && json_type(client) != JSON_OBJECT)
		return "answers SUCCESS with clientData that is no object";
	json_set_string(answer, "outcome", "pass");
	if (client == NULL)
		return NULL;
	client = told(question, client, arena);
	if (json_length(client) > 0 || is_reading(question))
		json_set(answer, "metadata", client);
	return NULL;
}

/* The first rule of the entry that has the error; NULL when no rule has. */
static const char *
declared(const struct json *entry, const char *error)
{
	const struct json *rules = json_get(entry, "rules"), *rule;
	const char *suffix, *is;

	for (struct json_each each = json_each(rules);
	     json_next(&each, &suffix, &rule);)
		if ((is = json_string(json_get(rule, "error"))) != NULL &&
		    strcmp(is, error) == 0)
			return suffix;
	return NULL;
}

/* Each error of RFC 7591 that the entry has no rule for has one of its name
 * (external_rules.c); any other error is one of the metadata. */
static const char *
rule_for(const struct json *entry, const char *error, struct arena *arena)
{
	const char *suffix;

	if (error == NULL || !profile_is_error(NULL, error))
		error = ERROR_METADATA;
	suffix = declared(entry, error);
	return arena_printf(arena, "%s.%s",
	    json_string(json_get(entry, "name")),
	    suffix != NULL ? suffix : error);
}

static const char *
refused(const struct json *entry, const struct json *said, struct arena *arena,
    struct json *answer)
{
	const struct json *data = given(said, "data");
	const struct json *code = given(said, "errorCode");
	const char *detail = json_string(json_get(data, "errorDescription"));
	const char *error = json_string(json_get(data, "error"));
	struct json *finding = json_new_object(arena);
	struct json *findings = json_new_array(arena);
	int64_t status;

	if (code != NULL &&
	    (!json_integer(code, &status) || status < 400 || status > 499))
		return "answers ERROR with an errorCode that is not from 400 "
		       "to 499";
	if (data != NULL && json_type(data) != JSON_OBJECT)
		return "answers ERROR with data that is no object";
	if (error == NULL)
		error = json_string(json_get(data, "errorCode"));
	if (detail == NULL)
		detail = error != NULL ? error : "is refused";
	json_set_string(finding, "rule", rule_for(entry, error, arena));
	json_set_string(finding, "pointer", "");
	json_set_string(finding, "detail", detail);
	json_append(findings, finding);
	json_set_string(answer, "outcome", "refuse");
	json_set(answer, "findings", findings);
	return NULL;
}

const char *
translate_answer(const struct json *entry, const struct json *question,
    const char *body, struct arena *arena, const struct json **answer)
{
	const struct json *said = json_parse(arena, body, strlen(body), NULL);
	const struct json *id = given(said, "responseId");
	const char *status = json_string(json_get(said, "status")), *why;
	struct json *out = json_new_object(arena);

	if (json_type(said) != JSON_OBJECT)
		return "answers no JSON object";
	if (id != NULL && !json_equal(id, json_get(question, "id")))
		return "answers another question: responseId must be the "
		       "requestId of this one";
	if (status != NULL && strcmp(status, "SUCCESS") == 0)
		why = passed(question, given(said, "data"), arena, out);
	else if (status != NULL && strcmp(status, "ERROR") == 0)
		why = refused(entry, said, arena, out);
	else
		why = "answers a status that is neither SUCCESS nor ERROR";
	*answer = out;
	return why;
}
