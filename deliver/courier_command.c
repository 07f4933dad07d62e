/* SPDX-License-Identifier: ISC */
/* Takes an event to a command: one process for each, which reads it from its
 * standard input and says by its exit code what became of it. */
#include <stdio.h>
#include <string.h>

#include "deliver/kind.h"
#include "kit/arena.h"
#include "kit/child.h"
#include "kit/conf/config_receivers.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/monotonic.h"

/* As sysexits.h has it: the program could not do it now. */
enum { TEMPORARY = 75 };

/* The last line that the program wrote to standard error, or what is said of
 * its end. */
static const char *
last_line(const struct child *child, const char *otherwise, struct arena *arena)
{
	char *words = arena_strndup(arena, child->said, child->said_length);
	size_t length = strlen(words);

	while (length > 0 && strchr(" \r\n", words[length - 1]) != NULL)
		words[--length] = '\0';
	if (strrchr(words, '\n') != NULL)
		words = strrchr(words, '\n') + 1;
	return *words != '\0' ? words : otherwise;
}

/* The program has ended with this status; -1: it has not ended by itself. */
static int
status_of(const char *why)
{
	int status = -1;

	if (sscanf(why, "ended with status %d", &status) != 1)
		return -1;
	return status;
}

static void
send(struct courier *courier, const struct json *event, struct arena *arena,
    struct sent *out)
{
	const struct config_receiver *receiver = courier->receiver;
	const char *text = arena_printf(arena, "%s\n", json_text(arena, event)),
		   *why;
	struct child child;
	struct child_talk talk = {.input = text,
	    .length = strlen(text),
	    .output = arena_room(arena, LIMIT_ANSWER + 1),
	    .room = LIMIT_ANSWER + 1,
	    .deadline = monotonic_deadline(receiver->timeout)};
	const unsigned seconds = (unsigned)(receiver->timeout / 1000) + 1;

	why = child_start(
	    &child, receiver->command, seconds, talk.deadline, arena);
	if (why != NULL) {
		courier_say(out, SENT_AWAY, why, arena);
		return;
	}
	why = child_talk(&child, &talk, arena);
	child_kill(&child);
	if (why == NULL)
		courier_say(out, SENT_DONE, "", arena);
	else
		courier_say(out,
		    status_of(why) > 0 && status_of(why) != TEMPORARY
			? SENT_REFUSED
			: SENT_LATER,
		    last_line(&child, why, arena), arena);
}

const char *
courier_command(struct courier *courier, struct arena *arena)
{
	(void)arena;
	courier->send = send;
	return NULL;
}
