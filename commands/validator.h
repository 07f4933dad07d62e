/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_VALIDATOR_H
#define COMMANDS_VALIDATOR_H

#include "validators/judge/judge.h"

struct arena;

/* Requests that were recorded, put to validators that are tried out. */
struct validator_trial {
	struct arena *arena;
	struct judge judge;
	enum added_method method;
	const char *certificate; /* a file; NULL: one beside each request */
	const char *stored;	 /* a file: the registration to be replaced */
};

/* Says what they make of one file: a request or, where one is read or removed,
 * a registration.  An exit code of commands/lib/command.h. */
int validator_try(const struct validator_trial *trial, const char *path);

#endif
