/* SPDX-License-Identifier: ISC */
/* Reads the times that options take. */
#include "commands/lib/since.h"

#include <string.h>

#include "commands/lib/command.h"
#include "kit/moment.h"

#define LAST_SECOND INT64_C(253402300799) /* of the year 9999 */

/* The number that `length` digits write; false where anything else is among
 * them. */
static bool
read_number(const char *text, size_t length, int64_t *out)
{
	*out = 0;
	if (length == 0 || length > 12 || strspn(text, "0123456789") < length)
		return false;
	for (size_t i = 0; i < length; i++)
		*out = *out * 10 + (text[i] - '0');
	return *out <= LAST_SECOND;
}

static bool
read_ago(const char *text, int64_t now, int64_t *out)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
	size_t length = strlen(text);
	int64_t count;

	if (length < 2 || !read_number(text, length - 1, &count))
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (text[length - 1] == units[i].unit) {
			*out = now - count * units[i].seconds;
			if (*out < 0)
				*out = 0;
			return true;
		}
	return false;
}

bool
since_moment(const char *text, int64_t now, int64_t *out)
{
	if (*text == '@')
		return read_number(text + 1, strlen(text + 1), out);
	if (*text == '-')
		return read_ago(text + 1, now, out);
	return moment_read(text, out);
}

int
since_read(const char *option, const char *text, int64_t now, int64_t *out)
{
	if (text == NULL || since_moment(text, now, out))
		return EXIT_PASS;
	return command_fail(EXIT_WRONG,
	    "%s: '%s' is not a time; times are 2026-11-22, "
	    "2026-11-22T08:00:00Z, "
	    "@SECONDS, -30s, -15m, -2h and -7d",
	    option, text);
}
