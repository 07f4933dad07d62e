/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_LIB_OPTIONS_H
#define COMMANDS_LIB_OPTIONS_H

#include <stdbool.h>

/* An option, or one of the operands that may stand among the options. */
struct option {
	const char *name; /* "--json"; of an operand, what the usage line calls
			     it; NULL ends */
	bool *flag;	  /* an option without a value: set to true */
	const char **value; /* what was given last; of an option, NULL leaves
			       it to the caller, who walks argv */
	enum {
		OPTION,
		OPERAND,       /* a word without a dash in front */
		OPERAND_MAYBE, /* such a word, which may be missing */
		OPERAND_FILE,  /* such a word, or "-" for standard input */
		OPERAND_ID     /* any word: an identifier may begin with "--" */
	} kind;
};

/*
 * Reads argv from argv[1] on into what the table points to; operands are NULL
 * before.  False after saying what is wrong in one line, with the usage line
 * of the running command: the caller then leaves with EXIT_WRONG.
 */
bool options_read(int argc, char **argv, const struct option *options);

#endif
