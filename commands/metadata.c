/* SPDX-License-Identifier: ISC */
/* dcr metadata: the metadata of the authorization server, for a bank whose own
 * server publishes it. */
#include <stdio.h>

#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "validators/judge/regime.h"
#include "validators/profile/discovery.h"

int
metadata_command(int argc, char **argv, struct arena *arena)
{
	const char *why = NULL;

	if (!options_read(argc, argv, (const struct option[]){{0}}))
		return EXIT_WRONG;
	const struct config *config = command_config(arena);
	if (config == NULL)
		return EXIT_WRONG;
	const struct profile *profile =
	    regime_load(arena, config->profile, config->overlay, &why);
	const struct json *document = NULL;
	if (profile != NULL)
		document = discovery_document(arena, config, profile, &why);
	if (document == NULL)
		return command_fail(EXIT_WRONG, "%s: %s", config->path, why);
	puts(json_text_pretty(arena, document));
	return EXIT_PASS;
}
