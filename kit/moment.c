/* SPDX-License-Identifier: ISC */
/* A point in time, as it is written in texts and in JSON. */
#include "kit/moment.h"

#include <stddef.h>
#include <string.h>
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

/* strptime reads fields of digits in more ways than one: so the form is
 * compared first, and then whether there is such a day. */
bool
moment_read(const char *text, int64_t *out)
{
	const bool whole = strlen(text) == 20;
	const char *form = whole ? "dddd-dd-ddTdd:dd:ddZ" : "dddd-dd-dd";
	struct tm tm = {0}, again;
	time_t when;

	if (strlen(text) != strlen(form))
		return false;
	for (size_t i = 0; form[i] != '\0'; i++)
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9'
				   : text[i] != form[i])
			return false;
	if (strptime(text, whole ? "%Y-%m-%dT%H:%M:%SZ" : "%Y-%m-%d", &tm) ==
	    NULL)
		return false;
	again = tm;
	when = timegm(&again);
	*out = when;
	return when >= 0 && again.tm_mday == tm.tm_mday &&
	       again.tm_sec == tm.tm_sec;
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
