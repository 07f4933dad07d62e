/* SPDX-License-Identifier: ISC */
/* Which headers a call says are of its connection alone. */
#include <string.h>
#include <strings.h>

#include "front/private.h"

static const char *const own[] = {
    "close", "keep-alive", "TE", "Upgrade", "HTTP2-Settings", NULL};

static bool
is_own(const char *word, size_t length)
{
	for (const char *const *at = own; *at != NULL; at++)
		if (strlen(*at) == length &&
		    strncasecmp(word, *at, length) == 0)
			return true;
	return length == 0; /* RFC 9110 section 5.6.1 */
}

/* Of a header that came twice a web server may look at all of it. */
bool
connection_withholds(const struct told *told)
{
	static const char between[] = ", \t";
	const char *at = told->value;

	if (at == NULL)
		return false;
	while (*at != '\0') {
		const size_t length = strcspn(at, between);
		if (!is_own(at, length))
			return true;
		at += length;
		at += strspn(at, between);
	}
	return told->twice;
}
