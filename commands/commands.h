/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_COMMANDS_H
#define COMMANDS_COMMANDS_H

/* Picks and runs a subcommand; the program's exit code. */
int commands_main(int argc, char **argv);

#endif
