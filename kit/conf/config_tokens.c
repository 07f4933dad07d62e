/* SPDX-License-Identifier: ISC */
#include "kit/conf/private.h"

#include <stddef.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "kit/uri.h"

static const char prefix[] = "access_tokens.";

static void
need_https(struct reader *reader, const char *key, const char *text)
{
	struct uri uri;

	if (text != NULL && (!uri_parse(reader->arena, text, &uri) ||
				strcmp(uri.scheme, "https") != 0))
		reader_wrong(reader, key, "must be an https URI");
}

static void
read_keys(struct reader *reader, const struct json *from,
    struct config_access_tokens *to)
{
	const char *file = reader_string(reader, from, prefix, "jwks");
	const char *web = reader_string(reader, from, prefix, "jwks_uri");

	need_https(reader, "access_tokens.jwks_uri", web);
	to->keys = file != NULL ? reader_absolute(reader, file) : web;
	to->introspection =
	    reader_string(reader, from, prefix, "introspection");
	need_https(reader, "access_tokens.introspection", to->introspection);
	if ((file != NULL) + (web != NULL) + (to->introspection != NULL) != 1)
		reader_wrong(reader, "access_tokens",
		    "must have one of jwks (a file), jwks_uri and "
		    "introspection");
}

void
config_read_tokens(
    struct reader *reader, const struct json *root, struct config *config)
{
	static const char *const names[] = {"issuer", "audience", "jwks",
	    "jwks_uri", "introspection", "client_id", "secret_file", NULL};
	const struct json *from = json_get(root, "access_tokens");
	struct config_access_tokens *to;

	if (json_type(from) == JSON_ABSENT)
		return;
	if (json_type(from) != JSON_OBJECT)
		reader_wrong(reader, "access_tokens", "must be an object");
	if (config->issuing != NULL)
		reader_wrong(reader, "access_tokens",
		    "goes without token_endpoint: either we issue the tokens "
		    "or another server does");
	reader_known_keys(reader, from, prefix, names);
	to = arena_alloc(reader->arena, sizeof(*to));
	config->access_tokens = to;
	to->issuer = reader_need(reader, from, prefix, "issuer");
	to->audience = reader_need(reader, from, prefix, "audience");
	read_keys(reader, from, to);
	if (to->introspection == NULL)
		return;
	to->client_id = reader_need(reader, from, prefix, "client_id");
	to->secret_file = reader_absolute(
	    reader, reader_need(reader, from, prefix, "secret_file"));
}

static const struct json *
describe(struct arena *arena, const struct config_access_tokens *tokens)
{
	struct json *out = json_new_object(arena);

	json_set_string(out, "issuer", tokens->issuer);
	json_set_string(out, "audience", tokens->audience);
	if (tokens->introspection == NULL) {
		json_set_string(out, *tokens->keys == '/' ? "jwks" : "jwks_uri",
		    tokens->keys);
		return out;
	}
	json_set_string(out, "introspection", tokens->introspection);
	json_set_string(out, "client_id", tokens->client_id);
	json_set_string(out, "secret_file", tokens->secret_file);
	return out;
}

void
config_describe_tokens(
    struct arena *arena, const struct config *config, struct json *all)
{
	if (config->access_tokens != NULL)
		json_set(all, "access_tokens",
		    describe(arena, config->access_tokens));
}
