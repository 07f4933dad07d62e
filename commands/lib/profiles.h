/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_LIB_PROFILES_H
#define COMMANDS_LIB_PROFILES_H

struct arena;
struct profile;

/* The profile of that name, with that overlay.  Where the name is NULL, the
 * profile of the configuration, with the overlay of the configuration unless
 * another one is given.  NULL after saying what is wrong. */
const struct profile *profiles_chosen(
    struct arena *arena, const char *name, const char *overlay);

#endif
