/* SPDX-License-Identifier: ISC */
/* Asks a command: each question starts a process of its own, whose whole output
 * is the answer. */
#include <string.h>

#include "kit/arena.h"
#include "kit/child.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/monotonic.h"
#include "validators/external/private.h"

static const char *
ask(struct transport *transport, const struct json *question,
    struct arena *arena, const struct json **answer)
{
	const char *text = json_text(arena, question), *why;
	struct child child;
	struct child_talk talk = {.input = text,
	    .length = strlen(text),
	    .output = arena_alloc(arena, LIMIT_ANSWER + 1),
	    .room = LIMIT_ANSWER + 1,
	    .deadline = monotonic_deadline(transport->milliseconds)};
	const unsigned seconds = (unsigned)(transport->milliseconds / 1000) + 1;

	why =
	    child_start(&child, transport->argv, seconds, talk.deadline, arena);
	if (why != NULL)
		return why;
	why = child_talk(&child, &talk, arena);
	child_kill(&child);
	if (why == NULL)
		why = external_answer_read(
		    question, talk.output, talk.got, false, arena, answer);
	return why != NULL ? transport_program_said(why, &child, arena) : NULL;
}

void
transport_command(struct transport *transport, struct reader *reader)
{
	transport_program_read(transport, reader);
	transport->ask = ask;
}
