/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/arena.h"
#include "kit/child.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/monotonic.h"
#include "validators/external/transport_parts.h"

/* Each question starts a process of its own, and the answer is all that it has
 * written by the time it ends. */
static const char *
ask(struct exchange *exchange, const struct json *question, struct arena *arena,
    const struct json **answer)
{
	const char *text = json_text(arena, question), *why;
	struct child child;
	struct child_talk talk = {.input = text,
	    .length = strlen(text),
	    .output = arena_alloc(arena, LIMIT_ANSWER + 1),
	    .room = LIMIT_ANSWER + 1,
	    .deadline = monotonic_deadline(exchange->milliseconds)};
	const unsigned seconds = (unsigned)(exchange->milliseconds / 1000) + 1;

	why =
	    child_start(&child, exchange->argv, seconds, talk.deadline, arena);
	if (why != NULL)
		return why;
	why = child_talk(&child, &talk, arena);
	child_kill(&child);
	if (why == NULL)
		why = exchange_read(
		    question, talk.output, talk.got, false, arena, answer);
	return why != NULL ? exchange_with_words(why, &child, arena) : NULL;
}

void
exchange_open_command(struct exchange *exchange, struct reader *reader)
{
	exchange_read_argv(exchange, reader);
	exchange->ask = ask;
}
