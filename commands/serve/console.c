/* SPDX-License-Identifier: ISC */
/* dcr console: dcr serve, of the pages for people. */
#include <stdlib.h>

#include "commands/lib/command.h"

int
console_command(int argc, char **argv, struct arena *arena)
{
	if (setenv("DCR_SERVE", "console", 1) != 0)
		return command_fail(
		    EXIT_UNABLE, "there is no memory for the environment");
	return serve_command(argc, argv, arena);
}
