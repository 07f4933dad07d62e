/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_OPERATION_PRIVATE_H
#define COMMANDS_OPERATION_PRIVATE_H

#include <stdbool.h>

#include "commands/lib/operate.h"

struct arena;
struct config;

/* On whom the operator's word falls: one client, or all of a software or of an
 * organisation. */
struct operation_whom {
	const char *client_id, *software, *organisation; /* one is not NULL */
	const char *directory; /* that knows software or organisation by that;
				  NULL: the only one */
	bool dry;	       /* tell, and change nothing */
};

/* A line for a client that stays as it is; `client` is what operate() gave. */
void operation_tell_unchanged(const struct client *client, struct arena *arena);

/* Does it to all clients of a software or an organisation, a line for each and
 * one with the sums; the exit code. */
int operation_many(const struct config *config, struct store *store,
    const struct operation *operation, const struct operation_whom *whom,
    struct arena *arena);

#endif
