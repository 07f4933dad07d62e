/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_LIB_PROFILES_H
#define COMMANDS_LIB_PROFILES_H

#include <stdbool.h>

struct arena;
struct profile;

/* An option besides --profile NAME and --overlay FILE: a flag, or with a
 * value. */
struct profiles_option {
	const char *name; /* NULL ends */
	bool *flag;
	const char **value;
};

/* The profile of --profile NAME, or of the configuration and with its overlay;
 * --overlay FILE is another one.  NULL after saying what is wrong. */
const struct profile *profiles_chosen(int argc, char **argv,
    struct arena *arena, const struct profiles_option *options);

#endif
