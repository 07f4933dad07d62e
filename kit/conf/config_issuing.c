/* SPDX-License-Identifier: ISC */
/* Reads what dcr.conf says of the access tokens that this program issues. */
#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/private.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/reader.h"

static struct config_endpoint
endpoint_beside(struct reader *reader, const struct config_endpoint *token,
    const char *name, const struct config *config)
{
	const struct config_endpoint endpoint =
	    config_endpoint_beside(reader, token, name);

	if (strcmp(endpoint.path, token->path) == 0 ||
	    (config->registration_path != NULL &&
		strcmp(endpoint.path, config->registration_path) == 0))
		reader_wrong(reader, "token_endpoint",
		    arena_printf(reader->arena,
			"%s beside it is an endpoint of its own",
			endpoint.path));
	return endpoint;
}

/* Refuses keys that mean nothing while another server issues the tokens. */
static void
refuse_rest(struct reader *reader, const struct json *root)
{
	static const char *const names[] = {
	    "token_audience", "token_seconds", NULL};

	for (const char *const *name = names; *name != NULL; name++)
		if (json_get(root, *name) != NULL)
			reader_wrong(reader, *name,
			    "is allowed only beside token_endpoint");
}

static void
read_endpoints(
    struct reader *reader, struct config *config, struct config_issuing *to)
{
	const struct config_endpoint *token = &to->token;

	if (token->path == NULL)
		return;
	if (config->registration_path != NULL &&
	    strcmp(token->path, config->registration_path) == 0)
		reader_wrong(reader, "token_endpoint",
		    "must be another one than registration_endpoint");
	config->jwks = endpoint_beside(reader, token, "jwks", config);
	to->introspection =
	    endpoint_beside(reader, token, "introspect", config);
	to->revocation = endpoint_beside(reader, token, "revoke", config);
}

void
config_read_issuing(
    struct reader *reader, const struct json *root, struct config *config)
{
	struct config_issuing *to = arena_alloc(reader->arena, sizeof(*to));

	to->token = config_read_endpoint(reader, root, "token_endpoint");
	if (to->token.uri == NULL) {
		refuse_rest(reader, root);
		return;
	}
	config->issuing = to;
	read_endpoints(reader, config, to);
	config->keys = reader_need_path(reader, root, "", "keys");
	to->audience = reader_string(reader, root, "", "token_audience");
	if (to->audience == NULL)
		to->audience = config->issuer;
	json_set_string(reader->told, "token_audience", to->audience);
	to->seconds = reader_number(reader, root, "", "token_seconds",
	    CONFIG_TOKEN_SECONDS_LEAST, LIMIT_TOKEN_SECONDS,
	    CONFIG_TOKEN_SECONDS_USUAL);
}
