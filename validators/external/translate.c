/* SPDX-License-Identifier: ISC */
/* Translates a question of dcr-validator(7) into the contract of the WSO2
 * accelerator's extensions, v1.0.4. */
#include <string.h>

#include "kit/json.h"
#include "kit/reader.h"
#include "validators/external/private.h"

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

/* Has the entry this word behind the key? */
static bool
says(const struct json *entry, const char *key, const char *word)
{
	const char *is = json_string(json_get(entry, key));

	return is != NULL && strcmp(is, word) == 0;
}

void
translate_open(const struct json *entry, struct reader *reader)
{
	if (json_get(entry, "client_data") != NULL &&
	    !says(entry, "client_data", "members") &&
	    !says(entry, "client_data", "beans"))
		reader_wrong(reader, "client_data",
		    "must be one of: \"members\", \"beans\"");
	if (json_get(entry, "existing_client_data") != NULL &&
	    !says(entry, "existing_client_data", "object") &&
	    !says(entry, "existing_client_data", "properties"))
		reader_wrong(reader, "existing_client_data",
		    "must be one of: \"object\", \"properties\"");
}

static const struct json *
stored_metadata(const struct json *question)
{
	return json_get(json_get(question, "stored"), "metadata");
}

const struct json *
translate_sent(const struct json *question)
{
	const struct json *request = json_get(question, "request");

	return json_length(request) > 0 ? request : stored_metadata(question);
}

static void
set_if(struct json *object, const char *name, const struct json *value)
{
	if (json_type(value) != JSON_ABSENT)
		json_set(object, name, value);
}

/* One of the array of properties that the product itself sends: its values are
 * strings. */
static const struct json *
property(struct arena *arena, const char *name, const struct json *value)
{
	struct json *one = json_new_object(arena);
	const char *text = json_string(value);

	json_set_string(one, "Name", name);
	json_set_string(
	    one, "Value", text != NULL ? text : json_text(arena, value));
	json_set_string(one, "DisplayName", name);
	return one;
}

static const struct json *
existing(
    const struct json *entry, const struct json *stored, struct arena *arena)
{
	struct json *all;
	const struct json *value;
	const char *name;

	if (!says(entry, "existing_client_data", "properties") ||
	    json_type(stored) != JSON_OBJECT)
		return stored;
	all = json_new_array(arena);
	for (struct json_each each = json_each(stored);
	     json_next(&each, &name, &value);)
		json_append(all, property(arena, name, value));
	return all;
}

const struct json *
translate_question(
    const struct json *entry, const struct json *question, struct arena *arena)
{
	struct json *out = json_new_object(arena);
	struct json *data = json_new_object(arena);
	const struct json *sent = translate_sent(question);

	if (says(entry, "client_data", "beans"))
		sent = translate_beans(arena, sent);
	set_if(out, "requestId", json_get(question, "id"));
	set_if(data, "clientData", sent);
	set_if(data, "softwareStatement", json_get(question, "claims"));
	set_if(data, "existingClientData",
	    existing(entry, stored_metadata(question), arena));
	json_set(out, "data", data);
	return out;
}
