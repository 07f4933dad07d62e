/* SPDX-License-Identifier: ISC */
/* What the other files of dcr setup look up: names of files, and options. */
#include <string.h>

#include "commands/setup/private.h"
#include "kit/arena.h"

const char *
setup_name(const struct setup *setup, const char *name)
{
	return setup->etc ? setup_path(setup, name) : name;
}

const char *
setup_path(const struct setup *setup, const char *name)
{
	return arena_printf(setup->arena, "%s/%s", setup->dir, name);
}

const char *
setup_given(const struct setup *setup, const char *option)
{
	for (int i = 1; i + 1 < setup->argc; i++)
		if (strcmp(setup->argv[i], option) == 0)
			return setup->argv[i + 1];
	return NULL;
}
