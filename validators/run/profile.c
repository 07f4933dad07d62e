/* SPDX-License-Identifier: ISC */
#include "validators/run/profile.h"

#include <errno.h>
#include <regex.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/reader.h"
#include "validators/validator.h"

static bool
is_map_of(const struct json *value, enum json_type type)
{
	const char *name;
	const struct json *member;

	for (size_t i = 0; json_member(value, i, &name, &member); i++)
		if (json_type(member) != type)
			return false;
	return json_type(value) == JSON_OBJECT;
}

static bool
is_array_of(const struct json *value, enum json_type type)
{
	for (size_t i = 0; i < json_length(value); i++)
		if (json_type(json_at(value, i)) != type)
			return false;
	return json_type(value) == JSON_ARRAY && json_length(value) > 0;
}

static bool
is_pattern(const struct json *value)
{
	const char *text = json_string(value);
	regex_t regex;

	if (text == NULL || regcomp(&regex, text, REG_EXTENDED | REG_NOSUB))
		return false;
	regfree(&regex);
	return true;
}

/* NULL when the value has the form; else the form in words. */
static const char *
form_wanted(const struct json *value, enum setting_form form)
{
	int64_t number;

	switch (form) {
	case SETTING_STRING:
		return json_string(value) != NULL ? NULL : "a string";
	case SETTING_PATTERN:
		return is_pattern(value) ? NULL
					 : "an extended regular expression";
	case SETTING_STRINGS:
		return is_array_of(value, JSON_STRING) ? NULL
						       : "an array of strings";
	case SETTING_INTEGER:
		return json_integer(value, &number) && number >= 0
			   ? NULL
			   : "a whole number";
	case SETTING_BOOLEAN:
		return json_type(value) == JSON_BOOLEAN ? NULL
							: "true or false";
	case SETTING_STRING_MAP:
		return is_map_of(value, JSON_STRING) ? NULL
						     : "an object of strings";
	case SETTING_STRINGS_MAP:
		return is_map_of(value, JSON_ARRAY)
			   ? NULL
			   : "an object of arrays of strings";
	case SETTING_EQUATIONS:
		return is_array_of(value, JSON_OBJECT)
			   ? NULL
			   : "an array of objects of strings";
	}
	return "known";
}

static void
check_settings(struct reader *reader, const struct validator *validator,
    const struct json *settings)
{
	const char *names[16] = {"clauses"};
	size_t count = 1;

	for (const struct setting *setting = validator->settings;
	     setting != NULL && setting->name != NULL; setting++) {
		const char *wanted = form_wanted(
		    json_get(settings, setting->name), setting->form);
		names[count++] = setting->name;
		if (wanted != NULL)
			reader_wrong(reader,
			    arena_printf(reader->arena, "validators.%s.%s",
				validator->name, setting->name),
			    arena_printf(reader->arena, "must be %s", wanted));
	}
	reader_known_keys(reader, settings,
	    arena_printf(reader->arena, "validators.%s.", validator->name),
	    names);
}

/* "redirect_uris.local" is "local" among the clauses of redirect_uris. */
static const char *
rule_suffix(const struct rule *rule)
{
	return strchr(rule->id, '.') + 1;
}

static void
check_clauses(struct reader *reader, const struct validator *validator,
    const struct json *clauses)
{
	const char *names[32] = {0};
	size_t count = 0;

	for (const struct rule *rule = validator->rules; rule->id != NULL;
	     rule++) {
		names[count++] = rule_suffix(rule);
		if (json_string(json_get(clauses, rule_suffix(rule))) == NULL)
			reader_wrong(reader,
			    arena_printf(reader->arena,
				"validators.%s.clauses.%s", validator->name,
				rule_suffix(rule)),
			    "is missing: each rule names the clause that it "
			    "enforces");
	}
	reader_known_keys(reader, clauses,
	    arena_printf(
		reader->arena, "validators.%s.clauses.", validator->name),
	    names);
}

