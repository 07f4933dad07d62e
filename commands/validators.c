/* SPDX-License-Identifier: ISC */
/* dcr validators: the profile's questions in their order. */
#include <stdio.h>
#include <string.h>

#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "validators/external/external.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

/* Prints where a validator is from, and of which requests it is asked. */
static void
print_origin(const struct external_validator *external)
{
	static const enum method all[] = {
	    METHOD_POST, METHOD_PUT, METHOD_GET, METHOD_DELETE};

	if (external == NULL) {
		puts("      built in");
		return;
	}
	printf("      added: %s %s, on", external->kind, external->origin);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if ((external->on & all[i]) != 0)
			printf(" %s", method_name(all[i]));
	putchar('\n');
}

static void
print_rules(const struct profile_question *q)
{
	size_t count = 0;

	for (const struct rule *r = q->rules; r->id != NULL; r++)
		if (!profile_rule_is_off(q, r))
			printf("%s%s", count++ > 0 ? " " : "      rules ",
			    strchr(r->id, '.') + 1);
	puts(count > 0 ? "" : "      rules -");
}

int
validators_command(int argc, char **argv, struct arena *arena)
{
	const char *name = NULL, *overlay = NULL;
	const struct option options[] = {
	    {"--profile", .value = &name},
	    {"--overlay", .value = &overlay},
	    {0},
	};
	int number = 0;

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	const struct profile *profile = command_profile(arena, name, overlay);
	if (profile == NULL)
		return EXIT_WRONG;
	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++) {
		const struct validator *v = q->validator;
		printf("%2d  %s\n      %s\n", ++number, v->name, v->question);
		print_origin(q->external);
		printf("      needs %s\n      gives %s\n",
		    facts_text(arena, v->needs), facts_text(arena, v->gives));
		print_rules(q);
	}
	return EXIT_PASS;
}
