/* SPDX-License-Identifier: ISC */
/* The way of every request: which handler answers it, and its line in the
 * log. */
#include "front/route.h"

#include <string.h>

#include "front/authorizer/authorize.h"
#include "front/clients/clients.h"
#include "front/console/console.h"
#include "front/lib/reply.h"
#include "front/private.h"
#include "front/registration/registration.h"
#include "front/token/token.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/limits.h"
#include "kit/log.h"
#include "kit/monotonic.h"
#include "kit/net/fetch.h"
#include "kit/request.h"
#include "store/store.h"
#include "validators/lib/verdict.h"

enum resource {
	NOTHING,
	ENDPOINT,     /* the registration endpoint itself */
	SOFTWARE,     /* the same with ?software_id= */
	REGISTRATION, /* one registration, by path or ?client_id= */
	JWKS,	      /* where we sign anything */
	TOKEN,	      /* this and the next three: where we issue tokens */
	INTROSPECTION,
	REVOCATION,
	DISCOVERY,
	CLIENTS, /* this and the next two: for servers of the bank */
	CLIENT,
	EVENTS,
	AUTHORIZE, /* for web servers without FastCGI authorizers */
};

static const struct route {
	enum resource resource;
	const char *method; /* NULL ends */
	handler *handle;
} routes[] = {
    {ENDPOINT, "POST", register_post},
    {SOFTWARE, "POST", manage_recover},
    {REGISTRATION, "GET", manage_get},
    {REGISTRATION, "PUT", manage_put},
    {REGISTRATION, "DELETE", manage_delete},
    {TOKEN, "POST", token_post},
    {JWKS, "GET", discovery_jwks},
    {INTROSPECTION, "POST", introspect_post},
    {REVOCATION, "POST", revoke_post},
    {DISCOVERY, "GET", discovery_get},
    {CLIENTS, "GET", clients_page},
    {CLIENT, "GET", clients_one},
    {EVENTS, "POST", events_poll},
    {AUTHORIZE, "GET", authorize_get},
    {NOTHING, NULL, NULL},
};

/* HEAD is GET without the body (RFC 9110 section 9.3.2), where GET changes
 * nothing: a recovery gives a new token, and nobody would see it. */
static bool
serves(const struct route *route, const char *method)
{
	if (method == NULL)
		return false;
	if (strcmp(method, "HEAD") == 0 && route->resource != SOFTWARE)
		return strcmp(route->method, "GET") == 0;
	return strcmp(route->method, method) == 0;
}

static struct reply *
method_unknown(enum resource resource, struct arena *arena)
{
	const char *allowed = "";

	for (const struct route *r = routes; r->method != NULL; r++)
		if (r->resource == resource)
			allowed = arena_printf(arena, "%s%s%s", allowed,
			    *allowed != '\0' ? ", " : "", r->method);
	for (const struct route *r = routes; r->method != NULL; r++)
		if (r->resource == resource && serves(r, "HEAD"))
			allowed = arena_printf(arena, "%s, HEAD", allowed);
	struct reply *reply = reply_error(arena, 405, "invalid_request",
	    arena_printf(
		arena, "this endpoint takes the methods: %s", allowed));
	reply->headers = arena_printf(arena, "Allow: %s\r\n", allowed);
	return reply;
}

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
	    {issuing->token.path, TOKEN},
	    {config->jwks.path, JWKS},
	    {issuing->introspection.path, INTROSPECTION},
	    {issuing->revocation.path, REVOCATION},
	    {config->events.path, EVENTS},
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

/* The 403 for a call with a header that the APIs would take for dcr's word. */
static struct reply *
pretending(struct arena *arena)
{
	return reply_error(arena, 403, "access_denied",
	    "who is calling is not for the caller to say: a header whose name "
	    "begins with Dcr, Client-Cert or SSL-Client");
}

static struct reply *
route(
    const struct service *service, struct request *request, struct arena *arena)
{
	if (service->console)
		return console_serve(service, request, arena);
	if (request->authorizer)
		return request->pretends
			   ? pretending(arena)
			   : authorize_call(service, request, arena);
	enum resource resource = resource_of(service->config, request->path);
	if (resource == AUTHORIZE && request->pretends)
		return pretending(arena);
	if (resource == NOTHING)
		resource = clients_resource(service->config, arena, request);
	if (resource == NOTHING)
		resource =
		    registration_resource(service->config, arena, request);
	if (resource == NOTHING)
		return reply_error(arena, 404, "invalid_request",
		    "there is no endpoint at this path: the endpoints are in "
		    "the discovery document");
	for (const struct route *r = routes; r->method != NULL; r++)
		if (r->resource == resource && serves(r, request->method))
			return r->handle(service, request, arena);
	return method_unknown(resource, arena);
}

static const char *
or_dash(const char *text)
{
	return text != NULL ? text : "-";
}

static void
log_request(struct arena *arena, const struct request *request,
    const struct reply *reply, long milliseconds)
{
	log_line("request=%s peer=%s method=%s path=%s outcome=%s status=%d "
		 "rules=%s client_id=%s ms=%ld%s%s",
	    or_dash(request->id), quoted(arena, or_dash(request->peer)),
	    quoted(arena, or_dash(request->method)),
	    quoted(arena, request->path), reply->outcome, reply->status,
	    or_dash(reply->rules),
	    or_dash(reply->client_id != NULL ? reply->client_id
					     : request->client_id),
	    milliseconds, reply->why != NULL ? " why=" : "",
	    reply->why != NULL ? reply->why : "");
}

const char *
route_serve(const struct service *service, const struct door *door,
    struct arena *arena, size_t *length)
{
	const int64_t start = monotonic_now();
	struct request request;

	fetch_begin();
	struct reply *reply = gather(door, service, arena, &request);
	if (reply == NULL) {
		store_limit(service->store, LIMIT_STORE_SECONDS * 1000L);
		reply = route(service, &request, arena);
		store_limit(service->store, 0);
	}
	if (request.id == NULL && reply->outcome != NULL)
		request.id = random_hex(arena, 8);
	if (reply->outcome != NULL)
		log_request(
		    arena, &request, reply, (long)monotonic_since(start));
	return reply_text(arena, reply, &request, length);
}
