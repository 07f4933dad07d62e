/* SPDX-License-Identifier: ISC */
/* POST of a receiver that polls its events (RFC 8936). */
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "deliver/poll.h"
#include "front/access/published.h"
#include "front/clients/clients.h"
#include "front/lib/bank_server.h"
#include "front/lib/reply.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/request.h"
#include "validators/lib/submission.h"
#include "validators/refusals/refusals.h"

enum { EVENTS_USUAL = 100 };

/* The receiver whose events this server polls; NULL: there is none. */
static const struct config_receiver *
receiver_of(const struct service *service, const char *server)
{
	const struct config_receiver *r = service->config->receivers;

	while (r->name != NULL &&
	       (r->poll == NULL || strcmp(r->poll, server) != 0))
		r++;
	return r->name != NULL ? r : NULL;
}

static bool
is_json(const char *type)
{
	static const char json[] = "application/json";

	return type != NULL && strcspn(type, "; \t") == sizeof(json) - 1 &&
	       strncasecmp(type, json, sizeof(json) - 1) == 0;
}

/* Members that nobody knows do not matter. */
static struct reply *
read_members(
    const struct json *body, struct arena *arena, struct poll_request *out)
{
	const struct json *most = json_get(body, "maxEvents");
	const struct json *at_once = json_get(body, "returnImmediately");
	int64_t number = EVENTS_USUAL;

	if (most != NULL && (!json_integer(most, &number) || number < 0))
		return reply_refuse(arena, &refusals_events[EVENTS_MAX_EVENTS],
		    "maxEvents must be a number");
	if (at_once != NULL && json_type(at_once) != JSON_BOOLEAN)
		return reply_refuse(arena,
		    &refusals_events[EVENTS_RETURN_IMMEDIATELY],
		    "returnImmediately must be true or false");
	out->most = number < LIMIT_POLL ? (size_t)number : LIMIT_POLL;
	out->ack = json_get(body, "ack");
	if (out->ack != NULL && !json_is_array_of(out->ack, JSON_STRING, 0))
		return reply_refuse(arena, &refusals_events[EVENTS_ACK],
		    "ack must be an array of strings");
	out->errors = json_get(body, "setErrs");
	if (out->errors != NULL && !json_is_object_of(out->errors, JSON_OBJECT))
		return reply_refuse(arena, &refusals_events[EVENTS_SET_ERRS],
		    "setErrs must be an object of objects");
	return NULL;
}

static struct reply *
read_poll(const struct request *request, struct arena *arena,
    struct poll_request *out)
{
	struct json_error error = {0};
	const struct json *body;

	if (!is_json(request->content_type))
		return reply_refuse(arena,
		    &refusals_events[EVENTS_CONTENT_TYPE],
		    "Content-Type must be application/json");
	body = json_parse_foreign(
	    arena, request->body, request->body_length, &error);
	if (body == NULL)
		return reply_refuse(arena, &refusals_events[EVENTS_JSON],
		    "the body is no JSON: %s", error.what);
	if (json_type(body) != JSON_OBJECT)
		return reply_refuse(arena, &refusals_events[EVENTS_OBJECT],
		    "the body must be an object");
	return read_members(body, arena, out);
}

/* Answers at once, also who would wait ("returnImmediately": false): a process
 * answers one request at a time, and a poll that waits would take it from the
 * others. */
static struct reply *
poll(const struct service *service, const struct config_receiver *receiver,
    const struct poll_request *asked, int64_t now, struct arena *arena)
{
	const struct poller poller = {.store = service->store,
	    .profile = service->judge.profile,
	    .receiver = receiver,
	    .signing = service->signing};
	const struct json *answer;
	const char *why = NULL;

	if (!published_tell(service, now, arena))
		return reply_unable(arena, "the store cannot be written to");
	if (poll_answer(&poller, asked, now, arena, &answer, &why) != STORED_OK)
		return reply_unable(arena, why);
	struct reply *reply =
	    reply_json(arena, "polled", json_text(arena, answer));
	if (json_length(asked->ack) == 0 && json_length(asked->errors) == 0 &&
	    json_length(json_get(answer, "sets")) == 0)
		reply->outcome = NULL;
	return reply;
}

struct reply *
events_poll(const struct service *service, const struct request *request,
    struct arena *arena)
{
	const struct config_receiver *receiver;
	struct poll_request asked = {.most = 0};
	struct submission caller;
	const char *server;
	struct reply *reply =
	    bank_server_read(service, request, arena, &caller, &server);

	if (reply != NULL)
		return reply;
	receiver = server != NULL ? receiver_of(service, server) : NULL;
	if (receiver == NULL)
		return bank_server_refuse(
		    arena, &refusals_events[EVENTS_STRANGER]);
	reply = read_poll(request, arena, &asked);
	return reply != NULL
		   ? reply
		   : poll(service, receiver, &asked, caller.now, arena);
}
