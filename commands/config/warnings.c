/* SPDX-License-Identifier: ISC */
/* Says what in a configuration that can be served somebody stumbles over. */
#include "commands/config/config.h"
#include "commands/config/private.h"
#include "validators/judge/judge.h"
#include "validators/lib/directory.h"

void
config_warnings(const struct config *config, const struct judge *judge,
    struct arena *arena, void (*tell)(void *context, const char *line),
    void *context)
{
	struct warner warner = {config, judge->profile, arena, tell, context};

	config_warn_metadata(&warner);
	config_warn_calls(&warner);
	config_warn_values(&warner);
	config_warn_settings(&warner);
	config_warn_places(&warner);
	config_warn_files(&warner);
	directory_tell_shared(config, arena, tell, context);
}
