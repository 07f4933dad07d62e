/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_RULES_PRIVATE_H
#define COMMANDS_RULES_PRIVATE_H

#include <stdbool.h>

struct arena;
struct profile;

/* What dcr rules has beside its list. */

/* Prints one rule of the profile, one that is built in, or a refusal that holds
 * in every profile; an exit code, after saying that it is unknown. */
int explain_rule(const struct profile *profile, const char *id, bool json,
    struct arena *arena);

/* Prints docs/errors: every refusal of the shipped profiles and of the program,
 * by its error.  An exit code. */
int errors_print(struct arena *arena);

#endif
