/* SPDX-License-Identifier: ISC */
/* Reads how dcr.conf has access tokens of another server checked. */
#include "kit/conf/private.h"

#include <stddef.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/reader.h"

static const char prefix[] = "access_tokens.";

static void
read_keys(struct reader *reader, const struct json *from,
    struct config_access_tokens *to)
{
	const char *file = reader_path(reader, from, prefix, "jwks");
	const char *web = reader_https(reader, from, prefix, "jwks_uri");

	to->keys = file != NULL ? file : web;
	to->introspection = reader_https(reader, from, prefix, "introspection");
	if ((file != NULL) + (web != NULL) + (to->introspection != NULL) != 1)
		reader_wrong(reader, "access_tokens",
		    "must have one of jwks (a file), jwks_uri and "
		    "introspection");
}

static void
read_tokens(struct reader *reader, const struct json *from, void *out)
{
	static const char *const names[] = {"issuer", "audience", "jwks",
	    "jwks_uri", "introspection", "client_id", "secret_file", NULL};
	struct config_access_tokens *to = out;

	reader_known_keys(reader, from, prefix, names);
	to->issuer = reader_need(reader, from, prefix, "issuer");
	to->audience = reader_need(reader, from, prefix, "audience");
	read_keys(reader, from, to);
	if (to->introspection == NULL)
		return;
	to->client_id = reader_need(reader, from, prefix, "client_id");
	to->secret_file = reader_need_path(reader, from, prefix, "secret_file");
}

void
config_read_tokens(
    struct reader *reader, const struct json *root, struct config *config)
{
	struct config_access_tokens *to;

	if (json_get(root, "access_tokens") == NULL)
		return;
	if (config->issuing != NULL)
		reader_wrong(reader, "access_tokens",
		    "is not allowed beside token_endpoint: either we issue the "
		    "tokens or another server does");
	to = arena_alloc(reader->arena, sizeof(*to));
	config->access_tokens = to;
	reader_object(reader, root, "access_tokens", read_tokens, to);
}
