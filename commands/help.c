/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "commands/command.h"

int
help_command(int argc, char **argv, struct arena *arena)
{
	(void)argc, (void)argv, (void)arena;
	puts("usage: dcr COMMAND [ARGUMENT]...\n");
	for (const struct command *c = commands; c->name != NULL; c++)
		printf("  %s%s%s\n      %s\n", c->name,
		    *c->arguments != '\0' ? " " : "", c->arguments, c->summary);
	puts("\nStarted by a web server it is a FastCGI responder (standard "
	     "input is a listening\nsocket) or a CGI program "
	     "(GATEWAY_INTERFACE is set).  DCR_CONFIG names the\n"
	     "configuration, /etc/dcr/dcr.conf unless set.\n\n"
	     "Exit codes: 0 pass, 1 refused or unknown, 2 usage or "
	     "configuration, 3 unable.");
	return EXIT_PASS;
}
