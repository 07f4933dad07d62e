/* SPDX-License-Identifier: ISC */
/* Puts texts together, where printf(3) would do little else. */
#include "kit/join.h"

#include <string.h>

#include "kit/arena.h"

char *
join_texts(struct arena *arena, const char *const *texts, size_t *length)
{
	size_t room = 1;
	char *text, *end;

	for (const char *const *at = texts; *at != NULL; at++)
		room += strlen(*at);
	text = end = arena_room(arena, room);
	*end = '\0';
	for (const char *const *at = texts; *at != NULL; at++)
		end = stpcpy(end, *at);
	if (length != NULL)
		*length = room - 1;
	return text;
}
