/* SPDX-License-Identifier: ISC */
/* The line of the log for a request. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "front/lib/reply.h"
#include "front/lib/served.h"
#include "front/private.h"
#include "kit/arena.h"
#include "kit/log.h"
#include "kit/request.h"
#include "kit/spent.h"
#include "validators/lib/verdict.h"

enum {
	TEXT_MOST = 200,
	MILLISECOND = 1000, /* microseconds */
	DIGITS = 24	    /* of 64 bits, and a NUL */
};

/* What a client or a web server wrote. */
static const char *
outside(struct arena *arena, const char *text)
{
	return text != NULL ? in_ascii(arena, text, TEXT_MOST) : NULL;
}

/* Of 0 or more; each line has four of them, which printf(3) would take half of
 * its time for. */
static const char *
digits(struct arena *arena, int64_t number)
{
	char text[DIGITS], *at = text + sizeof text;

	*--at = '\0';
	do
		*--at = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	return arena_strdup(arena, at);
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
