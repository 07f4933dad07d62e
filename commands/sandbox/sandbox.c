/* SPDX-License-Identifier: ISC */
/* dcr sandbox: picks the verb. */
#include <string.h>

#include "commands/lib/command.h"
#include "commands/sandbox/private.h"

static const struct verb {
	const char *name;
	int (*run)(int argc, char **argv, struct arena *arena);
} verbs[] = {
    {"new", sandbox_new},
    {"statement", sandbox_statement},
    {"request", sandbox_request},
    {"assertion", sandbox_assertion},
    {"certificate", sandbox_certificate},
};

int
sandbox_command(int argc, char **argv, struct arena *arena)
{
	if (argc < 3 || argv[2][0] == '-' || argv[2][0] == '\0')
		return command_usage();
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (strcmp(verbs[i].name, argv[1]) != 0)
			continue;
		if (verbs[i].run != sandbox_new &&
		    !sandbox_become_owner(arena, argv[2]))
			return EXIT_WRONG;
		return verbs[i].run(argc - 2, argv + 2, arena);
	}
	return command_usage();
}
