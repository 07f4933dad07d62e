/* SPDX-License-Identifier: ISC */
/* Decides about each client by what the sources say of it. */
#include <string.h>

#include "commands/lib/command.h"
#include "commands/lib/row_text.h"
#include "commands/resync/private.h"
#include "kit/arena.h"
#include "validators/lib/status_list.h"

/* TOLD_MOST: a keystore that is down concerns all software. */
enum { WORD_MOST = 40, TOLD_MOST = 10 };

/* What all sources together say of one client. */
struct opinion {
	enum resync_word worst; /* RESYNC_OUT or more: it goes */
	bool unsure;		/* a source says nothing */
	size_t active;		/* so many say that it is active */
	const char *why, *back; /* by what it goes, or comes back */
};

static void
hear(struct opinion *opinion, enum resync_word word, const char *why)
{
	switch (word) {
	case RESYNC_NOT_ASKED:
		return;
	case RESYNC_NOTHING:
		opinion->unsure = true;
		return;
	case RESYNC_ACTIVE:
		opinion->active++;
		opinion->back = why;
		return;
	case RESYNC_OUT:
	case RESYNC_OUT_LONG:
		break;
	}
	if (word > opinion->worst) {
		opinion->worst = word;
		opinion->why = why;
	}
}

static enum resync_word
word_of(enum status status, const struct json *mapping)
{
	switch (status) {
	case STATUS_ACTIVE:
		return RESYNC_ACTIVE;
	case STATUS_SUSPENDED:
		return RESYNC_OUT;
	case STATUS_REMOVED:
		return RESYNC_OUT_LONG;
	case STATUS_UNNAMED:
		return status_list_absent_is_removed(mapping) ? RESYNC_OUT_LONG
							      : RESYNC_NOTHING;
	case STATUS_UNKNOWN:
	case STATUS_TWICE:
		break;
	}
	return RESYNC_NOTHING;
}

static void
warn(struct resync *resync, const struct resync_client *client,
    const struct resync_list *list, enum status status, const char *word)
{
	if (status == STATUS_UNKNOWN)
		resync_fail(resync, EXIT_PASS,
		    "warning: %s: %s: status '%s' means nothing to the profile",
		    client->client_id, list->name,
		    row_tamed(resync->arena, word, WORD_MOST));
	if (status == STATUS_TWICE)
		resync_fail(resync, EXIT_PASS,
		    "warning: %s: %s: the list says two different things",
		    client->client_id, list->name);
}

static void
ask_list(struct resync *resync, const struct resync_client *client,
    size_t which, struct opinion *opinion)
{
	const struct resync_list *list = &client->directory->lists[which];
	const char *id = resync_id(client, which), *word = "";
	enum status status = STATUS_UNNAMED;

	if (list->place == NULL)
		return;
	if (list->list == NULL || id == NULL) {
		hear(opinion, RESYNC_NOTHING, NULL);
		return;
	}
	status = status_list_of(list->list, id, &word);
	warn(resync, client, list, status, word);
	hear(opinion, word_of(status, list->mapping),
	    arena_printf(resync->arena, "%s is %s in %s", list->name,
		status == STATUS_UNNAMED
		    ? "not"
		    : row_tamed(resync->arena, word, WORD_MOST),
		list->document));
}

/* The clients of one software stand side by side, and mostly have one key
 * set. */
static void
ask_keys(
    struct resync *resync, size_t at, enum resync_word *word, const char **why)
{
	const struct resync_client *client = resync->clients[at];

	if (at > 0 &&
	    holder_same(&client->holder, &resync->clients[at - 1]->holder))
		return;
	*word = resync_keys(resync, client, why);
	if (*word == RESYNC_NOTHING && ++resync->unheard <= TOLD_MOST)
		resync_fail(
		    resync, EXIT_UNABLE, "%s: %s", client->client_id, *why);
}

/* Does it go?  A client that a directory had suspended, and now has removed, is
 * suspended for that reason, so that it does not come back by itself. */
static bool
goes(const struct resync_client *client, const struct opinion *opinion)
{
	if (client->active)
		return opinion->worst >= RESYNC_OUT;
	return opinion->worst == RESYNC_OUT_LONG && !client->removed;
}

static void
plan(struct resync *resync, struct resync_client *client,
    const struct opinion *opinion)
{
	if (goes(client, opinion)) {
		client->plan = RESYNC_SUSPEND;
		client->why = arena_printf(resync->arena, "%s%s",
		    opinion->worst == RESYNC_OUT_LONG ? RESYNC_REMOVED
						      : RESYNC_SUSPENDED,
		    opinion->why);
		resync->suspend += client->active;
		client->directory->suspend += client->active;
	} else if (!client->active && !client->removed &&
		   opinion->worst < RESYNC_OUT && !opinion->unsure &&
		   opinion->active > 0) {
		client->plan = RESYNC_RESUME;
		client->why = opinion->back;
		resync->resume++;
	}
	resync->unsure += opinion->unsure && opinion->worst < RESYNC_OUT;
}

bool
resync_decide(struct resync *resync)
{
	enum resync_word keys = RESYNC_NOT_ASKED;
	const char *why = NULL;

	resync->progress = (struct progress){
	    .what = "clients asked about", .total = (int64_t)resync->count};
	for (size_t i = 0; i < resync->count; i++) {
		struct opinion opinion = {.worst = RESYNC_NOT_ASKED};
		for (size_t k = 0; k < RESYNC_LISTS; k++)
			ask_list(resync, resync->clients[i], k, &opinion);
		ask_keys(resync, i, &keys, &why);
		hear(&opinion, keys, why);
		plan(resync, resync->clients[i], &opinion);
		if (!progress_step(&resync->progress, 1))
			break;
	}
	progress_end(&resync->progress);
	if (resync->unheard > TOLD_MOST)
		resync_fail(resync, EXIT_UNABLE,
		    "and of %zu further ones as little is known",
		    resync->unheard - TOLD_MOST);
	return !progress_interrupted();
}
