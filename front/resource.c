/* SPDX-License-Identifier: ISC */
/* Finds what a path leads to. */
#include "front/resource.h"

#include <stddef.h>
#include <string.h>

#include "front/authorizer/authorize.h"
#include "front/lib/service.h"
#include "front/metrics/metrics.h"
#include "front/private.h"
#include "kit/conf/config.h"
#include "kit/request.h"

/* As metrics and log call what a path leads to. */
static const char *const endpoints[] = {
    [NOTHING] = "none",
    [ENDPOINT] = "register",
    [SOFTWARE] = "manage",
    [REGISTRATION] = "manage",
    [JWKS] = "jwks",
    [TOKEN] = "token",
    [INTROSPECTION] = "introspect",
    [REVOCATION] = "revoke",
    [DISCOVERY] = "discovery",
    [ENTITY] = "entity",
    [SIGNED] = "discovery",
    [CLIENTS] = "clients",
    [CLIENT] = "clients",
    [EVENTS] = "events",
    [AUTHORIZE] = "authorize",
    [DOOR] = "door",
    [CONSOLE] = "console",
    [METRICS] = "metrics",
    [HEALTH] = "health",
    [READY] = "ready",
};

/* What is below an endpoint's path: "" for the endpoint itself, "/ID"; NULL for
 * a path elsewhere, and where there is no such endpoint. */
static const char *
below(const char *endpoint, const char *path)
{
	const size_t length = endpoint != NULL ? strlen(endpoint) : 0;

	if (endpoint == NULL || strncmp(path, endpoint, length) != 0 ||
	    (path[length] != '\0' && path[length] != '/'))
		return NULL;
	return path + length;
}

/* Which resource of the registration endpoint is asked for.  An identifier in
 * the path becomes the client_id of the request. */
static enum resource
registration_resource(
    const struct config *config, struct arena *arena, struct request *request)
{
	const char *rest = below(config->registration_path, request->path);

	if (rest == NULL)
		return NOTHING;
	if (*rest == '/')
		request->client_id =
		    gather_identifier(arena, rest + 1, strlen(rest + 1));
	if (request->client_id != NULL)
		return REGISTRATION;
	return request->software_id != NULL ? SOFTWARE : ENDPOINT;
}

/* Of the clients no query says which one is asked for. */
static enum resource
clients_resource(
    const struct config *config, struct arena *arena, struct request *request)
{
	const char *rest = below(config->clients.path, request->path);

	if (rest == NULL)
		return NOTHING;
	request->client_id =
	    *rest == '/' ? gather_identifier(arena, rest + 1, strlen(rest + 1))
			 : NULL;
	return *rest == '/' ? CLIENT : CLIENTS;
}

static enum resource
resource_of(const struct config *config, const char *path)
{
	static const struct config_issuing nothing;
	const struct config_issuing *issuing =
	    config->issuing != NULL ? config->issuing : &nothing;
	const struct {
		const char *path;
		enum resource resource;
	} places[] = {
	    {AUTHORIZE_PATH, AUTHORIZE},
	    {config->metrics != NULL ? "/metrics" : NULL, METRICS},
	    {config->metrics != NULL ? "/health" : NULL, HEALTH},
	    {config->metrics != NULL ? "/ready" : NULL, READY},
	    {issuing->token.path, TOKEN},
	    {config->jwks.path, JWKS},
	    {issuing->introspection.path, INTROSPECTION},
	    {issuing->revocation.path, REVOCATION},
	    {config->events.path, EVENTS},
	    {config->entity != NULL ? config->entity->place.path : NULL,
		ENTITY},
	    {config->signed_metadata != NULL
		    ? config->signed_metadata->place.path
		    : NULL,
		SIGNED},
	    {config->issuing != NULL ? config->discovery[0].path : NULL,
		DISCOVERY},
	    {config->issuing != NULL ? config->discovery[1].path : NULL,
		DISCOVERY},
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (places[i].path != NULL && strcmp(path, places[i].path) == 0)
			return places[i].resource;
	return NOTHING;
}

enum resource
resource_find(const struct service *service, struct request *request,
    struct arena *arena, const char **why)
{
	enum resource resource;

	if (service->console)
		return CONSOLE;
	if (request->authorizer)
		return DOOR;
	resource = resource_of(service->config, request->path);
	if (resource >= METRICS)
		*why = metrics_stranger(service, request);
	if (*why != NULL)
		return NOTHING;
	if (resource == NOTHING)
		resource = clients_resource(service->config, arena, request);
	if (resource == NOTHING)
		resource =
		    registration_resource(service->config, arena, request);
	return resource;
}

const char *
resource_name(enum resource resource)
{
	return endpoints[resource];
}
