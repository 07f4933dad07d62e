/* SPDX-License-Identifier: ISC */
/* dcr rules --explain: one rule, what must hold and what to do. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "commands/lib/command.h"
#include "commands/rules/private.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "validators/lib/profile.h"
#include "validators/refusals/refusals.h"
#include "validators/table.h"
#include "validators/validator.h"

struct explained {
	const struct rule *rule;
	const char *question, *clause; /* or NULL */
	int status;
	const struct json *settings; /* of the question, in the profile */
};

static int
status_of(const struct rule *rule)
{
	return strcmp(rule->error, ERROR_CLIENT) == 0 ? 401 : 400;
}

static bool
in_profile(const struct profile *profile, const char *id, struct explained *out)
{
	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++)
		for (const struct rule *r = q->rules; r->id != NULL; r++)
			if (strcmp(r->id, id) == 0 &&
			    !profile_rule_is_off(q, r)) {
				*out = (struct explained){r,
				    q->validator->question,
				    profile_clause(profile, r), status_of(r),
				    q->settings};
				return true;
			}
	return false;
}

static bool
in_tables(const char *id, struct explained *out)
{
	const struct refusal *r = refusals_find(id);

	if (r == NULL)
		return false;
	*out = (struct explained){&r->rule, NULL, r->clause, r->status, NULL};
	return true;
}

/* A rule of a validator that this profile does not ask. */
static bool
in_validators(const char *id, struct explained *out)
{
	for (size_t i = 0; validators[i] != NULL; i++)
		for (const struct rule *r = validators[i]->rules;
		     r != NULL && r->id != NULL; r++)
			if (strcmp(r->id, id) == 0) {
				*out = (struct explained){r,
				    validators[i]->question, NULL, status_of(r),
				    NULL};
				return true;
			}
	return false;
}

static void
add(struct json *object, const char *name, const char *text)
{
	if (text != NULL)
		json_set_string(object, name, text);
}

static const struct json *
as_json(const struct explained *of, struct arena *arena)
{
	struct json *object = json_new_object(arena);

	json_set_string(object, "rule", of->rule->id);
	add(object, "question", of->question);
	json_set_string(object, "meaning", of->rule->meaning);
	json_set_integer(object, "status", of->status);
	json_set_string(object, "error", of->rule->error);
	add(object, "remedy", of->rule->remedy);
	add(object, "clause", of->clause);
	if (of->settings != NULL)
		json_set(object, "settings", of->settings);
	return object;
}

static void
print_line(const char *name, const char *text)
{
	if (text != NULL)
		printf("  %-10s %s\n", name, text);
}

static void
print_settings(const struct json *settings, struct arena *arena)
{
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(settings);
	     json_next(&each, &name, &value);)
		if (strcmp(name, "clauses") != 0)
			printf("  %-10s %s: %s\n", "setting", name,
			    json_text(arena, value));
}

static void
print_text(const struct explained *of, struct arena *arena)
{
	puts(of->rule->id);
	print_line("question", of->question);
	print_line("must hold", of->rule->meaning);
	printf("  %-10s %d %s\n", "else", of->status, of->rule->error);
	print_line("to do", of->rule->remedy);
	print_line("clause", of->clause);
	print_settings(of->settings, arena);
}

int
explain_rule(const struct profile *profile, const char *id, bool json,
    struct arena *arena)
{
	struct explained of;

	if (!in_profile(profile, id, &of) && !in_tables(id, &of) &&
	    !in_validators(id, &of))
		return command_fail(EXIT_WRONG,
		    "--explain: there is no rule %s: dcr rules lists those of "
		    "the profile, docs/errors all",
		    id);
	if (json)
		puts(json_text_pretty(arena, as_json(&of, arena)));
	else
		print_text(&of, arena);
	return EXIT_PASS;
}
