/* SPDX-License-Identifier: ISC */
/* The way of every request: which handler answers it, and its line in the
 * log. */
#include "front/route.h"

#include <string.h>

#include "front/authorizer/authorize.h"
#include "front/clients/clients.h"
#include "front/lib/reply.h"
#include "front/lib/served.h"
#include "front/metrics/metrics.h"
#include "front/private.h"
#include "front/registration/registration.h"
#include "front/resource.h"
#include "front/token/token.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/limits.h"
#include "kit/log.h"
#include "kit/monotonic.h"
#include "kit/net/fetch.h"
#include "kit/request.h"
#include "kit/spent.h"
#include "store/store.h"
#include "validators/lib/verdict.h"

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

/* The 404 where nothing is, or nothing for this caller, and then why. */
static struct reply *
nowhere(struct arena *arena, const char *why)
{
	struct reply *reply = reply_error(arena, 404, "invalid_request",
	    "there is no endpoint at this path: the endpoints are in the "
	    "discovery document");

	if (why != NULL)
		reply->why = why;
	return reply;
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
route(const struct service *service, struct request *request,
    struct arena *arena, const char **endpoint)
{
	if (request->authorizer)
		return request->pretends
			   ? pretending(arena)
			   : authorize_call(service, request, arena);
	const char *why = NULL;
	const enum resource resource =
	    resource_find(service, request, arena, &why);
	*endpoint = resource_name(resource);
	if (resource == AUTHORIZE && request->pretends)
		return pretending(arena);
	if (resource == NOTHING)
		return nowhere(arena, why);
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
	struct served served = {.request = &request};

	fetch_begin();
	spent_begin();
	struct reply *reply = gather(door, service, arena, &request);
	served.endpoint = request.authorizer ? "door" : resource_name(NOTHING);
	if (reply == NULL) {
		store_limit(service->store, LIMIT_STORE_SECONDS * 1000L);
		reply = route(service, &request, arena, &served.endpoint);
		store_limit(service->store, 0);
	}
	if (request.id == NULL && reply->outcome != NULL)
		request.id = random_hex(arena, 8);
	if (reply->outcome != NULL)
		log_request(
		    arena, &request, reply, (long)monotonic_since(start));
	served.reply = reply;
	served.microseconds = (monotonic_now() - start) / 1000;
	served.spent = spent_now();
	metrics_count(service->metrics, &served);
	return reply_text(arena, reply, &request, length);
}
