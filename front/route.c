/* SPDX-License-Identifier: ISC */
/* The way of every request: which handler answers it, and who is told. */
#include "front/route.h"

#include <string.h>

#include "front/authorizer/authorize.h"
#include "front/clients/clients.h"
#include "front/console/console.h"
#include "front/lib/reply.h"
#include "front/nearest.h"
#include "front/lib/served.h"
#include "front/metrics/metrics.h"
#include "front/private.h"
#include "front/registration/registration.h"
#include "front/resource.h"
#include "front/token/token.h"
#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/limits.h"
#include "kit/monotonic.h"
#include "kit/net/fetch.h"
#include "kit/request.h"
#include "kit/spent.h"
#include "store/store.h"
#include "validators/refusals/refusals.h"

enum { MICROSECOND = 1000 }; /* nanoseconds */

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
    {ENTITY, "GET", discovery_entity},
    {SIGNED, "GET", discovery_signed},
    {CLIENTS, "GET", clients_page},
    {CLIENT, "GET", clients_one},
    {EVENTS, "POST", events_poll},
    {AUTHORIZE, "GET", authorize_get},
    {METRICS, "GET", metrics_get},
    {HEALTH, "GET", health_get},
    {READY, "GET", ready_get},
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

/* What an address was probably meant for that has a slash too many, or other
 * letters; "": nothing that is known. */
static const char *
meant(const struct service *service, const struct request *request,
    struct arena *arena)
{
	const char *path = nearest_path(service->config, request->path, arena);

	if (path == NULL || strcmp(path, request->path) == 0)
		return "";
	return arena_printf(arena,
	    ": the path of the endpoint is %s, without a further slash and in "
	    "these letters",
	    path);
}

static struct reply *
method_unknown(enum resource resource, const char *hint, struct arena *arena)
{
	const char *allowed = "";

	for (const struct route *r = routes; r->method != NULL; r++)
		if (r->resource == resource)
			allowed = arena_printf(arena, "%s%s%s", allowed,
			    *allowed != '\0' ? ", " : "", r->method);
	for (const struct route *r = routes; r->method != NULL; r++)
		if (r->resource == resource && serves(r, "HEAD"))
			allowed = arena_printf(arena, "%s, HEAD", allowed);
	struct reply *reply =
	    reply_refuse(arena, &refusals_request[REQUEST_METHOD_UNKNOWN],
		"this endpoint takes the methods: %s%s", allowed, hint);
	reply->headers = arena_printf(arena, "Allow: %s\r\n", allowed);
	return reply;
}

/* The 404 where nothing is, or nothing for this caller, and then why. */
static struct reply *
nowhere(struct arena *arena, const char *hint, const char *why)
{
	struct reply *reply = reply_refuse(arena,
	    &refusals_request[REQUEST_PATH],
	    "there is no endpoint at this path%s",
	    *hint != '\0' ? hint
			  : ": the endpoints are in the discovery document");

	if (why != NULL)
		reply->why = why;
	return reply;
}

/* The 403 for a call with a header that the APIs would take for dcr's word. */
static struct reply *
pretending(struct arena *arena)
{
	return reply_refuse(arena, &refusals_door[DOOR_PRETENDS],
	    "who is calling is not for the caller to say: a header whose name "
	    "begins with Dcr, Client-Cert or SSL-Client");
}

/* The 403 for a call that would reach the APIs without some of its headers. */
static struct reply *
withholding(struct arena *arena)
{
	return reply_refuse(arena, &refusals_door[DOOR_CONNECTION],
	    "the header Connection may name close, keep-alive, TE, Upgrade and "
	    "HTTP2-Settings, and no other header");
}

/* A call of the APIs that no rule can let through. */
static struct reply *
refuse_call(const struct request *request, struct arena *arena)
{
	if (request->pretends)
		return pretending(arena);
	return request->withholds ? withholding(arena) : NULL;
}

/* `why`: of NOTHING. */
static struct reply *
route(const struct service *service, const struct request *request,
    enum resource resource, const char *why, struct arena *arena)
{
	struct reply *refusal = NULL;

	if (resource == CONSOLE)
		return console_serve(service, request, arena);
	if (resource == DOOR || resource == AUTHORIZE)
		refusal = refuse_call(request, arena);
	if (refusal != NULL)
		return refusal;
	if (resource == DOOR)
		return authorize_call(service, request, arena);
	if (resource == NOTHING)
		return nowhere(arena, meant(service, request, arena), why);
	for (const struct route *r = routes; r->method != NULL; r++)
		if (r->resource == resource && serves(r, request->method))
			return r->handle(service, request, arena);
	return method_unknown(resource, meant(service, request, arena), arena);
}

static void
tell(const struct service *service, struct request *request,
    const struct reply *reply, const char *endpoint, int64_t start,
    struct arena *arena)
{
	const struct served served = {
	    .request = request,
	    .reply = reply,
	    .endpoint = endpoint,
	    .microseconds = (monotonic_now() - start) / MICROSECOND,
	    .spent = spent_now(),
	};

	if (request->id == NULL && reply->outcome != NULL)
		request->id = random_hex(arena, 8);
	metrics_count(service->metrics, &served);
	log_served(&served, arena);
}

/* A request that cannot be looked at has a path all the same, for those who are
 * told. */
const char *
route_serve(const struct service *service, const struct door *door,
    struct arena *arena, size_t *length)
{
	const int64_t start = monotonic_now();
	const char *why = NULL;
	struct request request;

	fetch_begin();
	spent_begin();
	struct reply *reply = gather(door, service, arena, &request);
	const enum resource resource =
	    resource_find(service, &request, arena, &why);
	if (reply == NULL) {
		store_limit(service->store, LIMIT_STORE_SECONDS * 1000L);
		reply = route(service, &request, resource, why, arena);
		store_limit(service->store, 0);
	}
	tell(service, &request, reply, resource_name(resource), start, arena);
	return reply_text(arena, reply, &request, length);
}
