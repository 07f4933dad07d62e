/* SPDX-License-Identifier: ISC */

/* Picks the profile that a command is about. */
#include "commands/lib/profiles.h"

#include <stddef.h>

#include "commands/lib/command.h"
#include "kit/conf/config.h"
#include "validators/judge/regime.h"

const struct profile *
profiles_chosen(struct arena *arena, const char *name, const char *overlay)
{
	const char *why = NULL;

	if (name == NULL) {
		const struct config *config = command_config(arena);
		if (config == NULL)
			return NULL;
		name = config->profile;
		if (overlay == NULL)
			overlay = config->overlay;
	}
	const struct profile *profile = regime_load(arena, name, overlay, &why);
	if (profile == NULL)
		command_fail(EXIT_WRONG, "%s", why);
	return profile;
}
