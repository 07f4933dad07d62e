/* SPDX-License-Identifier: ISC */
#include "commands/rules.h"

#include <stdio.h>
#include <string.h>

#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/lib/profiles.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "validators/external/external.h"
#include "validators/profile/profile.h"
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

static const struct json *
describe(const struct profile *profile, const struct profile_question *q,
    const struct rule *r, const char *cases, struct arena *arena)
{
	struct json *rule = json_new_object(arena);

	json_set_string(rule, "rule", r->id);
	json_set_string(rule, "question", q->validator->question);
	json_set_string(rule, "meaning", r->meaning);
	json_set_string(rule, "error", r->error);
	json_set_string(rule, "clause", profile_clause(profile, r));
	if (q->added != NULL)
		json_set_string(rule, "added", q->added->kind);
	if (cases == NULL)
		return rule;
	const char *folder =
	    arena_printf(arena, "%s/%s/%s", cases, profile->name, r->id);
	json_set(rule, "trip", rules_cases(arena, folder, "trip"));
	json_set(rule, "pass", rules_cases(arena, folder, "pass"));
	return rule;
}

static const struct json *
describe_all(
    const struct profile *profile, const char *cases, struct arena *arena)
{
	struct json *all = json_new_array(arena);

	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++)
		for (const struct rule *r = q->rules; r->id != NULL; r++)
			if (!profile_rule_is_off(q, r))
				json_append(
				    all, describe(profile, q, r, cases, arena));
	return all;
}

int
rules_command(int argc, char **argv, struct arena *arena)
{
	bool json = false, html = false;
	const char *cases = NULL, *name = NULL, *overlay = NULL;
	const struct option options[] = {
	    {"--profile", .value = &name},
	    {"--overlay", .value = &overlay},
	    {"--json", .flag = &json},
	    {"--html", .flag = &html},
	    {"--cases", .value = &cases},
	    {0},
	};

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	const struct profile *profile = profiles_chosen(arena, name, overlay);
	if (profile == NULL)
		return EXIT_WRONG;
	if (json)
		puts(json_text_pretty(
		    arena, describe_all(profile, cases, arena)));
	else if (html)
		rules_html(profile, describe_all(profile, cases, arena));
	else
		print_text(profile);
	return EXIT_PASS;
}
