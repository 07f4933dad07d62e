/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "commands/command.h"
#include "commands/profiles.h"
#include "kit/json.h"
#include "validators/run/profile.h"
#include "validators/validator.h"

static void
print_text(const struct profile *profile)
{
	printf("%s: %s\n", profile->name, profile->title);
	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++) {
		printf("\n%s\n", q->validator->question);
		for (const struct rule *r = q->rules; r->id != NULL; r++)
			if (!profile_rule_is_off(q, r))
				printf("\n  %s\n    %s\n    else %s\n    %s\n",
				    r->id, r->meaning, r->error,
				    profile_clause(profile, r));
	}
}

static void
print_json(const struct profile *profile, struct arena *arena)
{
	struct json *all = json_new_array(arena);

	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++)
		for (const struct rule *r = q->rules; r->id != NULL; r++) {
			if (profile_rule_is_off(q, r))
				continue;
			struct json *rule = json_new_object(arena);
			json_set_string(rule, "rule", r->id);
			json_set_string(
			    rule, "question", q->validator->question);
			json_set_string(rule, "meaning", r->meaning);
			json_set_string(rule, "error", r->error);
			json_set_string(
			    rule, "clause", profile_clause(profile, r));
			json_append(all, rule);
		}
	puts(json_text_pretty(arena, all));
}

int
rules_command(int argc, char **argv, struct arena *arena)
{
	bool json = false;
	const struct profile *profile =
	    profiles_chosen(argc, argv, arena, &json);

	if (profile == NULL)
		return EXIT_WRONG;
	if (json)
		print_json(profile, arena);
	else
		print_text(profile);
	return EXIT_PASS;
}
