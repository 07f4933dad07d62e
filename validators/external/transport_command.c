/* SPDX-License-Identifier: ISC */
/* Asks a command: each question starts a process of its own, whose whole output
 * is the answer. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

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

/* A command that is started has something to answer: it is not started here. */
static const char *
look(struct transport *transport, struct arena *arena)
{
	const char *program = transport->argv[0];

	return faccessat(AT_FDCWD, program, X_OK, AT_EACCESS) == 0
		   ? NULL
		   : arena_printf(arena, "%s: %s", program, strerror(errno));
}

void
transport_command(struct transport *transport, struct reader *reader)
{
	transport_program_read(transport, reader);
	transport->ask = ask;
	transport->look = look;
}
