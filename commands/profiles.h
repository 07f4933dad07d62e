/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_PROFILES_H
#define COMMANDS_PROFILES_H

#include <stdbool.h>

struct arena;
struct profile;

/* Reads "[--profile NAME] [--json]"; json may be NULL where it is not taken.
 * NULL after a usage line or saying what is wrong: the profile of the
 * configuration unless one is named. */
const struct profile *profiles_chosen(
    int argc, char **argv, struct arena *arena, bool *json);

#endif
