/* SPDX-License-Identifier: ISC */
#include <time.h>

#include "commands/command.h"
#include "commands/operation.h"

/* Its tokens go with it: that of its registration was kept in its row, and
 * whoever comes with an access token finds no client any more. */
int
delete_command(int argc, char **argv, struct arena *arena)
{
	struct operation operation = {
	    .event = "deleted",
	    .kind = CHANGE_REMOVE,
	    .now = time(NULL),
	};
	int code = operation_parse(&operation, argc, argv, true);

	return code != EXIT_PASS ? code : operation_run(&operation, arena);
}
