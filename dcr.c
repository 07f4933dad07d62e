/* SPDX-License-Identifier: ISC */
/* The program: a request that comes through a door, or a command. */
#include <stdlib.h>
#include <string.h>

#include "commands/commands.h"
#include "front/front.h"

/*
 * A web server may pass a query string as arguments (RFC 3875 section 4.4), so
 * a request that comes through a door never reaches the command line.
 */
int
main(int argc, char **argv)
{
	if (fastcgi_is_door()) {
		if (argc > 1 && strcmp(argv[1], "console") == 0)
			setenv("DCR_SERVE", "console", 1);
		return fastcgi_main();
	}
	if (getenv("GATEWAY_INTERFACE") != NULL)
		return cgi_main();
	return commands_main(argc, argv);
}
