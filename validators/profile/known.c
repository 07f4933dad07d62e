/* SPDX-License-Identifier: ISC */
/* Checks that the members and claims that a profile names are there to be
 * named. */
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/lib/known.h"
#include "validators/lib/member_rule.h"
#include "validators/profile/private.h"

struct known {
	struct reader *reader;
	const struct profile *profile;
	const struct profile_question *shipped;
	const struct json *members, *claims; /* under "known", or NULL */
};

static bool
is_member(const struct known *known, const char *name)
{
	return json_has_string(known->profile->members, name) ||
	       json_has_string(known->members, name) || known_member(name);
}

/* The registered claims of RFC 7519 section 4.1. */
static bool
is_of_any_jwt(const char *name)
{
	static const char *const names[] = {
	    "iss", "sub", "aud", "exp", "nbf", "iat", "jti"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* A path without what it picks by. */
static const char *
names_of(struct arena *arena, const char *path, size_t length)
{
	char *names = arena_strndup(arena, path, length), *to = names;

	for (const char *from = path; from < path + length; from++) {
		if (*from == '[')
			from += strcspn(from, "]");
		else
			*to++ = *from;
	}
	*to = '\0';
	return names;
}

/* Is it a path of the profile's, or a part of one from its begin? */
static bool
is_on_the_way(const struct known *known, const char *names)
{
	struct arena *arena = known->reader->arena;
	const size_t length = strlen(names);
	const struct json *path;
	const char *name;

	for (struct json_each each = json_each(known->profile->claims);
	     json_next(&each, &name, &path);)
		for (const char *p = json_string(path); p != NULL;
		     p = strchr(p, '|') != NULL ? strchr(p, '|') + 1 : NULL) {
			const char *whole = names_of(arena, p, strcspn(p, "|"));
			if (strncmp(whole, names, length) == 0 &&
			    (whole[length] == '\0' || whole[length] == '.'))
				return true;
		}
	return false;
}

/* Is there a claim at this one path? */
static bool
is_path(const struct known *known, const char *path, size_t length)
{
	struct arena *arena = known->reader->arena;
	const char *names = names_of(arena, path, length);
	const char *first = arena_strndup(arena, names, strcspn(names, "."));

	return is_member(known, first) || is_of_any_jwt(first) ||
	       json_has_string(known->claims, first) ||
	       json_has_string(known->claims, names) ||
	       is_on_the_way(known, names);
}

/* Does each of the paths of the name lead to a claim that there is? */
static bool
is_claim(const struct known *known, const char *name)
{
	if (json_get(known->profile->claims, name) != NULL)
		return true;
	for (;; name++) {
		if (!is_path(known, name, strcspn(name, "|")))
			return false;
		name = strchr(name, '|');
		if (name == NULL)
			return true;
	}
}

static void
need(const struct known *known, bool claim, const char *name, const char *key)
{
	struct reader *reader = known->reader;

	if (name == NULL ||
	    (claim ? is_claim(known, name) : is_member(known, name)))
		return;
	reader_wrong(reader, key,
	    arena_printf(reader->arena,
		"%s: there is no such %s; one that the profile does not "
		"have stands in known.%s",
		name, claim ? "claim" : "member",
		claim ? "claims" : "members"));
}

static void
need_all(const struct known *known, bool claim, const struct json *names,
    const char *key)
{
	for (size_t i = 0; i < json_length(names); i++)
		need(known, claim, json_string(json_at(names, i)), key);
}

/* A member has no other values than the validator of its name lets pass. */
static void
need_value(const struct known *known, const char *member, const char *value,
    const char *key)
{
	const struct json *allowed =
	    profile_setting_of(known->shipped, member, "allowed");

	if (value == NULL || allowed == NULL || json_has_string(allowed, value))
		return;
	reader_wrong(known->reader, key,
	    arena_printf(known->reader->arena,
		"%s: %s.allowed has no such string", value, member));
}

static void
check_conditions(const struct known *known, const struct member_condition *all,
    const char *key)
{
	for (; all != NULL && all->kind != CONDITION_NONE; all++) {
		need(known, all->source == SOURCE_CLAIM, all->name, key);
		if (all->source == SOURCE_CLAIM)
			continue;
		need_value(known, all->name, json_string(all->value), key);
		for (size_t i = 0; i < json_length(all->value); i++)
			need_value(known, all->name,
			    json_string(json_at(all->value, i)), key);
	}
}

static void
check_rule(const struct known *known, const struct member_rule *rule)
{
	const char *key =
	    arena_printf(known->reader->arena, "rules[%s]", rule->rule->id);
	const char *other = json_string(rule->value);

	need_all(known, rule->source == SOURCE_CLAIM, rule->names, key);
	if (rule->test->names != NAMES_NOTHING)
		need(known, rule->test->names == NAMES_CLAIM, other, key);
	check_conditions(known, rule->when, key);
	check_conditions(known, rule->unless, key);
}

static void
check_default(
    const struct known *known, const char *name, const struct json *entry)
{
	const char *key =
	    arena_printf(known->reader->arena, "defaults.%s", name);

	if (!json_has_string(known->profile->members, name))
		reader_wrong(known->reader, key, "must be one of members");
	need(known, true, json_string(json_get(entry, "claim")), key);
	need(known, false, json_string(json_get(entry, "with")), key);
	need_value(known, "grant_types",
	    json_string(json_get(entry, "grant_type")), key);
}

/* Some settings are names: a misspelt one would be looked for in vain. */
static void
check_settings(const struct known *known)
{
	static const struct {
		const char *validator, *name;
		bool claim;
	} names[] = {{"contradiction", "alike", false},
	    {"signing_algorithms", "members", false},
	    {"revoked_keys", "sets", true},
	    {"statement_claims", "strings", true},
	    {"statement_claims", "string_arrays", true}};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		need_all(known, names[i].claim,
		    profile_setting_of(known->profile->questions,
			names[i].validator, names[i].name),
		    arena_printf(known->reader->arena, "validators.%s.%s",
			names[i].validator, names[i].name));
}

/* A response type that is misspelt in the map would go with any grant. */
static void
check_grants(const struct known *known)
{
	static const char key[] = "validators.response_types.grant";
	const struct json *grants =
	    profile_setting_of(known->shipped, "response_types", "grant");
	const struct json *grant;
	const char *type;

	for (struct json_each each = json_each(grants);
	     json_next(&each, &type, &grant);) {
		need_value(known, "response_types", type, key);
		need_value(known, "grant_types", json_string(grant), key);
	}
}

static const struct json *
read_known(struct reader *reader, const struct json *from, const char *name)
{
	const struct json *names = json_get(from, name);

	if (names != NULL && !json_is_array_of(names, JSON_STRING, 1))
		reader_wrong(reader,
		    arena_printf(reader->arena, "known.%s", name),
		    "must be an array of strings");
	return names;
}

bool
profile_knows_claim(struct reader *reader, const struct json *root,
    const struct profile *profile, const char *name)
{
	const struct json *from = json_get(root, "known");
	const struct known known = {reader, profile, profile->questions,
	    json_get(from, "members"), json_get(from, "claims")};

	return is_claim(&known, name);
}

void
profile_check_known(struct reader *reader, const struct json *root,
    const struct profile *profile, const struct profile_question *shipped)
{
	static const char *const names[] = {"members", "claims", NULL};
	const struct json *from = json_get(root, "known"), *entry;
	const struct known known = {reader, profile, shipped,
	    read_known(reader, from, "members"),
	    read_known(reader, from, "claims")};
	const char *name;

	if (from != NULL && json_type(from) != JSON_OBJECT)
		reader_wrong(reader, "known", "must be an object");
	reader_known_keys(reader, from, "known.", names);
	if (reader->why != NULL)
		return;
	for (const struct member_rule *rule = profile->member_rules;
	     rule->rule != NULL; rule++)
		check_rule(&known, rule);
	for (struct json_each each = json_each(profile->defaults);
	     json_next(&each, &name, &entry);)
		check_default(&known, name, entry);
	check_settings(&known);
	check_grants(&known);
	if (json_type(profile->unechoed) == JSON_ARRAY)
		need_all(&known, true, profile->unechoed, "unechoed");
	need_all(&known, true, profile->effective_roles, "effective_roles");
}
