/* SPDX-License-Identifier: ISC */
/* Reads the endpoints of dcr.conf, and works out where discovery is served. */
#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/private.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "kit/uri.h"

struct config_endpoint
config_read_endpoint(
    struct reader *reader, const struct json *root, const char *name)
{
	struct config_endpoint endpoint = {
	    .uri = reader_string(reader, root, "", name)};
	struct uri uri;

	if (endpoint.uri == NULL)
		return endpoint;
	if (!uri_parse_https(reader->arena, endpoint.uri, &uri) ||
	    uri.query != NULL)
		reader_wrong(
		    reader, name, "must be an https URI without a query");
	else if (!uri_path_is_plain(uri.path) || strcmp(uri.path, "/") == 0)
		reader_wrong(reader, name, "must have a path, and a plain one");
	else if (strcmp(uri.path, "/authorize") == 0)
		reader_wrong(reader, name,
		    "must not be /authorize, where web servers ask whether a "
		    "call may go on");
	else
		endpoint.path = uri.path;
	return endpoint;
}

static const char *
beside(struct arena *arena, const char *text, const char *name)
{
	return arena_printf(
	    arena, "%.*s%s", (int)(strrchr(text, '/') + 1 - text), text, name);
}

struct config_endpoint
config_endpoint_beside(struct reader *reader,
    const struct config_endpoint *endpoint, const char *name)
{
	return (struct config_endpoint){
	    .uri = beside(reader->arena, endpoint->uri, name),
	    .path = beside(reader->arena, endpoint->path, name),
	};
}

/* RFC 8414 section 3.1 puts the well-known name before the issuer's path,
 * OpenID Connect Discovery 1.0 section 4 behind it. */
static void
read_places(struct reader *reader, struct config *config, const char *path)
{
	struct config_endpoint *to = config->discovery;
	const char *issuer = config->issuer;
	int origin = (int)(strlen(issuer) - strlen(path));
	int length = (int)strlen(path);

	if (length > 0 && path[length - 1] == '/')
		length--;
	to[0].path = arena_printf(reader->arena,
	    "/.well-known/oauth-authorization-server%.*s", length, path);
	to[1].path = arena_printf(reader->arena,
	    "%.*s/.well-known/openid-configuration", length, path);
	for (int i = 0; i < 2; i++)
		to[i].uri = arena_printf(
		    reader->arena, "%.*s%s", origin, issuer, to[i].path);
}

void
config_read_discovery(
    struct reader *reader, const struct json *root, struct config *config)
{
	struct uri uri;

	if (config->issuer != NULL &&
	    uri_parse_https(reader->arena, config->issuer, &uri) &&
	    uri.query == NULL &&
	    (*uri.path == '\0' || uri_path_is_plain(uri.path)))
		read_places(reader, config, uri.path);
	else if (config->issuing != NULL)
		reader_wrong(reader, "issuer",
		    "must be an https URI without a query when there is a "
		    "token_endpoint");
	config->metadata = json_get(root, "metadata");
	if (json_type(config->metadata) != JSON_ABSENT &&
	    json_type(config->metadata) != JSON_OBJECT)
		reader_wrong(reader, "metadata", "must be an object");
	json_set(reader->told, "metadata", config->metadata);
}
