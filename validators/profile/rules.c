/* SPDX-License-Identifier: ISC */
/* Reads the key "rules": the rules that a profile says in data. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/lib/member_rule.h"
#include "validators/profile/private.h"
#include "validators/table.h"

extern const struct validator member_rules;

static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";

static const char *
text_of(struct reader *reader, const struct json *entry, const char *key)
{
	const char *text = json_string(json_get(entry, key));

	if (text != NULL && *text != '\0')
		return text;
	profile_rule_wrong(
	    reader, entry, key, "must be a string that is not empty");
	return "";
}

bool
profile_is_rule_id(const char *text)
{
	size_t length = strspn(text, letters);

	return length > 0 && text[length] == '.' && text[length + 1] != '\0' &&
	       text[length + 1 + strspn(text + length + 1, letters)] == '\0';
}

bool
profile_is_error(const struct json *declared, const char *error)
{
	static const char *const known[] = {
	    ERROR_METADATA, ERROR_REDIRECT, ERROR_STATEMENT, ERROR_UNAPPROVED};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i], error) == 0)
			return true;
	return json_has_string(declared, error);
}

static void
read_test(
    struct reader *reader, const struct json *entry, struct member_rule *out)
{
	size_t count = 0;

	for (const struct member_test *t = member_tests; t->name != NULL; t++) {
		const struct json *value = json_get(entry, t->name);
		const char *form = value != NULL ? t->form(value) : NULL;
		if (value == NULL)
			continue;
		count++;
		out->test = t;
		out->value = value;
		if (form != NULL)
			profile_rule_wrong(reader, entry, t->name,
			    arena_printf(reader->arena, "must be %s", form));
	}
	if (count != 1)
		profile_rule_wrong(
		    reader, entry, "", "must have one test, and one alone");
}

/* The word of the statement is never self-asserted. */
static bool
read_self_asserted(struct reader *reader, const struct json *entry,
    const struct member_rule *rule)
{
	const struct json *value = json_get(entry, "self_asserted");

	if (value != NULL &&
	    (!json_true(value) || rule->source != SOURCE_MEMBER))
		profile_rule_wrong(reader, entry, "self_asserted",
		    "must be true, of a rule with member");
	return json_true(value);
}

static const char *
description_of(struct reader *reader, const struct json *entry)
{
	const struct json *value = json_get(entry, "description");

	if (!profile_is_description(value))
		profile_rule_wrong(
		    reader, entry, "description", profile_description_wanted);
	return json_string(value);
}

/* A test that nothing can be left out by: what is not there stays so, and keys
 * are looked for once. */
static bool
only_refuses(const struct member_test *test)
{
	return test->scope == MEMBER_TOGETHER ||
	       test->argument == MEMBER_KEYS ||
	       strcmp(test->name, "required") == 0;
}

static enum member_otherwise
read_otherwise(struct reader *reader, const struct json *root,
    const struct json *entry, const struct member_rule *rule)
{
	static const char *const words[] = {[OTHERWISE_REFUSE] = "refuse",
	    [OTHERWISE_IGNORE] = "ignore",
	    [OTHERWISE_NARROW] = "narrow"};
	const struct json *value = json_get(entry, "otherwise");
	const struct json *members = json_get(root, "members");
	size_t word = 0;

	if (value == NULL || rule->test == NULL)
		return OTHERWISE_REFUSE;
	while (word < 3 && (json_string(value) == NULL ||
			       strcmp(json_string(value), words[word]) != 0))
		word++;
	if (word == 3)
		profile_rule_wrong(reader, entry, "otherwise",
		    "must be \"refuse\", \"ignore\" or \"narrow\"");
	if (word != OTHERWISE_REFUSE &&
	    (rule->source != SOURCE_MEMBER || only_refuses(rule->test)))
		profile_rule_wrong(reader, entry, "otherwise",
		    "must be \"refuse\": only a test that looks at a "
		    "registered member can leave some of it out");
	if (word == OTHERWISE_NARROW && rule->test->scope != MEMBER_EACH_STRING)
		profile_rule_wrong(reader, entry, "otherwise",
		    "must not be \"narrow\": the test is not of each string");
	for (size_t i = 0;
	     word != OTHERWISE_REFUSE && i < json_length(rule->names); i++)
		if (!json_has_string(
			members, json_string(json_at(rule->names, i))))
			profile_rule_wrong(reader, entry, "otherwise",
			    "must be \"refuse\": what is not among members is "
			    "not registered");
	return (enum member_otherwise)word;
}

static void
check_keys(struct reader *reader, const struct json *entry)
{
	const char *names[48] = {"rule", "meaning", "remedy", "error", "clause",
	    "member", "request", "claim", "when", "unless", "self_asserted",
	    "description", "otherwise", "verbs"};
	size_t count = 14;

	for (const struct member_test *t = member_tests; t->name != NULL; t++)
		names[count++] = t->name;
	reader_known_keys(reader, entry, "rules[].", names);
}

