/* SPDX-License-Identifier: ISC */
/* dcr serve: answers requests by several processes behind one socket. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/serve/private.h"
#include "kit/conf/config.h"
#include "kit/file.h"
#include "kit/limits.h"
#include "kit/log.h"

enum { PROCESSES = 4 };

static command_door *door;

void
serve_by(command_door *by)
{
	door = by;
}

/* A number of these digits alone; -1: it is none, or above `most`. */
static long
number(const char *text, int base, long most)
{
	const char *digits = base == 8 ? "01234567" : "0123456789";
	long value;

	if (*text == '\0' || strspn(text, digits) != strlen(text) ||
	    strlen(text) > 9)
		return -1;
	value = strtol(text, NULL, base);
	return value <= most ? value : -1;
}

static bool
read_processes(const char *text, unsigned *processes)
{
	const long value =
	    text != NULL ? number(text, 10, LIMIT_PROCESSES) : PROCESSES;

	*processes = (unsigned)value;
	if (value > 0)
		return true;
	(void)command_misuse("--processes: must be a whole number from 1 to %d",
	    LIMIT_PROCESSES);
	return false;
}

/* Whoever can write to the socket can say that any certificate is theirs. */
static bool
read_mode(const char *text, mode_t *mode)
{
	const long value = text != NULL ? number(text, 8, 0777) : 0600;

	*mode = (mode_t)value;
	if (value >= 0 && (value & 0007) == 0 && (value & 0600) == 0600)
		return true;
	(void)command_misuse("--mode: must be a mode as 0600 or 0660, which "
			     "lets no others in");
	return false;
}

static bool
is_misused(const struct listening *socket, const char *mode)
{
	const bool given = file_listens(STDIN_FILENO);

	if (socket->path == NULL && !given)
		(void)command_misuse("standard input is no listening socket, "
				     "and --listen names none");
	else if (socket->path != NULL && given)
		(void)command_misuse("--listen: standard input is a listening "
				     "socket already");
	else if (given && (socket->owner != NULL || mode != NULL))
		(void)command_misuse("--owner and --mode go with --listen");
	else
		return false;
	return true;
}

static int
serve(const struct listening *socket, unsigned processes, struct arena *arena)
{
	const struct config *config = command_config(arena);

	if (config == NULL)
		return EXIT_WRONG;
	log_open(&config->log);
	return pool_run(door, processes,
	    socket->path != NULL ? socket->path : "standard input", arena);
}

static int
run(struct listening *socket, unsigned processes, struct arena *arena)
{
	int code = EXIT_PASS;

	if (socket->path != NULL)
		code = listening_open(arena, socket);
	if (code != EXIT_PASS)
		return code;
	code = serve(socket, processes, arena);
	if (socket->path != NULL)
		listening_close(socket);
	return code;
}

int
serve_command(int argc, char **argv, struct arena *arena)
{
	struct listening socket = {.path = NULL};
	const char *mode = NULL, *count = NULL;
	unsigned processes;
	const struct option options[] = {
	    {"--listen", .value = &socket.path},
	    {"--owner", .value = &socket.owner},
	    {"--mode", .value = &mode},
	    {"--processes", .value = &count},
	    {0},
	};

	if (!options_read(argc, argv, options) ||
	    !read_processes(count, &processes) ||
	    !read_mode(mode, &socket.mode) || is_misused(&socket, mode))
		return EXIT_WRONG;
	return run(&socket, processes, arena);
}
