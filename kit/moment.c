/* SPDX-License-Identifier: ISC */
#include "kit/moment.h"

#include <stddef.h>
#include <time.h>

#include "kit/arena.h"

const char *
moment_text(struct arena *arena, int64_t seconds)
{
	time_t when = (time_t)seconds;
	struct tm tm;
	char text[32];

	if (gmtime_r(&when, &tm) == NULL ||
	    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		return "a time out of range";
	return arena_strdup(arena, text);
}
