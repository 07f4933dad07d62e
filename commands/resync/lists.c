/* SPDX-License-Identifier: ISC */
/* Has the directories' lists, and believes no list that could be a part of one,
 * or another one's. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/lib/command.h"
#include "commands/lib/synced.h"
#include "commands/resync/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/file.h"
#include "validators/lib/status_list.h"

/* Entries of the list last time, 0: nobody knows. */
static size_t
remembered(struct resync *resync, const struct resync_list *list)
{
	size_t length;
	const char *text = file_read(resync->arena, list->memory, 32, &length);

	return text != NULL ? strtoul(text, NULL, 10) : 0;
}

static const char *
shrunk(struct resync *resync, const struct resync_list *list)
{
	const size_t before = remembered(resync, list);
	const size_t now = status_list_count(list->list);

	if (resync->force || now >= before - before / 2)
		return NULL;
	return arena_printf(resync->arena,
	    "has %zu entries, and had %zu last time: this is not all, unless "
	    "--force says that it is",
	    now, before);
}

static void
count_named(const struct resync *resync,
    const struct resync_directory *directory, size_t which,
    struct resync_list *list)
{
	const char *id, *word;

	for (size_t i = 0; i < resync->count; i++) {
		const struct resync_client *client = resync->clients[i];
		if (client->directory != directory)
			continue;
		id = resync_id(client, which);
		if (id != NULL &&
		    status_list_of(list->list, id, &word) != STATUS_UNNAMED)
			list->named++;
	}
}

/* What keeps a list from being believed, or NULL. */
static const char *
doubt(struct resync *resync, const struct resync_directory *directory,
    size_t which, struct resync_list *list)
{
	const int64_t time = status_list_time(list->list);
	const char *why = NULL;

	if (time != 0)
		why = resync_stale(resync, directory->config, time);
	if (why == NULL)
		why = shrunk(resync, list);
	if (why != NULL)
		return why;
	count_named(resync, directory, which, list);
	if (list->named > 0 || list->ours == 0)
		return NULL;
	return arena_printf(resync->arena,
	    "names none of our %zu clients: it is another list", list->ours);
}

static void
have_list(
    struct resync *resync, struct resync_directory *directory, size_t which)
{
	struct resync_list *list = &directory->lists[which];
	const char *why = NULL;
	const struct json *document =
	    resync_document(resync, directory, list, &list->document, &why);

	if (document != NULL) {
		list->list = status_list_read(
		    resync->arena, list->mapping, document, &why);
		if (list->list != NULL)
			why = doubt(resync, directory, which, list);
	}
	if (why == NULL)
		return;
	list->list = NULL;
	resync_fail(resync, EXIT_UNABLE, "%s: %s: %s",
	    directory->config->issuer, list->place, why);
}

void
resync_lists(struct resync *resync)
{
	struct resync_directory *d = resync->directories;

	for (; d->config != NULL; d++)
		for (size_t i = 0; i < RESYNC_LISTS; i++)
			if (d->lists[i].place != NULL)
				have_list(resync, d, i);
}

static void
remember(const char *path, size_t number)
{
	char text[32];
	const int length = snprintf(text, sizeof(text), "%zu\n", number);

	if (!file_replace(path, text, (size_t)length, 0600))
		(void)command_fail_file(EXIT_PASS, path);
}

void
resync_lists_remember(const struct resync *resync)
{
	const struct resync_directory *d = resync->directories;

	for (; d->config != NULL; d++)
		for (size_t i = 0; i < RESYNC_LISTS; i++)
			if (d->lists[i].list != NULL)
				remember(d->lists[i].memory,
				    status_list_count(d->lists[i].list));
	if (resync->code == EXIT_PASS && !resync->partial)
		remember(synced_mark(resync->arena, resync->judge.config),
		    resync->count);
}
