/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/private.h"
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

/* RFC 9110 section 9, and RFC 5789.  A misspelt method would leave its calls
 * to the next rule. */
static const char *const known_methods[] = {"GET", "HEAD", "POST", "PUT",
    "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", NULL};

static bool
is_in(const char *const *list, const char *text)
{
	while (*list != NULL && strcmp(*list, text) != 0)
		list++;
	return *list != NULL;
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

static bool
read_switch(struct reader *reader, const struct json *entry, const char *name,
    bool otherwise)
{
	const struct json *value = json_get(entry, name);

	if (value == NULL)
		return otherwise;
	if (json_type(value) != JSON_BOOLEAN)
		reader_wrong(reader,
		    arena_printf(reader->arena, "%s%s", prefix, name),
		    "must be true or false");
	return json_true(value);
}

/* What the call needs besides the certificate. */
static void
read_token(struct reader *reader, const struct json *entry,
    const struct config *config, struct config_protected *to)
{
	to->scope = reader_string(reader, entry, prefix, "scope");
	if (to->scope != NULL && !is_scope(to->scope))
		reader_wrong(reader, "authorizer[].scope",
		    "must be one scope (RFC 6749 section 3.3)");
	to->user = read_switch(reader, entry, "user", false);
	to->token =
	    read_switch(reader, entry, "token", to->scope != NULL || to->user);
	if (!to->token && (to->scope != NULL || to->user))
		reader_wrong(reader,
		    to->user ? "authorizer[].user" : "authorizer[].scope",
		    "goes with a token alone");
	if (to->token && config->issuing == NULL &&
	    config->access_tokens == NULL)
		reader_wrong(reader, "authorizer[]",
		    "a token is issued by nobody: there is neither "
		    "token_endpoint nor access_tokens");
}

static void
read_rule(struct reader *reader, const struct json *entry,
    const struct config *config, struct config_protected *to)
{
	static const char *const names[] = {
	    "path", "methods", "token", "scope", "user", NULL};

	reader_known_keys(reader, entry, prefix, names);
	to->path = read_path(reader, entry);
	if (to->path != NULL)
		to->folded = uri_path_folded(reader->arena, to->path);
	to->methods =
	    reader_strings(reader, entry, "authorizer[].methods", "methods");
	for (size_t i = 0; to->methods != NULL && to->methods[i] != NULL; i++)
		if (!is_in(known_methods, to->methods[i]))
			reader_wrong(reader, "authorizer[].methods",
			    "must hold methods: GET, HEAD, POST, PUT, PATCH, "
			    "DELETE, OPTIONS, TRACE, CONNECT");
	read_token(reader, entry, config, to);
}

bool
config_protects(const struct config_protected *rule, const char *method)
{
	if (rule->methods == NULL || is_in(rule->methods, method))
		return true;
	return strcmp(method, "HEAD") == 0 && is_in(rule->methods, "GET");
}

/* Of two rules of one path the first is asked: does it leave to the second
 * what that says it is for? */
static bool
is_shadowed(
    const struct config_protected *rule, const struct config_protected *before)
{
	if (rule->methods == NULL)
		return before->methods == NULL;
	for (size_t i = 0; rule->methods[i] != NULL; i++)
		if (config_protects(before, rule->methods[i]))
			return true;
	return false;
}

static void
check_together(struct reader *reader, const struct config_protected *rules)
{
	for (const struct config_protected *b = rules; b->path != NULL; b++)
		for (const struct config_protected *a = rules; a < b; a++) {
			const bool same = strcmp(a->path, b->path) == 0;
			if (same && is_shadowed(b, a))
				reader_wrong(reader, "authorizer[].methods",
				    arena_printf(reader->arena,
					"a rule of %s is for methods that an "
					"earlier one of it takes",
					b->path));
			if (!same && strcmp(a->folded, b->folded) == 0)
				reader_wrong(reader, "authorizer[].path",
				    arena_printf(reader->arena,
					"%s and %s are one path to an API "
					"that minds no case",
					a->path, b->path));
		}
}

/* That nobody has to show a token is never what an absent key means where
 * tokens are given out. */
static void
check_purpose(struct reader *reader, const struct config *config)
{
	if (config->authorizer != NULL && config->calls_without_token)
		reader_wrong(reader, "calls_without_token",
		    "goes without authorizer, whose rules say what calls "
		    "need");
	if (config->authorizer == NULL && config->issuing != NULL &&
	    !config->calls_without_token)
		reader_wrong(reader, "authorizer",
		    "is missing beside token_endpoint: say what calls of the "
		    "APIs need, as in \"authorizer\": [{ \"path\": "
		    "\"/accounts\", \"scope\": \"accounts\" }]; or, if the "
		    "certificate of a registered client shall open every API "
		    "without a token, \"calls_without_token\": true");
}

static void
read_rules(
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
	if (reader->why == NULL)
		check_together(reader, all);
	config->authorizer = all;
}

void
config_read_authorizer(
    struct reader *reader, const struct json *root, struct config *config)
{
	config->calls_without_token =
	    reader_boolean(reader, root, "calls_without_token", false);
	read_rules(reader, root, config);
	check_purpose(reader, config);
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
	if (rule->user)
		json_set_boolean(entry, "user", true);
	return entry;
}

void
config_describe_authorizer(
    struct arena *arena, const struct config *config, struct json *all)
{
	struct json *array = json_new_array(arena);

	if (config->calls_without_token)
		json_set_boolean(all, "calls_without_token", true);
	if (config->authorizer == NULL)
		return;
	for (const struct config_protected *rule = config->authorizer;
	     rule->path != NULL; rule++)
		json_append(array, describe_rule(arena, rule));
	json_set(all, "authorizer", array);
}
