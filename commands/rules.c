/* SPDX-License-Identifier: ISC */
/* dcr rules: every rule of a profile as text, JSON or a page of HTML. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "kit/arena.h"
#include "kit/json.h"
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

static void
put(const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '<')
			fputs("&lt;", stdout);
		else if (*text == '>')
			fputs("&gt;", stdout);
		else if (*text == '&')
			fputs("&amp;", stdout);
		else
			putchar(*text);
	}
}

static void
put_cell(const struct json *value)
{
	fputs("<td>", stdout);
	if (json_string(value) != NULL)
		put(json_string(value));
	for (size_t i = 0; i < json_length(value); i++) {
		fputs(i > 0 ? "<br>" : "", stdout);
		put(json_string(json_at(value, i)));
	}
	fputs("</td>", stdout);
}

/* Prints a page of rules, each as `dcr rules --json` has it. */
static void
print_html(const struct profile *profile, const struct json *rules)
{
	static const char *const columns[] = {
	    "rule", "meaning", "error", "clause", "trip", "pass"};
	const char *question = "", *next;

	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n"
	      "<meta charset=\"utf-8\">\n<title>",
	    stdout);
	put(profile->title);
	fputs("</title>\n<h1>", stdout);
	put(profile->title);
	fputs("</h1>\n<table border=\"1\">\n", stdout);
	for (size_t i = 0; i < json_length(rules); i++) {
		const struct json *rule = json_at(rules, i);
		next = json_string(json_get(rule, "question"));
		if (strcmp(next, question) != 0) {
			fputs("<tr><th colspan=\"6\">", stdout);
			put(question = next);
			fputs("</th></tr>\n", stdout);
		}
		fputs("<tr>", stdout);
		for (size_t c = 0; c < sizeof(columns) / sizeof(columns[0]);
		     c++)
			put_cell(json_get(rule, columns[c]));
		fputs("</tr>\n", stdout);
	}
	fputs("</table>\n", stdout);
}

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
	const struct profile *profile = command_profile(arena, name, overlay);
	if (profile == NULL)
		return EXIT_WRONG;
	if (json)
		puts(json_text_pretty(
		    arena, describe_all(profile, cases, arena)));
	else if (html)
		print_html(profile, describe_all(profile, cases, arena));
	else
		print_text(profile);
	return EXIT_PASS;
}
