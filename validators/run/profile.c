/* SPDX-License-Identifier: ISC */
#include "validators/run/profile.h"

#include <errno.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/reader.h"
#include "validators/run/profile_discovery.h"
#include "validators/run/profile_settings.h"
#include "validators/validator.h"

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
		profile_check_settings(reader, validators[i], settings);
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

static bool
read_switch(struct reader *reader, const struct json *from, const char *name)
{
	const struct json *value = json_get(from, name);

	if (json_type(value) != JSON_BOOLEAN)
		reader_wrong(reader,
		    arena_printf(reader->arena, "management.%s", name),
		    "must be true or false");
	return json_true(value);
}

static void
read_management(
    struct reader *reader, const struct json *root, struct profile *profile)
{
	static const char *const names[] = {"registration_access_token",
	    "rotate", "access_token", "scope", "bound", NULL};
	static const char *const words[] = {"never", "optional", "always"};
	static const char prefix[] = "management.";
	const struct json *from = json_get(root, "management");
	struct profile_management *to = &profile->management;
	size_t word = 0;

	reader_known_keys(reader, from, prefix, names);
	const char *token = reader_need(reader, from, prefix, names[0]);
	while (word < 3 && token != NULL && strcmp(words[word], token) != 0)
		word++;
	if (word == 3)
		reader_wrong(reader, "management.registration_access_token",
		    "must be \"never\", \"optional\" or \"always\"");
	to->registration_access_token = (enum profile_token)word;
	to->scope = reader_string(reader, from, prefix, "scope");
	to->rotate = read_switch(reader, from, "rotate");
	to->access_token = read_switch(reader, from, "access_token");
	to->bound = read_switch(reader, from, "bound");
}

/* A misspelt condition must not become none. */
static const struct json *
read_defaults(struct reader *reader, const struct json *root)
{
	static const char *const names[] = {
	    "value", "claim", "grant_type", NULL};
	static const char prefix[] = "defaults[].";
	const struct json *all = json_get(root, "defaults"), *entry;
	const char *name;

	if (!profile_map_of(all, JSON_OBJECT))
		reader_wrong(
		    reader, "defaults", "must be an object of objects");
	for (size_t i = 0; json_member(all, i, &name, &entry); i++) {
		reader_known_keys(reader, entry, prefix, names);
		(void)reader_string(reader, entry, prefix, "grant_type");
		if ((reader_string(reader, entry, prefix, "claim") == NULL) ==
		    (json_get(entry, "value") == NULL))
			reader_wrong(reader, "defaults[]",
			    "must have one of value and claim");
	}
	return all;
}

/* Nobody forgets to say so: an empty array withholds nothing. */
static const struct json *
read_withheld(struct reader *reader, const struct json *root)
{
	static const char *const names[] = {"withheld", NULL};
	const struct json *from = json_get(root, "client_credentials");
	const struct json *withheld = json_get(from, "withheld");

	reader_known_keys(reader, from, "client_credentials.", names);
	if (!profile_array_of(withheld, JSON_STRING) &&
	    (json_type(withheld) != JSON_ARRAY || json_length(withheld) != 0))
		reader_wrong(reader, "client_credentials.withheld",
		    "must be an array of strings");
	return withheld;
}

/* A misspelt scope would withhold nothing. */
static void
check_withheld(struct reader *reader, const struct profile *profile)
{
	const struct json *scopes =
	    json_get(profile->discovery, "scopes_supported");

	for (size_t i = 0; i < json_length(profile->withheld); i++)
		if (scopes != NULL &&
		    !json_has_string(
			scopes, json_string(json_at(profile->withheld, i))))
			reader_wrong(reader, "client_credentials.withheld",
			    "must be among scopes_supported");
}

static void
read_profile(
    struct reader *reader, const struct json *root, struct profile *profile)
{
	static const char *const names[] = {"name", "title", "content_types",
	    "claims", "members", "defaults", "unechoed", "duplicates",
	    "management", "client_credentials", "discovery", "validators",
	    NULL};
	static const char strings[] = "must be an array of strings";
	static const char *const words[] = {"allow", "refuse", NULL};

	reader_known_keys(reader, root, "", names);
	profile->name = reader_need(reader, root, "", "name");
	profile->title = reader_need(reader, root, "", "title");
	profile->content_types = need_form(reader, root, "content_types",
	    profile_array_of(json_get(root, "content_types"), JSON_STRING),
	    strings);
	profile->claims = need_form(reader, root, "claims",
	    profile_map_of(json_get(root, "claims"), JSON_STRING),
	    "must be an object of strings");
	profile->members = need_form(reader, root, "members",
	    profile_array_of(json_get(root, "members"), JSON_STRING), strings);
	profile->defaults = read_defaults(reader, root);
	profile->unechoed = need_form(reader, root, "unechoed",
	    profile_array_of(json_get(root, "unechoed"), JSON_STRING), strings);
	const char *duplicates =
	    reader_choice(reader, root, "duplicates", words);
	profile->software_once =
	    duplicates != NULL && strcmp(duplicates, "refuse") == 0;
	read_management(reader, root, profile);
	profile->withheld = read_withheld(reader, root);
	profile->questions =
	    read_questions(reader, json_get(root, "validators"));
	profile->discovery =
	    profile_read_discovery(reader, root, profile->questions);
	check_withheld(reader, profile);
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
