/* SPDX-License-Identifier: ISC */
/* Reads the body of a request, within its bounds of size and time. */
#include <stdbool.h>
#include <string.h>

#include "front/lib/reply.h"
#include "front/private.h"
#include "kit/arena.h"
#include "kit/limits.h"
#include "kit/request.h"
#include "validators/refusals/refusals.h"

/* How much of a body that is refused by its length is read all the same. */
enum { DISCARD_MAX = 16 * LIMIT_BODY };

/* The length of a body; past DISCARD_MAX the number itself does not matter. */
static bool
content_length(const char *text, size_t *length)
{
	*length = 0;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return false;
		*length = *length * 10 + (size_t)(*text - '0');
		if (*length > DISCARD_MAX)
			*length = DISCARD_MAX;
	}
	return true;
}

/* Apache's mod_cgid has one socket for our input and our output: exiting with
 * input unread resets it, and the answer is lost. */
static void
discard(const struct door *door, size_t length)
{
	char buffer[4096];

	while (length > 0 && !deadline_passed()) {
		size_t part = length < sizeof(buffer) ? length : sizeof(buffer);
		ssize_t n = door->read(door->context, buffer, part);
		if (n <= 0)
			break;
		length -= (size_t)n;
	}
}

/* Reads up to `most` bytes, unless the door ends before or the time is up. */
static void
read_up_to(const struct gathering *g, size_t most)
{
	char *body = arena_room(g->arena, most + 1);
	size_t length = 0;

	while (length < most && !deadline_passed()) {
		ssize_t n = g->door->read(
		    g->door->context, body + length, most - length);
		if (n <= 0)
			break;
		length += (size_t)n;
	}
	body[length] = '\0';
	g->request->body = body;
	g->request->body_length = length;
}

static struct reply *
too_long(struct arena *arena)
{
	return reply_refuse(arena, &refusals_request[REQUEST_BODY_SIZE],
	    "the body is over %d bytes", LIMIT_BODY);
}

static struct reply *
read_measured(const struct gathering *g, size_t length)
{
	read_up_to(g, length);
	if (g->request->body_length < length && !deadline_passed())
		return reply_refuse(g->arena,
		    &refusals_request[REQUEST_BODY_SHORT],
		    "the body is shorter than its Content-Length");
	return NULL;
}

/* A body in chunks may come without its length (RFC 9112 section 6.3, RFC 3875
 * section 4.1.2): it ends where the door ends. */
static struct reply *
read_unmeasured(const struct gathering *g)
{
	read_up_to(g, LIMIT_BODY + 1);
	if (g->request->body_length > LIMIT_BODY) {
		discard(g->door, DISCARD_MAX);
		return too_long(g->arena);
	}
	if (g->request->body_length == 0 && !deadline_passed())
		return reply_refuse(g->arena,
		    &refusals_request[REQUEST_BODY_MISSING],
		    "there is neither a body nor a Content-Length");
	return NULL;
}

/* POST and PUT alone bring a body that has a meaning here: for other methods, a
 * door that says nothing of a length is not read. */
static bool
brings_body(const char *method)
{
	return method != NULL &&
	       (strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0);
}

static struct reply *
receive(const struct gathering *g, const char *told)
{
	size_t length = 0;
	const bool number = told == NULL || content_length(told, &length);

	if (g->refusal != NULL || !number || length > LIMIT_BODY)
		discard(g->door, told != NULL ? length : DISCARD_MAX);
	if (g->refusal != NULL)
		return g->refusal;
	if (!number)
		return reply_refuse(g->arena,
		    &refusals_request[REQUEST_CONTENT_LENGTH],
		    "Content-Length is not a number");
	if (length > LIMIT_BODY)
		return too_long(g->arena);
	return told != NULL ? read_measured(g, length) : read_unmeasured(g);
}

struct reply *
gather_body(const struct gathering *g, const char *told)
{
	if (told == NULL && !brings_body(g->request->method)) {
		g->request->body = "";
		return g->refusal;
	}
	deadline_start();
	struct reply *reply = receive(g, told);
	deadline_stop();
	if (deadline_passed() && g->refusal == NULL)
		return reply_unable(g->arena, "the body did not come in time");
	return reply;
}
