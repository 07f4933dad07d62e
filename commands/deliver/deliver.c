/* SPDX-License-Identifier: ISC */
/* dcr deliver: takes every change to the receivers of dcr.conf. */
#include <string.h>

#include "commands/deliver/private.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"
#include "kit/limits.h"
#include "kit/log.h"

/* Those that are named, or all; one that polls fetches its events itself. */
static const struct config_receiver *const *
choose(int argc, char **argv, const struct config *config, struct arena *arena)
{
	const size_t most = LIMIT_RECEIVERS + (size_t)argc;
	const struct config_receiver **all =
	    arena_alloc(arena, (most + 1) * sizeof(void *));
	size_t count = 0;

	for (int i = 1; i < argc; i++) {
		all[count] = config_receiver(config, argv[i]);
		if (all[count++] == NULL) {
			command_fail(EXIT_WRONG, "no receiver '%s' in %s",
			    argv[i], config->path);
			return NULL;
		}
	}
	for (const struct config_receiver *r = config->receivers;
	     argc == 1 && r->name != NULL; r++)
		if (r->poll == NULL)
			all[count++] = r;
	if (count > 0)
		return all;
	command_fail(EXIT_WRONG, "%s: deliver: has no receiver that is sent to",
	    config->path);
	return NULL;
}

static int
run(int argc, char **argv, struct arena *arena)
{
	const struct config_receiver *const *receivers;
	const struct config *config;
	const struct profile *profile;

	for (int i = 1; i < argc; i++)
		if (*argv[i] == '-')
			return command_misuse("no option '%s'", argv[i]);
	config = command_config(arena);
	profile = config != NULL ? command_profile(arena, NULL, NULL) : NULL;
	if (profile == NULL)
		return EXIT_WRONG;
	receivers = choose(argc, argv, config, arena);
	if (receivers == NULL)
		return EXIT_WRONG;
	log_open(&config->log);
	return watch_run(arena, config, profile, receivers);
}

int
deliver_command(int argc, char **argv, struct arena *arena)
{
	static const struct {
		const char *name;
		int (*run)(int argc, char **argv, struct arena *arena);
	} verbs[] = {
	    {"retry", decide_retry},
	    {"skip", decide_skip},
	    {"reconcile", reconcile_run},
	};

	for (size_t i = 0; argc > 1 && i < sizeof(verbs) / sizeof(*verbs); i++)
		if (strcmp(argv[1], verbs[i].name) == 0)
			return verbs[i].run(argc - 1, argv + 1, arena);
	return run(argc, argv, arena);
}
