/* SPDX-License-Identifier: ISC */
/* dcr rules: every rule of a profile as text, JSON or a page of HTML. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/rules/private.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/moment.h"
#include "pages/rules.h"
#include "validators/external/external.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

/* The names of the cases in a folder that begin so, sorted; an array. */
static const struct json *
cases_of(struct arena *arena, const char *folder, const char *kind)
{
	struct json *names = json_new_array(arena);
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		if (strncmp(entries[i]->d_name, kind, strlen(kind)) == 0)
			json_append_string(names, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return names;
}

/* The names of the cases of every rule, for the page. */
static const struct json *
all_cases(const struct profile *profile, const char *cases, struct arena *arena)
{
	struct json *all = json_new_object(arena);

	for (const struct profile_question *q = profile->questions;
	     cases != NULL && q->validator != NULL; q++)
		for (const struct rule *r = q->rules; r->id != NULL; r++) {
			struct json *of = json_new_object(arena);
			const char *folder = arena_printf(
			    arena, "%s/%s/%s", cases, profile->name, r->id);

			json_set(of, "trip", cases_of(arena, folder, "trip"));
			json_set(of, "pass", cases_of(arena, folder, "pass"));
			json_set(all, r->id, of);
		}
	return all;
}

static void
print_html(
    const struct profile *profile, const char *cases, struct arena *arena)
{
	const struct rules_beside beside = {
	    .cases = all_cases(profile, cases, arena)};

	rules_page(
	    stdout, arena, profile, &beside, moment_text(arena, time(NULL)));
}

static void
print_rule(
    const struct profile *profile, const struct rule *r, struct arena *arena)
{
	printf("\n  %s\n    %s\n    else %s\n    to do: %s\n    %s\n", r->id,
	    r->meaning, r->error,
	    r->remedy != NULL ? r->remedy : "ask the bank",
	    profile_clause(profile, r));
	rules_print_values(rules_demand(profile, r, arena), "      ", arena);
}

static void
print_text(const struct profile *profile, struct arena *arena)
{
	printf("%s: %s\n", profile->name, profile->title);
	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++) {
		printf("\n%s\n", q->validator->question);
		rules_print_values(rules_settings(q, arena), "    ", arena);
		for (const struct rule *r = q->rules; r->id != NULL; r++)
			if (!profile_rule_is_off(q, r))
				print_rule(profile, r, arena);
	}
}

static const struct json *
describe(const struct profile *profile, const struct profile_question *q,
    const struct rule *r, const char *cases, struct arena *arena)
{
	struct json *rule = json_new_object(arena);
	const struct json *settings = rules_settings(q, arena);
	const struct json *demand = rules_demand(profile, r, arena);

	json_set_string(rule, "rule", r->id);
	json_set_string(rule, "question", q->validator->question);
	if (json_length(settings) > 0)
		json_set(rule, "settings", settings);
	if (demand != NULL)
		json_set(rule, "demands", demand);
	json_set_string(rule, "meaning", r->meaning);
	json_set_string(rule, "error", r->error);
	if (r->remedy != NULL)
		json_set_string(rule, "remedy", r->remedy);
	json_set_string(rule, "clause", profile_clause(profile, r));
	if (q->external != NULL)
		json_set_string(rule, "added", q->external->kind);
	if (cases == NULL)
		return rule;
	const char *folder =
	    arena_printf(arena, "%s/%s/%s", cases, profile->name, r->id);
	json_set(rule, "trip", cases_of(arena, folder, "trip"));
	json_set(rule, "pass", cases_of(arena, folder, "pass"));
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
	bool json = false, html = false, errors = false;
	const char *cases = NULL, *name = NULL, *overlay = NULL, *id = NULL;
	const char *at = NULL;
	const struct option options[] = {
	    {"--profile", .value = &name},
	    {"--overlay", .value = &overlay},
	    {"--at", .value = &at},
	    {"--json", .flag = &json},
	    {"--html", .flag = &html},
	    {"--cases", .value = &cases},
	    {"--explain", .value = &id},
	    {"--errors", .flag = &errors},
	    {0},
	};

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	if (errors)
		return errors_print(arena);
	const struct profile *profile =
	    command_profile_at(arena, name, overlay, at);
	if (profile == NULL)
		return EXIT_WRONG;
	if (id != NULL)
		return explain_rule(profile, id, json, arena);
	if (json)
		puts(json_text_pretty(
		    arena, describe_all(profile, cases, arena)));
	else if (html)
		print_html(profile, cases, arena);
	else
		print_text(profile, arena);
	return EXIT_PASS;
}
