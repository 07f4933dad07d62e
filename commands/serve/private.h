/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_SERVE_PRIVATE_H
#define COMMANDS_SERVE_PRIVATE_H

#include <sys/types.h>

#include <stdbool.h>

#include "commands/lib/command.h"

struct arena;
struct sockaddr_un;

/*
 * What the files of commands/serve share, and nobody else.
 *
 * dcr serve has one process that supervises and opens no store, and others that
 * it forks, each of which answers requests as a FastCGI process does.
 */

/* The socket that dcr serve makes (listening.c). */
struct listening {
	const char *path;
	const char *owner; /* a user; NULL: not said */
	mode_t mode;
};

/* False: no socket can have that path. */
bool listening_address(const char *path, struct sockaddr_un *address);

/*
 * Makes the socket, has it listen and makes it descriptor 0.  What a socket
 * that nobody listens on has left behind is taken away; while somebody does, or
 * another dcr serve minds the path, nothing is touched.  Never is the socket
 * open to anybody whom owner and mode keep out.  EXIT_PASS, or the exit code
 * after saying what is wrong.
 */
int listening_open(struct arena *arena, const struct listening *listening);

/* Takes the path away, if we still may. */
void listening_close(const struct listening *listening);

/* Runs so many processes, each of which serves, until told to leave; the exit
 * code (pool.c).  Requests come to `place`, for the log. */
int pool_run(command_door *serve, unsigned processes, const char *place,
    struct arena *arena);

#endif
