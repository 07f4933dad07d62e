/* SPDX-License-Identifier: ISC */
/* Makes text from outside fit for a message. */
#include "kit/shown.h"

#include <string.h>

#include "kit/arena.h"

const char *
shown(struct arena *arena, const char *text, size_t most)
{
	size_t length = strlen(text), kept = length > most ? most : length;
	char *safe = arena_strndup(arena, text, kept);

	for (char *c = safe; *c != '\0'; c++)
		if (*c < ' ' || *c > '~' || strchr("'\"\\<>&", *c) != NULL)
			*c = '?';
	return kept < length ? arena_printf(arena, "%s...", safe) : safe;
}
