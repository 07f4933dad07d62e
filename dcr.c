/* SPDX-License-Identifier: ISC */
/* The program: a request that comes through a door, or a command. */
#include <stdbool.h>
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
	const bool cgi = getenv("GATEWAY_INTERFACE") != NULL;

	/* Who spawns a FastCGI process says by what arguments, and no client
	 * does. */
	if (!cgi && argc > 1 &&
	    (strcmp(argv[1], "serve") == 0 || strcmp(argv[1], "console") == 0 ||
		strcmp(argv[1], "relay") == 0))
		return commands_main(argc, argv, fastcgi_main);
	if (fastcgi_is_door())
		return fastcgi_main(NULL);
	if (cgi)
		return cgi_main();
	return commands_main(argc, argv, fastcgi_main);
}
