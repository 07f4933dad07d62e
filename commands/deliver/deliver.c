/* SPDX-License-Identifier: ISC */
/* dcr deliver: takes every change to the receivers of dcr.conf. */
#include <string.h>

#include "commands/deliver/private.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "kit/conf/config.h"
#include "kit/log.h"

static int
run(int argc, char **argv, struct arena *arena)
{
	const char *why = NULL;
	struct plan plan;

	for (int i = 1; i < argc; i++)
		if (*argv[i] == '-')
			return command_misuse("no option '%s'", argv[i]);
	if (!plan_make(&plan, argc, argv, arena, &why))
		return command_fail(EXIT_WRONG, "%s", why);
	log_open(&plan.config->log);
	return watch_run(&plan, argc, argv);
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