static void
read_rule(struct reader *reader, const struct json *root,
    const struct json *entry, struct rule *rule, struct member_rule *out)
{
	check_keys(reader, entry);
	*rule = (struct rule){text_of(reader, entry, "rule"),
	    text_of(reader, entry, "error"), text_of(reader, entry, "meaning"),
	    json_get(entry, "remedy") != NULL ? text_of(reader, entry, "remedy")
					      : NULL};
	(void)text_of(reader, entry, "clause");
	if (!profile_is_rule_id(rule->id))
		profile_rule_wrong(reader, entry, "rule",
		    "must be two names of letters with a dot between");
	if (!profile_is_error(json_get(root, "errors"), rule->error))
		profile_rule_wrong(reader, entry, "error",
		    "must be an error of RFC 7591 section 3.2.2, or one of "
		    "errors");
	out->rule = rule;
	out->names = profile_rule_names(reader, entry, entry, "", &out->source);
	out->when = profile_read_conditions(reader, entry, "when");
	out->unless = profile_read_conditions(reader, entry, "unless");
	out->self_asserted = read_self_asserted(reader, entry, out);
	read_test(reader, entry, out);
	out->otherwise = read_otherwise(reader, root, entry, out);
	out->verbs = profile_read_verbs(reader,
	    arena_printf(reader->arena, "rules[%s].verbs", rule->id),
	    json_get(entry, "verbs"));
	if (out->test != NULL && out->test->scope == MEMBER_TOGETHER &&
	    json_length(out->names) < 2)
		profile_rule_wrong(
		    reader, entry, "", "must have several members for one_of");
	if (rule->remedy == NULL && out->source == SOURCE_CLAIM)
		rule->remedy = "have the directory put the claim right, and "
			       "get a new statement";
	else if (rule->remedy == NULL && out->test != NULL)
		rule->remedy = out->test->remedy;
}

/* Can nobody keep both rules, since one demands always what the other
 * forbids? */
static bool
contradict(const struct member_rule *a, const struct member_rule *b)
{
	return a->test != NULL && b->test != NULL && member_rule_is_of_all(a) &&
	       member_rule_is_of_all(b) && a->source == b->source &&
	       json_equal(a->names, b->names) &&
	       strcmp(a->test->name, "required") == 0 &&
	       strcmp(b->test->name, "forbidden") == 0;
}

static void
check_together(struct reader *reader, const struct member_rule *all)
{
	for (const struct member_rule *a = all; a->rule != NULL; a++)
		for (const struct member_rule *b = all; b->rule != NULL; b++) {
			if (a < b && strcmp(a->rule->id, b->rule->id) == 0)
				reader_wrong(reader, "rules",
				    arena_printf(reader->arena,
					"%s is there twice", a->rule->id));
			if (contradict(a, b))
				reader_wrong(reader, "rules",
				    arena_printf(reader->arena,
					"%s and %s cannot both be kept",
					a->rule->id, b->rule->id));
		}
}

/* A rule of the profile's own must not pass for another one. */
static void
check_names(struct reader *reader, const struct rule *own)
{
	for (; own->id != NULL; own++)
		for (size_t i = 0; validators[i] != NULL; i++)
			for (const struct rule *o = validators[i]->rules;
			     o != NULL && o->id != NULL; o++)
				if (strcmp(o->id, own->id) == 0)
					reader_wrong(reader, "rules",
					    arena_printf(reader->arena,
						"%s is a rule of a validator",
						own->id));
}

struct profile_question
profile_read_rules(
    struct reader *reader, const struct json *root, struct profile *profile)
{
	const struct json *from = json_get(root, "rules");
	const struct json *errors = json_get(root, "errors");
	size_t count = json_length(from);
	struct arena *arena = reader->arena;
	struct rule *rules = arena_alloc(arena, (count + 1) * sizeof(*rules));
	struct member_rule *all =
	    arena_alloc(arena, (count + 1) * sizeof(*all));
	struct json *clauses = json_new_object(arena);
	struct json *descriptions = json_new_object(arena);

	if (from != NULL && json_type(from) != JSON_ARRAY)
		reader_wrong(reader, "rules", "must be an array of objects");
	if (errors != NULL && !json_is_array_of(errors, JSON_STRING, 1))
		reader_wrong(reader, "errors", "must be an array of strings");
	for (size_t i = 0; reader->why == NULL && i < count; i++) {
		const struct json *entry = json_at(from, i);
		read_rule(reader, root, entry, &rules[i], &all[i]);
		profile->drops |= all[i].otherwise != OTHERWISE_REFUSE;
		json_set(clauses, rules[i].id, json_get(entry, "clause"));
		if (json_get(entry, "description") != NULL)
			json_set_string(descriptions, rules[i].id,
			    description_of(reader, entry));
	}
	check_together(reader, all);
	check_names(reader, rules);
	profile->member_rules = all;
	return (struct profile_question){.validator = &member_rules,
	    .settings = from,
	    .rules = rules,
	    .clauses = clauses,
	    .descriptions = descriptions};
}
