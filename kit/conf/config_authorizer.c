/* SPDX-License-Identifier: ISC */
/* Reads the rules of dcr.conf for calls of the bank's APIs. */
#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/private.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "kit/uri.h"

static const char prefix[] = "authorizer[].";

/* Reads the path without a "/" at its end: a prefix is compared segment by
 * segment. */
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

/* The methods of RFC 9110 section 9 and RFC 5789.  A misspelt method would
 * leave its calls to the next rule. */
static const char *const known_methods[] = {"GET", "HEAD", "POST", "PUT",
    "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", NULL};

static bool
is_in(const char *const *list, const char *text)
{
	while (*list != NULL && strcmp(*list, text) != 0)
		list++;
	return *list != NULL;
}

/* Is the text one scope-token (RFC 6749 section 3.3)? */
static bool
is_scope(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text <= ' ' || *text > '~' || *text == '"' ||
		    *text == '\\')
			return false;
	return true;
}

/* Reads a switch that is off unless the file has it, and that is told only
 * then. */
static bool
read_switch(struct reader *reader, const struct json *object,
    const char *before, const char *name)
{
	return json_get(object, name) != NULL &&
	       reader_boolean(reader, object, before, name, false);
}

/* Reads what a call needs besides the certificate. */
static void
read_token(struct reader *reader, const struct json *entry,
    struct config_protected *to)
{
	to->token = reader_boolean(reader, entry, prefix, "token",
	    json_get(entry, "scope") != NULL ||
		json_true(json_get(entry, "user")));
	to->open = !to->token && json_get(entry, "token") != NULL;
	to->scope = reader_string(reader, entry, prefix, "scope");
	if (to->scope != NULL && !is_scope(to->scope))
		reader_wrong(reader, "authorizer[].scope",
		    "must be one scope (RFC 6749 section 3.3)");
	to->user = read_switch(reader, entry, prefix, "user");
	if (!to->token && (to->scope != NULL || to->user))
		reader_wrong(reader,
		    to->user ? "authorizer[].user" : "authorizer[].scope",
		    "is allowed only where a token is needed");
}

static void
read_rule(struct reader *reader, const struct json *entry, void *out)
{
	static const char *const names[] = {
	    "path", "methods", "token", "scope", "user", NULL};
	struct config_protected *to = out;

	reader_known_keys(reader, entry, prefix, names);
	to->path = read_path(reader, entry);
	if (to->path != NULL)
		to->folded = uri_path_folded(reader->arena, to->path);
	json_set_string(reader->told, "path", to->path);
	to->methods = reader_strings(reader, entry, prefix, "methods");
	for (size_t i = 0; to->methods != NULL && to->methods[i] != NULL; i++)
		if (!is_in(known_methods, to->methods[i]))
			reader_wrong(reader, "authorizer[].methods",
			    "must hold methods: GET, HEAD, POST, PUT, PATCH, "
			    "DELETE, OPTIONS, TRACE, CONNECT");
	read_token(reader, entry, to);
}

bool
config_protects(const struct config_protected *rule, const char *method)
{
	if (rule->methods == NULL || is_in(rule->methods, method))
		return true;
	return strcmp(method, "HEAD") == 0 && is_in(rule->methods, "GET");
}

/* Of two rules of one path the first is asked: does it take a method that the
 * second is for? */
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

/* Where tokens are given out, an absent key never means that nobody has to show
 * one. */
static void
check_purpose(struct reader *reader, const struct config *config)
{
	if (config->authorizer != NULL && config->calls_without_token)
		reader_wrong(reader, "calls_without_token",
		    "is not allowed beside authorizer, whose rules say what "
		    "calls need");
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
check_issued(struct reader *reader, const struct config *config)
{
	const struct config_protected *rule = config->authorizer;

	while (rule->path != NULL && !rule->token)
		rule++;
	if (rule->path != NULL && config->issuing == NULL &&
	    config->access_tokens == NULL)
		reader_wrong(reader, "authorizer[]",
		    "a token is issued by nobody: there is neither "
		    "token_endpoint nor access_tokens");
}

void
config_read_authorizer(
    struct reader *reader, const struct json *root, struct config *config)
{
	config->calls_without_token =
	    read_switch(reader, root, "", "calls_without_token");
	if (json_get(root, "authorizer") != NULL)
		config->authorizer = reader_objects(reader, root, "authorizer",
		    "path", 1, sizeof(*config->authorizer), read_rule);
	if (reader->why == NULL && config->authorizer != NULL) {
		check_issued(reader, config);
		check_together(reader, config->authorizer);
	}
	check_purpose(reader, config);
}
