/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "commands/command.h"
#include "commands/profiles.h"
#include "validators/run/profile.h"
#include "validators/validator.h"

int
validators_command(int argc, char **argv, struct arena *arena)
{
	const struct profiles_option options[] = {{NULL, NULL, NULL}};
	const struct profile *profile =
	    profiles_chosen(argc, argv, arena, options);
	int number = 0;

	if (profile == NULL)
		return EXIT_WRONG;
	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++) {
		const struct validator *v = q->validator;
		printf("%2d  %s\n      %s\n      needs %s\n      gives %s\n",
		    ++number, v->name, v->question, facts_text(arena, v->needs),
		    facts_text(arena, v->gives));
	}
	return EXIT_PASS;
}
