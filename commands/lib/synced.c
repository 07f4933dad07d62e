/* SPDX-License-Identifier: ISC */
/* Where it is written down that the clients are in step with directories. */
#include "commands/lib/synced.h"

#include "kit/arena.h"
#include "kit/conf/config.h"

const char *
synced_mark(struct arena *arena, const struct config *config)
{
	return arena_printf(arena, "%s/resync", config->cache);
}
