/* SPDX-License-Identifier: ISC */
/* Translates between the protocol of dcr-validator(7) and the contract of the
 * WSO2 accelerator's extensions. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/external/private.h"
#include "validators/lib/verdict.h"

const char *
translate_path(const char *method)
{
	static const struct {
		const char *method, *path;
	} paths[] = {
	    {"POST", "pre-process-client-creation"},
	    {"PUT", "pre-process-client-update"},
	    {"GET", "pre-process-client-retrieval"},
	};

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (method != NULL && strcmp(paths[i].method, method) == 0)
			return paths[i].path;
	return NULL;
}

static const struct json *
stored_metadata(const struct json *question)
{
	return json_get(json_get(question, "stored"), "metadata");
}

/* The metadata that the client asks for, or those that are stored when a
 * registration is only read. */
static const struct json *
client_data(const struct json *question)
{
	const struct json *request = json_get(question, "request");

	return json_length(request) > 0 ? request : stored_metadata(question);
}

static bool
is_method(const struct json *question, const char *method)
{
	const char *is = json_string(json_get(question, "method"));

	return is != NULL && strcmp(is, method) == 0;
}

static void
set_if(struct json *object, const char *name, const struct json *value)
{
	if (json_type(value) != JSON_ABSENT)
		json_set(object, name, value);
}

const struct json *
translate_question(const struct json *question, struct arena *arena)
{
	struct json *out = json_new_object(arena);
	struct json *data = json_new_object(arena);

	set_if(out, "requestId", json_get(question, "id"));
	set_if(data, "clientData", client_data(question));
	set_if(data, "softwareStatement", json_get(question, "claims"));
	if (is_method(question, "PUT"))
		set_if(data, "existingClientData", stored_metadata(question));
	json_set(out, "data", data);
	return out;
}

/* A service tells all data of the client: only what is new there is added.
 * Some services write null for what is absent. */
static const struct json *
additions(
    const struct json *question, const struct json *told, struct arena *arena)
{
	const struct json *sent = client_data(question), *value;
	struct json *out = json_new_object(arena);
	const char *name;

	for (struct json_each each = json_each(told);
	     json_next(&each, &name, &value);)
		if (json_type(value) != JSON_NULL &&
		    !json_equal(value, json_get(sent, name)))
			json_set(out, name, value);
	return out;
}

static const char *
passed(const struct json *question, const struct json *data,
    struct arena *arena, struct json *answer)
{
	const struct json *told = json_get(data, "clientData");

	if (json_type(data) > JSON_NULL && json_type(data) != JSON_OBJECT)
		return "answers SUCCESS with data that is no object";
	if (json_type(told) > JSON_NULL && json_type(told) != JSON_OBJECT)
		return "answers SUCCESS with clientData that is no object";
	json_set_string(answer, "outcome", "pass");
	told = additions(question, told, arena);
	if (json_length(told) > 0)
		json_set(answer, "metadata", told);
	return NULL;
}

/* The first rule of the entry that has the error; NULL when no rule has. */
static const char *
rule_for(const struct json *entry, const char *error, struct arena *arena)
{
	const struct json *rules = json_get(entry, "rules"), *rule;
	const char *suffix, *is;

	for (struct json_each each = json_each(rules);
	     json_next(&each, &suffix, &rule);)
		if ((is = json_string(json_get(rule, "error"))) != NULL &&
		    strcmp(is, error) == 0)
			return arena_printf(arena, "%s.%s",
			    json_string(json_get(entry, "name")), suffix);
	return NULL;
}

static const char *
refused(const struct json *entry, const struct json *said, struct arena *arena,
    struct json *answer)
{
	const struct json *data = json_get(said, "data");
	const char *detail = json_string(json_get(data, "errorDescription"));
	const char *error = json_string(json_get(data, "error")), *rule;
	struct json *finding = json_new_object(arena);
	struct json *findings = json_new_array(arena);
	int64_t status;

	if (!json_integer(json_get(said, "errorCode"), &status) ||
	    status < 400 || status > 499)
		return "answers ERROR with an errorCode that is not from 400 "
		       "to "
		       "499";
	if (error == NULL)
		error = json_string(json_get(data, "errorCode"));
	if (error == NULL)
		return "answers ERROR and names no error";
	if ((rule = rule_for(entry, error, arena)) == NULL)
		return arena_printf(arena,
		    "answers ERROR with the error %s, which no rule of its "
		    "entry has",
		    quoted(arena, error));
	json_set_string(finding, "rule", rule);
	json_set_string(finding, "pointer", "");
	json_set_string(finding, "detail", detail != NULL ? detail : error);
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
	const char *status = json_string(json_get(said, "status")), *why;
	struct json *out = json_new_object(arena);

	if (json_type(said) != JSON_OBJECT)
		return "answers no JSON object";
	if (!json_equal(json_get(said, "responseId"), json_get(question, "id")))
		return "answers another question: responseId must be the "
		       "requestId of this one";
	if (status != NULL && strcmp(status, "SUCCESS") == 0)
		why = passed(question, json_get(said, "data"), arena, out);
	else if (status != NULL && strcmp(status, "ERROR") == 0)
		why = refused(entry, said, arena, out);
	else
		why = "answers a status that is neither SUCCESS nor ERROR";
	*answer = out;
	return why;
}
