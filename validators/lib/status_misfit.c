/* SPDX-License-Identifier: ISC */
/* Whether the profile has a mapping for each list of the configuration. */
#include <stddef.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "validators/lib/profile.h"
#include "validators/lib/status_list.h"

const char *
status_misfit(struct arena *arena, const struct config *config,
    const struct profile *profile)
{
	const struct config_directory *d = config->directories;

	for (; d->issuer != NULL; d++) {
		const struct {
			const char *name, *place;
		} lists[] = {
		    {"software", d->status.software},
		    {"organisation", d->status.organisation},
		    {"legal_entity", d->status.legal_entity},
		};
		for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
			if (lists[i].place != NULL &&
			    json_get(profile->status_lists, lists[i].name) ==
				NULL)
				return arena_printf(arena,
				    "directory[].status.%s: the profile %s "
				    "does not say what such a list looks like "
				    "(status_lists)",
				    lists[i].name, profile->name);
	}
	return NULL;
}
