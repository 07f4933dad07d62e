/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_OPERATION_H
#define COMMANDS_OPERATION_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

struct arena;

/* What the bank's operator does to one client: it is read, changed, and
 * written together with the record of it; once more, and a few times, when
 * somebody else was faster. */
struct operation {
	const char *event;     /* of the record (kit/trail.h) */
	enum change_kind kind; /* CHANGE_REPLACE or CHANGE_REMOVE */

	/* Changes the client; false: it is in that state already.  NULL where
	 * there is nothing to change. */
	bool (*make)(const struct operation *operation, struct client *client);

	const char *client_id;
	const char *why; /* NULL: not said */
	int64_t now;	 /* seconds since the epoch */
};

/* Reads "ID" and, where it is taken, "--why TEXT", in any order.  An exit code
 * of commands/command.h, after saying what is wrong. */
int operation_parse(
    struct operation *operation, int argc, char **argv, bool takes_why);

/* The same. */
int operation_run(const struct operation *operation, struct arena *arena);

#endif
