/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_LIB_PROFILES_H
#define COMMANDS_LIB_PROFILES_H

struct arena;
struct profile;

/* The profile of that name with that overlay.  Without a name, that of the
 * configuration, and unless another one is given with its overlay.  NULL after
 * saying what is wrong. */
const struct profile *profiles_chosen(
    struct arena *arena, const char *name, const char *overlay);

#endif
