/* SPDX-License-Identifier: ISC */
/* dcr config: whether the configuration can be served, and what is in force. */
#include "commands/config/config.h"

#include <stdio.h>
#include <time.h>

#include "commands/config/private.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/lib/since.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/proxy_secret.h"
#include "kit/conf/resource_servers.h"
#include "kit/json.h"
#include "kit/signing/signing.h"
#include "store/store.h"
#include "validators/judge/judge.h"
#include "validators/lib/grants.h"
#include "validators/lib/profile.h"
#include "validators/lib/status_list.h"
#include "validators/profile/discovery.h"
#include "validators/profile/load.h"

/* Looks at what is served beside the registrations themselves. */
static bool
can_serve(const struct config *config, const struct profile *profile,
    struct arena *arena, const char **why)
{
	if (discovery_document(arena, config, profile, why) == NULL)
		return false;
	*why = grants_misfit(arena, config, profile);
	if (*why == NULL)
		*why = status_misfit(arena, config, profile);
	if (*why != NULL)
		return false;
	return (config->keys == NULL ||
		   signing_open(arena, config->keys, why) != NULL) &&
	       (config->entity == NULL ||
		   signing_open(arena, config->entity->keys, why) != NULL) &&
	       resource_servers_read(resource_servers_at(config, arena), why);
}

static void
warn(void *context, const char *line)
{
	(void)context;
	(void)command_fail(EXIT_PASS, "warning: %s", line);
}

/* No fault, and somebody has to be ready by then. */
static void
tell_coming(const struct judge *judge, struct arena *arena)
{
	const char *coming = profile_coming(arena, judge->profile);

	if (coming != NULL)
		(void)command_fail(EXIT_PASS, "note: profile %s: %s",
		    judge->profile->judges_as, coming);
}

bool
config_can_serve(const struct config *config, int64_t at, struct judge *judge,
    struct arena *arena, const char **why)
{
	const char *secret, *trouble = NULL;
	struct store *store;

	if (!judge_open_at(judge, config, at, arena, why) ||
	    !judge_has_directories(judge, arena, why) ||
	    !judge_has_revocation(judge, arena, why))
		return false;
	if (can_serve(config, judge->profile, arena, &trouble) &&
	    proxy_secret_read(config, arena, &secret, &trouble)) {
		store = store_open(config->store, arena, &trouble);
		if (store != NULL) {
			store_close(store);
			return true;
		}
	}
	*why = arena_printf(arena, "%s: %s", config->path, trouble);
	return false;
}

int
config_command(int argc, char **argv, struct arena *arena)
{
	const char *why = NULL, *when = NULL;
	bool json = false, test = false;
	const struct option options[] = {{"--json", .flag = &json},
	    {"--test", .flag = &test}, {"--at", .value = &when}, {0}};
	int64_t at = time(NULL);
	struct judge judge;

	if (!options_read(argc, argv, options) ||
	    since_read("--at", when, at, &at) != EXIT_PASS)
		return EXIT_WRONG;
	if (json && test)
		return command_misuse("--json and --test exclude each other");
	const struct config *config = command_config(arena);
	if (config == NULL)
		return EXIT_WRONG;
	if (!config_can_serve(config, at, &judge, arena, &why))
		return command_fail(EXIT_WRONG, "%s", why);
	config_warnings(config, &judge, arena, warn, NULL);
	tell_coming(&judge, arena);
	if (test)
		return EXIT_PASS;
	if (!json)
		printf("// %s\n", config->path);
	puts(json_text_pretty(arena, config_in_force(config, &judge, arena)));
	return EXIT_PASS;
}
