/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_HELP_PRIVATE_H
#define COMMANDS_HELP_PRIVATE_H

#include <stddef.h>

/*
 * What dcr help tells of each command, and of each verb of a command that has
 * verbs.  Nothing outside commands/help includes this.  Suite help holds the
 * tables to the options that commands take and to docs/dcr.8.
 */
enum { HELP_WORDS = 24 };

struct help_word {
	const char *name;  /* "--since", or an operand: "FILE"; NULL ends */
	const char *value; /* "TIME"; NULL: a flag or an operand */
	const char *text;
};

struct help_entry {
	const char *command; /* "check", "keys new"; NULL ends */
	const char *usage;   /* its arguments; NULL: those of the command */
	const char *about;   /* NULL: the summary of the command */
	const char *example; /* lines for a shell */
	struct help_word words[HELP_WORDS];
};

extern const struct help_entry help_clients[], help_store[], help_deployment[],
    help_deliveries[], help_sandbox[];

/* The entries one by one: *table and *at are 0 before.  NULL: that is all. */
const struct help_entry *help_next(size_t *table, size_t *at);

/* The entry of a command's verb, or else of the command itself; a verb may be
 * NULL. */
const struct help_entry *help_find(const char *command, const char *verb);

#endif
