/* SPDX-License-Identifier: ISC */
/* Brings an answer of several parts into the configuration. */
#include <string.h>

#include "commands/setup/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/uri.h"

/* The readers of dcr.conf judge an answer among others that are right. */
static const char *
fault_of(const struct setup *setup, const struct json *conf)
{
	static const char others[] =
	    "{\"profile\":\"uk\",\"issuer\":\"https://as.example\","
	    "\"registration_endpoint\":\"https://as.example/register\","
	    "\"store\":\"bdb:db\",\"client_ca\":\"client-ca.pem\"}";
	struct json *all = json_copy(setup->arena,
	    json_parse(setup->arena, others, sizeof(others) - 1, NULL));
	const struct json *value;
	const char *name, *why = NULL;

	for (struct json_each each = json_each(conf);
	     json_next(&each, &name, &value);)
		json_set(all, name, value);
	if (json_get(conf, "authorizer") != NULL)
		json_remove(all, "calls_without_token");
	if (json_get(conf, "token_endpoint") != NULL &&
	    json_get(conf, "authorizer") == NULL)
		json_set_boolean(all, "calls_without_token", true);
	if (config_of(setup->arena, setup->path, all, &why) != NULL)
		return NULL;
	return why + strlen(setup->path) + 2;
}

/* Takes a value for a key if the file may have it. */
const char *
setup_take_value(struct setup *setup, const char *key, const struct json *value)
{
	struct json *conf = json_copy(setup->arena, setup->conf);
	const char *why;

	json_set(conf, key, value);
	why = fault_of(setup, conf);
	if (why == NULL)
		setup->conf = conf;
	return why;
}

const char *
setup_take_string(struct setup *setup, const char *key, const char *text)
{
	return setup_take_value(
	    setup, key, json_new_string(setup->arena, text));
}

/* Adds to a list of the configuration. */
const char *
setup_take_item(struct setup *setup, const char *key, const struct json *item)
{
	const struct json *all = json_get(setup->conf, key);
	struct json *longer = json_new_array(setup->arena);

	for (size_t i = 0; i < json_length(all); i++)
		json_append(longer, json_at(all, i));
	json_append(longer, item);
	return setup_take_value(setup, key, longer);
}

/* The "=" before the place of the keys: an issuer may have one, too. */
static const char *
divide(const char *answer)
{
	const char *web = strstr(answer, "=https://");

	return web != NULL ? web : strrchr(answer, '=');
}

const char *
setup_take_host(struct setup *setup, const char *host)
{
	const struct json *fetch = json_get(setup->conf, "fetch");
	const struct json *hosts = json_get(fetch, "hosts");
	struct json *more = fetch != NULL ? json_copy(setup->arena, fetch)
					  : json_new_object(setup->arena);
	struct json *all = json_new_array(setup->arena);

	if (json_has_string(hosts, host))
		return NULL;
	for (size_t i = 0; i < json_length(hosts); i++)
		json_append(all, json_at(hosts, i));
	json_append_string(all, host);
	json_set(more, "hosts", all);
	return setup_take_value(setup, "fetch", more);
}

/* A directory that is fetched from is a host that may be fetched from. */
static const char *
add_host_of(struct setup *setup, const char *text)
{
	struct uri uri;

	if (!uri_parse_https(setup->arena, text, &uri))
		return "KEYS must be a file or an https URI";
	return setup_take_host(setup,
	    arena_printf(setup->arena, "%s%s%s%s%s", uri.address ? "[" : "",
		uri.host, uri.address ? "]" : "", uri.port != NULL ? ":" : "",
		uri.port != NULL ? uri.port : ""));
}

/* A trust community has authorities, and signs nothing. */
static const char *
kind_of_keys(const char *keys)
{
	const size_t length = strlen(keys);

	if (strncmp(keys, "https://", 8) == 0)
		return "jwks_uri";
	return length > 4 && strcmp(keys + length - 4, ".pem") == 0
		   ? "member_ca"
		   : "jwks";
}

const char *
setup_take_directory(struct setup *setup, const char *answer)
{
	const char *equals = divide(answer), *why = NULL;
	struct json *one = json_new_object(setup->arena);
	bool web;

	if (equals == NULL || equals == answer || equals[1] == '\0')
		return "must be ISSUER=KEYS, as OpenBanking "
		       "Ltd=https://keystore.example/keys.jwks";
	web = strncmp(equals + 1, "https://", 8) == 0;
	if (!web && equals[1] != '/')
		return "KEYS must be a file, by a path that begins with /, or "
		       "an https URI";
	json_set_string(one, "issuer",
	    arena_strndup(setup->arena, answer, (size_t)(equals - answer)));
	json_set_string(one, kind_of_keys(equals + 1), equals + 1);
	if (web)
		why = add_host_of(setup, equals + 1);
	return why != NULL ? why : setup_take_item(setup, "directory", one);
}

const char *
setup_take_scope(struct setup *setup, const char *answer)
{
	char *text = arena_strdup(setup->arena, answer), *rest = NULL;
	const char *methods = strtok_r(text, " \t", &rest);
	const char *path = strtok_r(NULL, " \t", &rest);
	const char *scope = strtok_r(NULL, " \t", &rest);
	struct json *rule = json_new_object(setup->arena);
	struct json *list = json_new_array(setup->arena);

	if (scope == NULL || strtok_r(NULL, " \t", &rest) != NULL)
		return "must be 'METHODS PATH SCOPE', as 'GET,POST /payments "
		       "payments'; METHODS * is each method, SCOPE - is the "
		       "certificate alone";
	json_set_string(rule, "path", path);
	if (strcmp(methods, "*") != 0) {
		text = arena_strdup(setup->arena, methods);
		for (const char *m = strtok_r(text, ",", &rest); m != NULL;
		     m = strtok_r(NULL, ",", &rest))
			json_append_string(list, m);
		json_set(rule, "methods", list);
	}
	if (strcmp(scope, "-") == 0)
		json_set_boolean(rule, "token", false);
	else
		json_set_string(rule, "scope", scope);
	return setup_take_item(setup, "authorizer", rule);
}

const char *
setup_take_metadata(struct setup *setup, const char *answer)
{
	const struct json *said_so = json_get(setup->conf, "metadata");
	struct json *metadata = said_so != NULL
				    ? json_copy(setup->arena, said_so)
				    : json_new_object(setup->arena);
	const char *equals = strchr(answer, '=');
	struct uri uri;

	if (equals == NULL || equals == answer ||
	    !uri_parse_https(setup->arena, equals + 1, &uri))
		return "must be NAME=URI, with an https URI, as "
		       "backchannel_authentication_endpoint=https://"
		       "login.bank.example/ciba";
	json_set_string(metadata,
	    arena_strndup(setup->arena, answer, (size_t)(equals - answer)),
	    equals + 1);
	return setup_take_value(setup, "metadata", metadata);
}

/* A superior in a federation; the keys of what we sign there are made. */
const char *
setup_take_superior(struct setup *setup, const char *answer)
{
	const struct json *entity = json_get(setup->conf, "entity");
	const struct json *before = json_get(entity, "superiors");
	struct json *ours = json_new_object(setup->arena);
	struct json *all = json_new_array(setup->arena);
	struct uri uri;

	if (!uri_parse_https(setup->arena, answer, &uri))
		return "must be an https URI";
	for (size_t i = 0; i < json_length(before); i++)
		json_append(all, json_at(before, i));
	json_append_string(all, answer);
	json_set_string(ours, "keys", "entity");
	json_set(ours, "superiors", all);
	return setup_take_value(setup, "entity", ours);
}
