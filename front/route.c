/* SPDX-License-Identifier: ISC */
#include "front/route.h"

#include <string.h>
#include <time.h>

#include "front/front.h"
#include "front/gather.h"
#include "front/manage.h"
#include "front/register.h"
#include "front/reply.h"
#include "kit/arena.h"
#include "kit/config.h"
#include "kit/log.h"
#include "kit/request.h"
#include "validators/run/verdict.h"

enum resource {
	ENDPOINT,     /* the registration endpoint itself */
	SOFTWARE,     /* the same with ?software_id= */
	REGISTRATION, /* one registration, by path or ?client_id= */
};

static const struct route {
	enum resource resource;
	const char *method; /* NULL ends */
	struct reply *(*handle)(const struct service *service,
	    const struct request *request, struct arena *arena);
} routes[] = {
    {ENDPOINT, "POST", register_post},
    {SOFTWARE, "GET", manage_recover},
    {REGISTRATION, "GET", manage_get},
    {REGISTRATION, "PUT", manage_put},
    {REGISTRATION, "DELETE", manage_delete},
    {ENDPOINT, NULL, NULL},
};

static struct reply *
method_unknown(enum resource resource, struct arena *arena)
{
	const char *allowed = "";

	for (const struct route *r = routes; r->method != NULL; r++)
		if (r->resource == resource)
			allowed = arena_printf(arena, "%s%s%s", allowed,
			    *allowed != '\0' ? ", " : "", r->method);
	struct reply *reply = reply_error(arena, 405, "invalid_request",
	    arena_printf(arena, "the methods here are: %s", allowed));
	reply->headers = arena_printf(arena, "Allow: %s\r\n", allowed);
	return reply;
}

static enum resource
resource_of(const struct request *request)
{
	if (request->client_id != NULL)
		return REGISTRATION;
	return request->software_id != NULL ? SOFTWARE : ENDPOINT;
}

static struct reply *
route(const struct service *service, const struct request *request,
    struct arena *arena)
{
	enum resource resource = resource_of(request);

	if (strcmp(request->path, service->config->registration_path) != 0)
		return reply_error(arena, 404, "invalid_request",
		    "nothing is here; the registration endpoint is in the "
		    "discovery document");
	for (const struct route *r = routes; r->method != NULL; r++)
		if (r->resource == resource && request->method != NULL &&
		    strcmp(request->method, r->method) == 0)
			return r->handle(service, request, arena);
	return method_unknown(resource, arena);
}

static long
milliseconds_since(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - start->tv_sec) * 1000 +
	       (now.tv_nsec - start->tv_nsec) / 1000000;
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
	    request->id, quoted(arena, or_dash(request->peer)),
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
	struct timespec start;
	struct request request;

	clock_gettime(CLOCK_MONOTONIC, &start);
	struct reply *reply = gather(door, service->config, arena, &request);
	if (reply == NULL)
		reply = route(service, &request, arena);
	log_request(arena, &request, reply, milliseconds_since(&start));
	return reply_text(arena, reply, length);
}
