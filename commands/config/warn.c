/* SPDX-License-Identifier: ISC */
/* Tells one thing that somebody will stumble over. */
#include <stdarg.h>
#include <stdio.h>

#include "commands/config/private.h"

void
config_warn(struct warner *warner, const char *format, ...)
{
	char line[1024];
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	for (char *c = line; *c != '\0'; c++) /* a value may hold a line end */
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	warner->tell(warner->context, line);
}
