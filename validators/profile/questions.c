/* SPDX-License-Identifier: ISC */
/* Reads the key "validators": which questions are asked, by which clauses. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
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

const char profile_description_wanted[] =
    "must be a string of printable ASCII without quotes and backslashes, of "
    "4096 characters at most";

bool
profile_is_description(const struct json *value)
{
	const char *text = json_string(value);

	if (text == NULL || *text == '\0' || strlen(text) > LIMIT_DESCRIPTION)
		return false;
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text > '~' || *text == '"' || *text == '\\')
			return false;
	return true;
}

/* What the text prescribes as the error_description of a rule, likewise. */
static const struct json *
read_descriptions(struct reader *reader, const struct validator *validator,
    const struct json *from)
{
	struct json *all;
	const char *names[32] = {0}, *key;
	size_t count = 0;

	if (from == NULL)
		return NULL;
	key = arena_printf(
	    reader->arena, "validators.%s.descriptions", validator->name);
	all = json_new_object(reader->arena);
	for (const struct rule *rule = validator->rules; rule->id != NULL;
	     rule++) {
		const struct json *text = json_get(from, rule_suffix(rule));
		names[count++] = rule_suffix(rule);
		if (text != NULL && !profile_is_description(text))
			reader_wrong(reader, key, profile_description_wanted);
		json_set(all, rule->id, text);
	}
	if (json_type(from) != JSON_OBJECT)
		reader_wrong(reader, key, "must be an object of strings");
	reader_known_keys(
	    reader, from, arena_printf(reader->arena, "%s.", key), names);
	return all;
}

unsigned
profile_read_verbs(
    struct reader *reader, const char *key, const struct json *value)
{
	unsigned verbs = 0;
	size_t i = 0;

	for (; i < json_length(value); i++) {
		const unsigned one =
		    method_named(json_string(json_at(value, i))) &
		    (METHODS_THAT_WRITE | METHOD_DELETE);
		if (one == 0 || (verbs & one) != 0)
			break;
		verbs |= one;
	}
	if (value != NULL && (json_type(value) != JSON_ARRAY || verbs == 0 ||
				 i < json_length(value)))
		reader_wrong(reader, key,
		    "must be an array of \"POST\" or \"PUT\", each once, or of "
		    "\"DELETE\", for requests that cancel");
	return value != NULL ? verbs : METHODS_THAT_WRITE;
}

/* What proves something is asked of every request. */
static unsigned
read_verbs(struct reader *reader, const struct validator *validator,
    const struct json *from)
{
	const char *key =
	    arena_printf(reader->arena, "validators.%s.verbs", validator->name);

	if (from != NULL && (validator->gives != 0 || validator->check == NULL))
		reader_wrong(reader, key,
		    "must be absent: the validator is asked of each request");
	return profile_read_verbs(reader, key, from) |
	       (validator->gives != 0 || validator->cancels ? METHOD_DELETE
							    : 0);
}

/* The rules, which answer another error than the validator's where the profile
 * says so. */
static const struct rule *
read_error(struct reader *reader, const struct validator *validator,
    const struct json *settings)
{
	static const char *const errors[] = {ERROR_METADATA, ERROR_REDIRECT,
	    ERROR_STATEMENT, ERROR_UNAPPROVED, NULL};
	const char *error = reader_choice(reader, settings,
	    arena_printf(reader->arena, "validators.%s.", validator->name),
	    "error", errors);
	size_t count = 0;

	if (error == NULL)
		return validator->rules;
	while (validator->rules[count].id != NULL)
		count++;
	struct rule *rules =
	    arena_alloc(reader->arena, (count + 1) * sizeof(*rules));
	for (size_t i = 0; i < count; i++) {
		rules[i] = validator->rules[i];
		rules[i].error = error;
	}
	return rules;
}

static struct profile_question
read_question(struct reader *reader, const struct validator *validator,
    const struct json *settings)
{
	profile_check_settings(reader, validator, settings);
	return (struct profile_question){
	    .validator = validator,
	    .settings = settings,
	    .rules = read_error(reader, validator, settings),
	    .clauses =
		read_clauses(reader, validator, json_get(settings, "clauses")),
	    .descriptions = read_descriptions(
		reader, validator, json_get(settings, "descriptions")),
	    .verbs = read_verbs(reader, validator, json_get(settings, "verbs")),
	};
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
		questions[count++] =
		    read_question(reader, validators[i], settings);
	}
	reader_known_keys(reader, chosen, "validators.", names);
	return questions;
}
