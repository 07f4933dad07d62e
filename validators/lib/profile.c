/* SPDX-License-Identifier: ISC */
/* Answers what each room asks of a profile that is loaded. */
#include "validators/lib/profile.h"

#include <string.h>

#include "kit/json.h"
#include "validators/validator.h"

bool
profile_keeps_out(const struct profile *profile, const char *name)
{
	return json_type(json_get(profile->overlaid, name)) == JSON_BOOLEAN;
}

const struct profile_question *
profile_question_of(
    const struct profile_question *questions, const char *validator)
{
	for (; questions->validator != NULL; questions++)
		if (strcmp(questions->validator->name, validator) == 0)
			return questions;
	return NULL;
}

const struct json *
profile_setting_of(const struct profile_question *questions,
    const char *validator, const char *setting)
{
	const struct profile_question *question =
	    profile_question_of(questions, validator);

	return question != NULL ? json_get(question->settings, setting) : NULL;
}

bool
profile_rule_is_off(
    const struct profile_question *question, const struct rule *rule)
{
	return question != NULL &&
	       json_type(json_get(question->clauses, rule->id)) == JSON_NULL;
}

bool
profile_connection_is_plain(const struct profile *profile)
{
	return (profile->given & CONNECTION_PLAIN) != 0;
}

bool
profile_is_qualified(const struct profile *profile)
{
	return (profile->given & STATEMENT_CERTIFIED) != 0 &&
	       !profile_connection_is_plain(profile);
}

const char *
profile_clause(const struct profile *profile, const struct rule *rule)
{
	const char *clause = NULL;

	for (const struct profile_question *q = profile->questions;
	     clause == NULL && q->validator != NULL; q++)
		clause = json_string(json_get(q->clauses, rule->id));
	return clause;
}

static bool
begins(const char *path, const char *name)
{
	const size_t length = strlen(name);

	return strncmp(path, name, length) == 0 &&
	       (path[length] == '\0' || strchr(".[|", path[length]) != NULL);
}

bool
profile_has_path_from(const struct profile *profile, const char *name)
{
	const struct json *value;
	const char *ours;

	for (struct json_each each = json_each(profile->claims);
	     json_next(&each, &ours, &value);) {
		const char *path = json_string(value);
		for (; path != NULL; path = strchr(path, '|')) {
			path += *path == '|';
			if (begins(path, name))
				return true;
		}
	}
	return false;
}
