/* SPDX-License-Identifier: ISC */
/* Says what in a configuration that can be served somebody stumbles over. */
#include <stdarg.h>
#include <stdio.h>

#include "commands/config/config.h"
#include "commands/config/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "validators/judge/judge.h"
#include "validators/lib/directory.h"

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

void
config_warnings(const struct config *config, const struct judge *judge,
    struct arena *arena, void (*tell)(void *context, const char *line),
    void *context)
{
	struct warner warner = {config, judge->profile, arena, tell, context};

	config_warn_metadata(&warner);
	config_warn_calls(&warner);
	config_warn_values(&warner);
	config_warn_files(&warner);
	directory_tell_shared(config, arena, tell, context);
}
