/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_LIB_WHO_H
#define COMMANDS_LIB_WHO_H

#include <stdbool.h>

struct arena;

/*
 * Which person runs a command, for the records of what operators do.  It is
 * what we are told: whoever may run the command can say another name.
 */

/* Called before root becomes somebody else. */
void who_begin(void);

/* Takes a name that the operator gives (--as; NULL: none).  False after saying
 * what is wrong with it. */
bool who_take(const char *as);

/* That name; else whom sudo(8) has started us for, the user who has logged in, or
 * the user that we were started as.  The arena's. */
const char *who(struct arena *arena);

#endif
