/* SPDX-License-Identifier: ISC */
/* What an answer means for an event, and which of its words are kept. */
#include <string.h>

#include "deliver/kind.h"
#include "kit/arena.h"
#include "kit/net/exchange.h"

void
courier_say(
    struct sent *out, enum sent_as as, const char *words, struct arena *arena)
{
	char *tamed =
	    arena_strndup(arena, words, strnlen(words, COURIER_WORDS));

	for (char *c = tamed; *c != '\0'; c++)
		if (*c < ' ' || *c > '~')
			*c = '?';
	out->as = as;
	out->words = tamed;
}

/* 401 and 407 speak of our credentials, and so of every event.  403, 404 and 405
 * may speak of where we ask or who we are, or of the event: were they a refusal,
 * a wrong URL would park all clients. */
static enum sent_as
meaning(int status)
{
	switch (status) {
	case 401:
	case 407:
	case 429:
	case 503:
		return SENT_AWAY;
	case 403:
	case 404:
	case 405:
	case 408:
	case 409:
	case 425:
		return SENT_LATER;
	default:
		break;
	}
	if (status >= 200 && status <= 299)
		return SENT_DONE;
	/* Nobody can say what a redirection did. */
	return status >= 400 && status <= 499 ? SENT_REFUSED : SENT_LATER;
}

/* What answers about credentials may repeat them. */
static const char *
words_of(const struct exchanged *answer)
{
	return answer->status == 401 || answer->status == 407 ? ""
							      : answer->body;
}

void
courier_judge(
    const struct exchanged *answer, struct arena *arena, struct sent *out)
{
	const char *body = words_of(answer);
	const enum sent_as as = meaning(answer->status);

	courier_say(out, as,
	    as == SENT_DONE
		? ""
		: arena_printf(arena, "status %d%s%.*s", answer->status,
		      *body != '\0' ? ": " : "", COURIER_WORDS, body),
	    arena);
	out->after = answer->retry_after;
}

/* A receiver that nobody reached is away for every event; what went wrong later
 * may be this event's alone. */
void
courier_unanswered(enum fetched fetched, const char *why, struct arena *arena,
    struct sent *out)
{
	courier_say(out, fetched == FETCHED_UNREACHED ? SENT_AWAY : SENT_LATER,
	    why, arena);
}
