/* SPDX-License-Identifier: ISC */
/* Writes one line to standard error. */
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kit/log.h"

#define PREFIX "dcr: "
#define CUT "..."

/* Blanks out control characters; those called C1 have two bytes in UTF-8, and
 * some terminals obey them. */
static void
blank_controls(char *text)
{
	unsigned char *at = (unsigned char *)text;

	for (; *at != '\0'; at++) {
		if (*at < 0x20 || *at == 0x7f)
			*at = '?';
		else if (*at == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0)
			at[0] = at[1] = '?';
	}
}

void
log_line(const char *format, ...)
{
	char line[PIPE_BUF] = PREFIX; /* a pipe takes that much in one piece */
	char *text = line + strlen(PREFIX);
	const size_t room = sizeof line - strlen(PREFIX);
	int saved = errno;
	size_t length;
	va_list ap;
	int wanted;

	va_start(ap, format);
	wanted = vsnprintf(text, room, format, ap);
	va_end(ap);
	if (wanted < 0)
		*text = '\0';
	else if ((size_t)wanted >= room)
		memcpy(line + sizeof line - sizeof CUT, CUT, sizeof CUT);
	blank_controls(line);
	length = strlen(line);
	line[length] = '\n'; /* in place of the NUL */
	if (write(STDERR_FILENO, line, length + 1) < 0)
		errno = saved; /* nobody is left to tell */
	errno = saved;
}
