/* SPDX-License-Identifier: ISC */
/* Reads the clients that a directory may have something to say about. */
#include <stdlib.h>
#include <string.h>

#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/operate.h"
#include "commands/resync/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "store/lib/rows.h"

struct reading {
	struct resync *resync;
	struct resync_client *first;
};

static struct resync_directory *
directory_of_client(const struct resync *resync, const struct holder *holder)
{
	struct resync_directory *d = resync->directories;

	for (; d->config != NULL; d++)
		if (strcmp(d->config->issuer, holder->directory) == 0)
			return d;
	return NULL;
}

/* What an operator or a receiver has suspended is not the directory's
 * business. */
static bool
is_ours(const struct client *client)
{
	return client->state == CLIENT_ACTIVE ||
	       strcmp(client->state_by, BY_DIRECTORY) == 0;
}

static void
count_ours(const struct resync_client *client)
{
	for (size_t i = 0; i < RESYNC_LISTS; i++)
		if (resync_id(client, i) != NULL)
			client->directory->lists[i].ours++;
}

static bool
add(void *context, const struct client *client)
{
	struct reading *reading = context;
	struct resync *resync = reading->resync;
	struct resync_client *one;

	if (progress_interrupted())
		return false;
	if (!is_ours(client))
		return true;
	one = arena_alloc(resync->arena, sizeof(*one));
	holder_read(&resync->judge, resync->arena, client, &one->holder);
	one->directory = directory_of_client(resync, &one->holder);
	if (one->directory == NULL)
		return true;
	one->client_id = arena_strdup(resync->arena, client->client_id);
	one->active = client->state == CLIENT_ACTIVE;
	one->removed = strncmp(client->state_why, RESYNC_REMOVED,
			   sizeof(RESYNC_REMOVED) - 1) == 0;
	one->next = reading->first;
	reading->first = one;
	resync->count++;
	one->directory->active += one->active;
	count_ours(one);
	return true;
}

static int
by_software(const void *a, const void *b)
{
	const struct resync_client *one = *(struct resync_client *const *)a;
	const struct resync_client *other = *(struct resync_client *const *)b;
	int order = strcmp(one->holder.directory, other->holder.directory);

	if (order == 0)
		order = strcmp(one->holder.software, other->holder.software);
	return order != 0 ? order : strcmp(one->client_id, other->client_id);
}

int
resync_read(struct resync *resync)
{
	struct reading reading = {.resync = resync};
	struct resync_client *one;
	size_t at = 0;
	int code = clients_read(
	    rows_clients(resync->store, INDEX_SOFTWARE, NULL, add, &reading));

	if (code != EXIT_PASS)
		return code;
	if (progress_interrupted())
		return command_fail(
		    EXIT_UNABLE, "interrupted; nothing was done");
	resync->clients = arena_alloc(resync->arena,
	    (resync->count + 1) * sizeof(struct resync_client *));
	for (one = reading.first; one != NULL; one = one->next)
		resync->clients[at++] = one;
	qsort(resync->clients, resync->count, sizeof(struct resync_client *),
	    by_software);
	return EXIT_PASS;
}

const char *
resync_id(const struct resync_client *client, size_t list)
{
	switch (list) {
	case RESYNC_SOFTWARE:
		return *client->holder.software != '\0'
			   ? client->holder.software
			   : NULL;
	case RESYNC_ORGANISATION:
		return client->holder.organisation;
	default:
		return client->holder.legal_entity;
	}
}
