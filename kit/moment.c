/* SPDX-License-Identifier: ISC */
/* A point in time, as it is written in texts and in JSON. */
#include "kit/moment.h"

#include <stddef.h>
#include <time.h>

#include "kit/arena.h"
#include "kit/json.h"

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

/* A NumericDate may have a fraction; at 2^53 doubles lose seconds. */
int64_t
moment_numeric(const struct json *value)
{
	double seconds;

	if (!json_number(value, &seconds) || !(seconds >= 0) ||
	    seconds > 9007199254740992.0)
		return -1;
	return (int64_t)seconds;
}
