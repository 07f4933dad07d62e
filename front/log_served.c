/* SPDX-License-Identifier: ISC */
/* The line of the log for a request. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "front/lib/reply.h"
#include "front/lib/served.h"
#include "front/private.h"
#include "kit/arena.h"
#include "kit/decimal.h"
#include "kit/log.h"
#include "kit/request.h"
#include "kit/spent.h"
#include "validators/lib/verdict.h"

enum { TEXT_MOST = 200, MILLISECOND = 1000 /* microseconds */ };

/* What a client or a web server wrote. */
static const char *
outside(struct arena *arena, const char *text)
{
	return text != NULL ? in_ascii(arena, text, TEXT_MOST) : NULL;
}

static const char *
digits(struct arena *arena, int64_t number)
{
	char text[DECIMAL_ROOM], *end = text + sizeof text;
	const char *at = decimal_before(end, number);

	return arena_strndup(arena, at, (size_t)(end - at));
}

static const char *
milliseconds(struct arena *arena, int64_t microseconds)
{
	return digits(arena, microseconds / MILLISECOND);
}

void
log_served(const struct served *served, struct arena *arena)
{
	const struct request *request = served->request;
	const struct reply *reply = served->reply;
	const struct spent *spent = served->spent;

	if (reply->outcome == NULL)
		return;
	const struct log_field fields[] = {
	    {"request", request->id, false},
	    {"peer", outside(arena, request->peer), false},
	    {"method", outside(arena, request->method), false},
	    {"path", outside(arena, request->path), false},
	    {"endpoint", served->endpoint, false},
	    {"outcome", reply->outcome, false},
	    {"status", digits(arena, reply->status), true},
	    {"rules", reply->rules, false},
	    {"client_id",
		reply->client_id != NULL ? reply->client_id
					 : request->client_id,
		false},
	    {"ms", milliseconds(arena, served->microseconds), true},
	    {"fetch_ms", milliseconds(arena, spent->fetch_us), true},
	    {"store_ms", milliseconds(arena, spent->store_us), true},
	    {reply->why != NULL ? "why" : NULL, reply->why, false},
	    {NULL, NULL, false},
	};

	log_fields(strcmp(reply->outcome, "unable") == 0, fields);
}
