/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/arena.h"
#include "kit/config.h"
#include "kit/config_parts.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "kit/uri.h"

static const char prefix[] = "authorizer[].";

/* Without the "/" at its end: a prefix is compared segment by segment. */
static const char *
read_path(struct reader *reader, const struct json *entry)
{
	const char *told = reader_need(reader, entry, prefix, "path");
	const char *path =
	    told != NULL ? uri_path_canonical(reader->arena, told) : NULL;
	size_t length = path != NULL ? strlen(path) : 0;

	if (path == NULL) {
		reader_wrong(reader, "authorizer[].path",
		    "must begin with / and be readable in one way only");
		return NULL;
	}
	if (length > 1 && path[length - 1] == '/')
		return arena_strndup(reader->arena, path, length - 1);
	return path;
}

static bool
is_method(const char *text)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	return text != NULL && *text != '\0' &&
	       text[strspn(text, letters)] == '\0';
}

/* RFC 6749 section 3.3: scope-token. */
static bool
is_scope(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text <= ' ' || *text > '~' || *text == '"' ||
		    *text == '\\')
			return false;
	return true;
}

static void
read_rule(struct reader *reader, const struct json *entry,
    const struct config *config, struct config_protected *to)
{
	static const char *const names[] = {
	    "path", "methods", "token", "scope", NULL};
	const struct json *token = json_get(entry, "token");

	reader_known_keys(reader, entry, prefix, names);
	to->path = read_path(reader, entry);
	if (to->path != NULL)
		to->folded = uri_path_folded(reader->arena, to->path);
	to->methods =
	    reader_strings(reader, entry, "authorizer[].methods", "methods");
	for (size_t i = 0; to->methods != NULL && to->methods[i] != NULL; i++)
		if (!is_method(to->methods[i]))
			reader_wrong(reader, "authorizer[].methods",
			    "must hold methods such as \"GET\"");
	to->scope = reader_string(reader, entry, prefix, "scope");
	if (to->scope != NULL && !is_scope(to->scope))
		reader_wrong(reader, "authorizer[].scope",
		    "must be one scope (RFC 6749 section 3.3)");
	if (token != NULL && json_type(token) != JSON_BOOLEAN)
		reader_wrong(
		    reader, "authorizer[].token", "must be true or false");
	to->token = to->scope != NULL || json_true(token);
	if (to->scope != NULL && token != NULL && !json_true(token))
		reader_wrong(
		    reader, "authorizer[].scope", "goes with a token alone");
	if (to->token && config->issuing == NULL &&
	    config->access_tokens == NULL)
		reader_wrong(reader, "authorizer[]",
		    "a token is issued by nobody: there is neither "
		    "token_endpoint nor access_tokens");
}

void
config_read_authorizer(
    struct reader *reader, const struct json *root, struct config *config)
{
	const struct json *value = json_get(root, "authorizer");
	size_t count = json_length(value);
	struct config_protected *all;

	if (json_type(value) == JSON_ABSENT)
		return;
	if (json_type(value) != JSON_ARRAY || count == 0)
		reader_wrong(reader, "authorizer",
		    "must be an array with an object for each path");
	all = arena_alloc(reader->arena, (count + 1) * sizeof(*all));
	for (size_t i = 0; reader->why == NULL && i < count; i++)
		read_rule(reader, json_at(value, i), config, &all[i]);
	config->authorizer = all;
}

static const struct json *
describe_rule(struct arena *arena, const struct config_protected *rule)
{
	struct json *entry = json_new_object(arena);
	struct json *methods = json_new_array(arena);

	json_set_string(entry, "path", rule->path);
	for (size_t i = 0; rule->methods != NULL && rule->methods[i] != NULL;
	     i++)
		json_append_string(methods, rule->methods[i]);
	if (rule->methods != NULL)
		json_set(entry, "methods", methods);
	json_set_boolean(entry, "token", rule->token);
	if (rule->scope != NULL)
		json_set_string(entry, "scope", rule->scope);
	return entry;
}

void
config_describe_authorizer(
    struct arena *arena, const struct config *config, struct json *all)
{
	struct json *array = json_new_array(arena);

	if (config->authorizer == NULL)
		return;
	for (const struct config_protected *rule = config->authorizer;
	     rule->path != NULL; rule++)
		json_append(array, describe_rule(arena, rule));
	json_set(all, "authorizer", array);
}
