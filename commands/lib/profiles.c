/* SPDX-License-Identifier: ISC */
#include "commands/lib/profiles.h"

#include <string.h>

#include "commands/lib/command.h"
#include "kit/conf/config.h"
#include "validators/profile/profile.h"

static bool
take(const struct profiles_option *option, int argc, char **argv, int *i)
{
	for (; option->name != NULL; option++) {
		if (strcmp(option->name, argv[*i]) != 0)
			continue;
		if (option->flag != NULL) {
			*option->flag = true;
			return true;
		}
		if (*i + 1 == argc)
			return false;
		*option->value = argv[++*i];
		return true;
	}
	return false;
}

const struct profile *
profiles_chosen(int argc, char **argv, struct arena *arena,
    const struct profiles_option *options)
{
	const char *name = NULL, *overlay = NULL, *why = NULL;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--profile") == 0 && i + 1 < argc)
			name = argv[++i];
		else if (strcmp(argv[i], "--overlay") == 0 && i + 1 < argc)
			overlay = argv[++i];
		else if (!take(options, argc, argv, &i)) {
			command_usage();
			return NULL;
		}
	}
	if (name == NULL) {
		const struct config *config = command_config(arena);
		if (config == NULL)
			return NULL;
		name = config->profile;
		if (overlay == NULL)
			overlay = config->overlay;
	}
	const struct profile *profile =
	    profile_load_overlaid(arena, name, overlay, &why);
	if (profile == NULL)
		command_fail(EXIT_WRONG, "%s", why);
	return profile;
}
