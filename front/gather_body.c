/* SPDX-License-Identifier: ISC */
/* Reads the body of a request, within its bounds of size and time. */
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "front/lib/reply.h"
#include "front/private.h"
#include "kit/arena.h"
#include "kit/limits.h"
#include "kit/request.h"

static volatile sig_atomic_t late;

/* How much of a body that is refused by its length is read all the same. */
enum { DISCARD_MAX = 16 * LIMIT_BODY };

static void
on_alarm(int signal)
{
	(void)signal;
	late = 1;
	alarm(1); /* in case read(2) had not begun yet */
}

/* Without SA_RESTART a blocked read comes back when the time is up. */
static void
start_clock(struct sigaction *before)
{
	struct sigaction action = {.sa_handler = on_alarm};

	late = 0;
	sigemptyset(&action.sa_mask);
	sigaction(SIGALRM, &action, before);
	alarm(LIMIT_REQUEST_SECONDS);
}

static void
stop_clock(const struct sigaction *before)
{
	alarm(0);
	sigaction(SIGALRM, before, NULL);
}

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

	while (length > 0 && !late) {
		size_t part = length < sizeof(buffer) ? length : sizeof(buffer);
		ssize_t n = door->read(door->context, buffer, part);
		if (n <= 0)
			break;
		length -= (size_t)n;
	}
}

/* Reads up to `most` bytes; *ended: the door had no more of them. */
static void
read_up_to(const struct door *door, struct arena *arena,
    struct request *request, size_t most, bool *ended)
{
	char *body = arena_alloc(arena, most + 1);

	*ended = false;
	while (request->body_length < most && !late && !*ended) {
		ssize_t n = door->read(door->context,
		    body + request->body_length, most - request->body_length);
		if (n <= 0)
			*ended = true;
		else
			request->body_length += (size_t)n;
	}
	body[request->body_length] = '\0';
	request->body = body;
}

static struct reply *
too_long(struct arena *arena)
{
	return reply_error(arena, 413, "invalid_request",
	    arena_printf(arena, "the body is over %d bytes", LIMIT_BODY));
}

static struct reply *
read_measured(const struct door *door, struct arena *arena,
    struct request *request, size_t length)
{
	bool ended;

	read_up_to(door, arena, request, length, &ended);
	if (request->body_length < length && !late)
		return reply_error(arena, 400, "invalid_request",
		    "the body is shorter than its Content-Length");
	return NULL;
}

/* A body in chunks may come without its length (RFC 9112 section 6.3, RFC 3875
 * section 4.1.2): it ends where the door ends. */
static struct reply *
read_unmeasured(
    const struct door *door, struct arena *arena, struct request *request)
{
	bool ended;

	read_up_to(door, arena, request, LIMIT_BODY + 1, &ended);
	if (request->body_length > LIMIT_BODY) {
		discard(door, DISCARD_MAX);
		return too_long(arena);
	}
	if (request->body_length == 0 && !late)
		return reply_error(arena, 411, "invalid_request",
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
receive(const struct door *door, struct arena *arena, struct request *request,
    const char *told, struct reply *refusal)
{
	size_t length = 0;
	const bool number = told == NULL || content_length(told, &length);

	if (refusal != NULL || !number || length > LIMIT_BODY)
		discard(door, told != NULL ? length : DISCARD_MAX);
	if (refusal != NULL)
		return refusal;
	if (!number)
		return reply_error(arena, 400, "invalid_request",
		    "Content-Length is not a number");
	if (length > LIMIT_BODY)
		return too_long(arena);
	return told != NULL ? read_measured(door, arena, request, length)
			    : read_unmeasured(door, arena, request);
}

struct reply *
gather_body(const struct door *door, struct arena *arena,
    struct request *request, const char *told, struct reply *refusal)
{
	struct sigaction before;

	if (told == NULL && !brings_body(request->method)) {
		request->body = "";
		return refusal;
	}
	start_clock(&before);
	struct reply *reply = receive(door, arena, request, told, refusal);
	stop_clock(&before);
	if (late && refusal == NULL)
		return reply_unable(arena, "the body did not come in time");
	return reply;
}
