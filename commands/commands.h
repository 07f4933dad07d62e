/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_COMMANDS_H
#define COMMANDS_COMMANDS_H

#include "commands/lib/command.h"

/* Picks and runs a subcommand; the program's exit code. */
int commands_main(int argc, char **argv, command_door *serve);

#endif
