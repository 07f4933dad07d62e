/* SPDX-License-Identifier: ISC */
/* Which directories are asked, about what, and where. */
#include <string.h>

#include "commands/lib/command.h"
#include "commands/resync/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/net/host.h"
#include "validators/lib/profile.h"
#include "validators/lib/status_list.h"

/* What was kept of a list stands in the cache folder, under a name that nobody
 * sweeps away (kit/net/cache.h). */
static const char *
memory_of(const struct resync *resync, const struct config_directory *directory,
    const struct resync_list *list)
{
	const char *name = arena_printf(resync->arena, "%s %s %s",
	    directory->issuer, list->name, list->place);

	return arena_printf(resync->arena, "%s/list-%s",
	    resync->judge.config->cache,
	    digest_hex(resync->arena, name, strlen(name)));
}

static void
set_list(struct resync *resync, const struct config_directory *directory,
    struct resync_list *list, const char *name, const char *place)
{
	list->name = name;
	list->place = place;
	if (place == NULL)
		return;
	list->mapping = json_get(resync->judge.profile->status_lists, name);
	list->memory = memory_of(resync, directory, list);
}

/* Where a directory keeps the key sets of its members: as the configuration
 * says, or else beside its own.  A set anywhere else is its owner's, and says
 * nothing of the directory. */
static const char *const *
key_sets_of(const struct config_directory *directory, struct arena *arena)
{
	const char **all;

	if (directory->status.key_sets != NULL)
		return directory->status.key_sets;
	all = arena_alloc(arena, 2 * sizeof(*all));
	if (directory->keys != NULL && *directory->keys != '/')
		all[0] = arena_printf(
		    arena, "%s/", host_origin(directory->keys, arena));
	return all;
}

static void
set_directory(struct resync *resync, const struct config_directory *directory,
    struct resync_directory *out)
{
	const struct config_status *status = &directory->status;

	out->config = directory;
	out->key_sets = key_sets_of(directory, resync->arena);
	set_list(resync, directory, &out->lists[RESYNC_SOFTWARE], "software",
	    status->software);
	set_list(resync, directory, &out->lists[RESYNC_ORGANISATION],
	    "organisation", status->organisation);
	set_list(resync, directory, &out->lists[RESYNC_LEGAL_ENTITY],
	    "legal_entity", status->legal_entity);
}

static bool
has_anything(const struct resync_directory *directory)
{
	for (size_t i = 0; i < RESYNC_LISTS; i++)
		if (directory->lists[i].place != NULL)
			return true;
	return directory->key_sets[0] != NULL;
}

bool
resync_directories(struct resync *resync, const char *only)
{
	const struct config_directory *d = resync->judge.config->directories;
	struct resync_directory *out;
	const char *why = status_misfit(
	    resync->arena, resync->judge.config, resync->judge.profile);
	bool known = only == NULL;

	if (why != NULL) {
		(void)command_fail(
		    EXIT_WRONG, "%s: %s", resync->judge.config->path, why);
		return false;
	}
	out = resync->directories =
	    arena_alloc(resync->arena, (LIMIT_DIRECTORIES + 1) * sizeof(*out));
	for (; d->issuer != NULL; d++) {
		if (only != NULL && strcmp(only, d->issuer) != 0)
			continue;
		known = true;
		set_directory(resync, d, out);
		if (has_anything(out))
			out++;
		else
			*out = (struct resync_directory){.config = NULL};
	}
	if (known && out != resync->directories)
		return true;
	(void)command_fail(EXIT_WRONG,
	    known ? "%s: directory[].status is in none: there is nobody to ask"
		  : "%s: --directory: the configuration has no such directory",
	    resync->judge.config->path);
	return false;
}