/* The questions in the order of the validators' table, not of the file. */
static const struct profile_question *
read_questions(struct reader *reader, const struct json *chosen)
{
	size_t total = 0, count = 0;

	while (validators[total] != NULL)
		total++;
	struct profile_question *questions =
	    arena_alloc(reader->arena, (total + 1) * sizeof(*questions));
	const char **names =
	    arena_alloc(reader->arena, (total + 1) * sizeof(*names));
	for (size_t i = 0; i < total; i++) {
		const struct json *settings =
		    json_get(chosen, validators[i]->name);
		names[i] = validators[i]->name;
		if (settings == NULL)
			continue;
		const struct json *clauses = json_get(settings, "clauses");
		check_settings(reader, validators[i], settings);
		check_clauses(reader, validators[i], clauses);
		questions[count++] =
		    (struct profile_question){validators[i], settings, clauses};
	}
	reader_known_keys(reader, chosen, "validators.", names);
	return questions;
}

static const struct json *
need_form(struct reader *reader, const struct json *root, const char *name,
    bool right, const char *wanted)
{
	if (!right)
		reader_wrong(reader, name, wanted);
	return json_get(root, name);
}

static void
read_profile(
    struct reader *reader, const struct json *root, struct profile *profile)
{
	static const char *const names[] = {"name", "title", "content_types",
	    "claims", "members", "defaults", "unechoed", "duplicates",
	    "validators", NULL};
	static const char strings[] = "must be an array of strings";

	reader_known_keys(reader, root, "", names);
	profile->name = reader_need(reader, root, "", "name");
	profile->title = reader_need(reader, root, "", "title");
	profile->content_types = need_form(reader, root, "content_types",
	    is_array_of(json_get(root, "content_types"), JSON_STRING), strings);
	profile->claims = need_form(reader, root, "claims",
	    is_map_of(json_get(root, "claims"), JSON_STRING),
	    "must be an object of strings");
	profile->members = need_form(reader, root, "members",
	    is_array_of(json_get(root, "members"), JSON_STRING), strings);
	profile->defaults = need_form(reader, root, "defaults",
	    is_map_of(json_get(root, "defaults"), JSON_OBJECT),
	    "must be an object of objects");
	profile->unechoed = need_form(reader, root, "unechoed",
	    is_array_of(json_get(root, "unechoed"), JSON_STRING), strings);
	const char *duplicates =
	    reader_choice(reader, root, "duplicates", "allow", "refuse");
	profile->software_once =
	    duplicates != NULL && strcmp(duplicates, "refuse") == 0;
	profile->questions =
	    read_questions(reader, json_get(root, "validators"));
}

/* The text of a shipped profile or of a file; NULL with reader->why. */
static const char *
profile_find(struct reader *reader, const char *which, size_t *length)
{
	const char *all = "";

	if (strpbrk(which, "/.") != NULL) {
		const char *text =
		    file_read(reader->arena, which, LIMIT_FILE, length);
		if (text == NULL)
			reader_wrong(reader, "cannot read", strerror(errno));
		return text;
	}
	for (const struct profile_text *t = profile_texts; t->name != NULL;
	     t++) {
		*length = strlen(t->text);
		if (strcmp(t->name, which) == 0)
			return t->text;
		all = arena_printf(reader->arena, "%s %s", all, t->name);
	}
	reader_wrong(reader, "no such profile; there are",
	    arena_printf(reader->arena, "%s, and paths of files", all + 1));
	return NULL;
}

const struct profile *
profile_load(struct arena *arena, const char *which, const char **why)
{
	struct reader reader = {
	    .arena = arena,
	    .file = arena_printf(arena, "profile %s", which),
	};
	struct profile *profile = arena_alloc(arena, sizeof(*profile));
	struct json_error error = {0};
	size_t length = 0;

	const char *text = profile_find(&reader, which, &length);
	if (text != NULL) {
		const struct json *root =
		    json_parse(arena, text, length, &error);
		if (json_type(root) == JSON_OBJECT)
			read_profile(&reader, root, profile);
		else
			reader_wrong(&reader,
			    arena_printf(arena, "line %zu", error.line),
			    root == NULL ? error.what : "not an object");
	}
	if (reader.why == NULL) {
		const char *unproved = facts_prove(arena, profile->questions);
		if (unproved != NULL)
			reader_wrong(&reader, "validators", unproved);
	}
	*why = reader.why;
	return reader.why == NULL ? profile : NULL;
}

const char *
profile_clause(const struct profile *profile, const struct rule *rule)
{
	size_t prefix = strcspn(rule->id, ".");

	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++)
		if (strlen(q->validator->name) == prefix &&
		    strncmp(q->validator->name, rule->id, prefix) == 0)
			return json_string(
			    json_get(q->clauses, rule_suffix(rule)));
	return NULL;
}
