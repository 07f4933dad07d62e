/* SPDX-License-Identifier: ISC */
/* Reads the key "validators": which questions are asked, by which clauses. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/profile/private.h"
#include "validators/table.h"

/* "redirect_uris.local" is "local" among the clauses of redirect_uris. */
static const char *
rule_suffix(const struct rule *rule)
{
	return strchr(rule->id, '.') + 1;
}

static void
read_clause(struct reader *reader, const struct rule *rule,
    const struct json *from, struct json *to)
{
	const struct json *clause = json_get(from, rule_suffix(rule));
	const char *text = json_string(clause);

	json_set(to, rule->id, clause);
	if (json_type(clause) != JSON_NULL && (text == NULL || *text == '\0'))
		reader_wrong(reader,
		    arena_printf(reader->arena, "validators.%.*s.clauses.%s",
			(int)strcspn(rule->id, "."), rule->id,
			rule_suffix(rule)),
		    "is missing: each rule names the clause that it enforces, "
		    "or is null where the regime has no such rule");
}

/* The clauses of a validator, by the whole names of its rules. */
static const struct json *
read_clauses(struct reader *reader, const struct validator *validator,
    const struct json *from)
{
	struct json *clauses = json_new_object(reader->arena);
	const char *names[32] = {0};
	size_t count = 0;

	for (const struct rule *rule = validator->rules; rule->id != NULL;
	     rule++) {
		names[count++] = rule_suffix(rule);
		read_clause(reader, rule, from, clauses);
	}
	if (count > 0)
		reader_known_keys(reader, from,
		    arena_printf(reader->arena, "validators.%s.clauses.",
			validator->name),
		    names);
	return clauses;
}

/* The questions in the order of the validators' table, not of the file. */
const struct profile_question *
profile_read_questions(struct reader *reader, const struct json *chosen,
    const struct profile_question *member_rules)
{
	size_t total = 0, count = 0, known = 0;

	while (validators[total] != NULL)
		total++;
	struct profile_question *questions =
	    arena_alloc(reader->arena, (total + 1) * sizeof(*questions));
	const char **names =
	    arena_alloc(reader->arena, (total + 1) * sizeof(*names));
	for (size_t i = 0; i < total; i++) {
		const struct json *settings =
		    json_get(chosen, validators[i]->name);
		if (validators[i]->rules == NULL) {
			if (member_rules->rules->id != NULL)
				questions[count++] = *member_rules;
			continue;
		}
		names[known++] = validators[i]->name;
		if (settings == NULL)
			continue;
		profile_check_settings(reader, validators[i], settings);
		questions[count++] = (struct profile_question){validators[i],
		    settings, validators[i]->rules,
		    read_clauses(
			reader, validators[i], json_get(settings, "clauses")),
		    NULL};
	}
	reader_known_keys(reader, chosen, "validators.", names);
	return questions;
}
