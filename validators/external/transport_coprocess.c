/* SPDX-License-Identifier: ISC */
/* Asks a co-process: one process is started for the first question and gets
 * each further one as a line. */
#include <stdio.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/child.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/monotonic.h"
#include "kit/reader.h"
#include "kit/stamps.h"
#include "validators/external/private.h"

/* Milliseconds before a co-process that has failed twice on end is started
 * again, and that many at most after further failures. */
enum { FIRST_WAIT = 250, LONGEST_WAIT = 30000 };

/* The co-process of one entry, which runs from the first question on. */
struct coprocess {
	struct child child;
	unsigned failures; /* on end */
	int64_t not_before;
	char last[160]; /* why the last question failed */
	char *output;
};

static void
close_coprocess(void *thing)
{
	struct coprocess *coprocess = thing;

	child_kill(&coprocess->child);
}

/* Kills the co-process: its next line would not answer the next question. */
static const char *
fail(struct coprocess *coprocess, const char *why, struct arena *arena)
{
	int64_t wait = 0;

	why = transport_program_said(why, &coprocess->child, arena);
	child_kill(&coprocess->child);
	for (unsigned i = 1; i <= coprocess->failures; i++)
		wait = i == 1 ? FIRST_WAIT : 2 * wait;
	if (wait > LONGEST_WAIT)
		wait = LONGEST_WAIT;
	else
		coprocess->failures++;
	coprocess->not_before = monotonic_deadline(wait);
	(void)snprintf(coprocess->last, sizeof(coprocess->last), "%s", why);
	return why;
}

static const char *
say(struct coprocess *coprocess, const struct json *line, int64_t deadline,
    struct arena *arena, size_t *length)
{
	const char *text = arena_printf(arena, "%s\n", json_text(arena, line));
	struct child_talk talk = {.input = text,
	    .length = strlen(text),
	    .output = coprocess->output,
	    .room = LIMIT_ANSWER + 1,
	    .deadline = deadline,
	    .line = true};
	const char *why = child_talk(&coprocess->child, &talk, arena);

	*length = talk.got;
	return why;
}

static bool
is_hello(const struct json *said)
{
	int64_t version;

	return json_length(said) == 2 &&
	       json_integer(json_get(said, "dcr"), &version) && version == 1 &&
	       json_string(json_get(said, "hello")) != NULL;
}

static const char *
greet(struct transport *transport, int64_t deadline, struct arena *arena)
{
	struct coprocess *coprocess = transport->coprocess;
	struct json *hello = json_new_object(arena);
	const char *why;
	size_t length;

	json_set_integer(hello, "dcr", 1);
	json_set_string(hello, "hello", transport->name);
	why = say(coprocess, hello, deadline, arena, &length);
	if (why != NULL)
		return arena_printf(arena, "at the first line: %s", why);
	if (!is_hello(json_parse(arena, coprocess->output, length, NULL)))
		return "must answer the first line by a greeting of version 1";
	return NULL;
}

/* NULL when the co-process is ready for a question. */
static const char *
settle(struct transport *transport, int64_t deadline, struct arena *arena)
{
	struct coprocess *coprocess = transport->coprocess;
	int64_t wait;
	const char *why;

	if (child_is_quiet(&coprocess->child))
		return NULL;
	if (coprocess->child.pid != 0)
		(void)fail(
		    coprocess, "ended, or spoke without being asked", arena);
	wait = monotonic_left(coprocess->not_before);
	if (wait > 0)
		return arena_printf(arena,
		    "is started again in %lld ms, since it failed: %s",
		    (long long)wait, coprocess->last);
	why =
	    child_start(&coprocess->child, transport->argv, 0, deadline, arena);
	if (why == NULL)
		why = greet(transport, deadline, arena);
	return why != NULL ? fail(coprocess, why, arena) : NULL;
}

static const char *
ask(struct transport *transport, const struct json *question,
    struct arena *arena, const struct json **answer)
{
	struct coprocess *coprocess = transport->coprocess;
	const int64_t deadline = monotonic_deadline(transport->milliseconds);
	const char *why = settle(transport, deadline, arena);
	size_t length;

	if (why != NULL)
		return why;
	why = say(coprocess, question, deadline, arena, &length);
	if (why == NULL)
		why = external_answer_read(
		    question, coprocess->output, length, true, arena, answer);
	if (why != NULL)
		return fail(coprocess, why, arena);
	coprocess->failures = 0;
	return NULL;
}

static const char *
look(struct transport *transport, struct arena *arena)
{
	return settle(
	    transport, monotonic_deadline(transport->milliseconds), arena);
}

void
transport_coprocess(struct transport *transport, struct reader *reader)
{
	struct coprocess *coprocess =
	    arena_alloc(reader->arena, sizeof(*coprocess));

	transport_program_read(transport, reader);
	if (reader->why == NULL)
		stamps_note(transport->argv[0]); /* it runs as long as we do */
	coprocess->output = arena_alloc(reader->arena, LIMIT_ANSWER + 1);
	transport->coprocess = coprocess;
	transport->ask = ask;
	transport->look = look;
	arena_defer(reader->arena, close_coprocess, coprocess);
}
