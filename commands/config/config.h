/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_CONFIG_CONFIG_H
#define COMMANDS_CONFIG_CONFIG_H

#include <stdbool.h>

struct arena;
struct config;
struct judge;

/* Opens all that serving would open, so that a deployment which this function
 * accepts will start.  False, and *why is one line, when something is wrong.
 * What the judge has is the arena's. */
bool config_can_serve(const struct config *config, struct judge *judge,
    struct arena *arena, const char **why);

#endif
