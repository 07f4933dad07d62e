/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_HELP_HELP_H
#define COMMANDS_HELP_HELP_H

#include <stdbool.h>

struct arena;
struct command;

/* Is --help or -h among the arguments of the command, and not the value of an
 * option? */
bool help_is_wanted(const char *name, int argc, char **argv);

/* Tells what the arguments of dcr help ask for: all commands, one of them, one
 * of its verbs, or with --json all as JSON.  argv[0] is "help".  An exit code;
 * `commands` is the table of all of them. */
int help_tell(
    const struct command *commands, int argc, char **argv, struct arena *arena);

/* Tells of the command whose arguments ask for help. */
int help_tell_command(const struct command *commands, const char *name,
    int argc, char **argv, struct arena *arena);

#endif
