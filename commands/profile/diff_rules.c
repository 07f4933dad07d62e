/* SPDX-License-Identifier: ISC */
/* Compares the rules that two profiles say in data. */
#include <string.h>

#include "commands/profile/private.h"
#include "kit/arena.h"

/* The tests of which it is known which way is stricter. */
static const struct {
	const char *test;
	enum setting_tighter way;
} ways[] = {
    {"allowed", TIGHTER_FEWER},
    {"contains", TIGHTER_MORE},
    {"length", TIGHTER_LESS},
};

static enum setting_tighter
way_of(const char *key)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (strcmp(ways[i].test, key) == 0)
			return ways[i].way;
	return TIGHTER_NEVER;
}

static const struct json *
find(const struct json *rules, const char *id)
{
	for (size_t i = 0; i < json_length(rules); i++) {
		const struct json *rule = json_at(rules, i);
		if (strcmp(json_string(json_get(rule, "rule")), id) == 0)
			return rule;
	}
	return NULL;
}

static const char *
meaning(const struct json *rule)
{
	return json_string(json_get(rule, "meaning"));
}

/* Does the rule leave out what breaks it, in place of refusing? */
static bool
leaves_out(const struct json *rule)
{
	const char *otherwise = json_string(json_get(rule, "otherwise"));

	return otherwise != NULL && strcmp(otherwise, "refuse") != 0;
}

/* The one condition more, or less, that makes a rule of fewer requests. */
static enum difference_kind
conditions(const struct json *was, const struct json *is)
{
	static const char *const keys[] = {
	    "when", "unless", "verbs", "self_asserted"};
	size_t more = 0, less = 0;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const struct json *before = json_get(was, keys[i]);
		const struct json *now = json_get(is, keys[i]);
		if (before != NULL && now != NULL && !json_equal(before, now))
			return OTHER;
		more += before == NULL && now != NULL;
		less += before != NULL && now == NULL;
	}
	if (more > 0)
		return less == 0 ? LOOSER : OTHER;
	return less > 0 ? STRICTER : OTHER;
}

static bool
is_condition(const char *key)
{
	return strcmp(key, "when") == 0 || strcmp(key, "unless") == 0 ||
	       strcmp(key, "verbs") == 0 || strcmp(key, "self_asserted") == 0;
}

static void
compare_key(struct differences *to, const char *id, const char *key,
    const struct json *was, const struct json *is)
{
	const struct json *before = json_get(was, key);
	const struct json *now = json_get(is, key);
	const char *place = arena_printf(to->arena, "%s %s", id, key);

	if (before == now || json_equal(before, now))
		return;
	if (strcmp(key, "otherwise") == 0 && leaves_out(was) != leaves_out(is))
		difference_add(to, leaves_out(is) ? LOOSER : STRICTER, id,
		    leaves_out(is) ? "leaves out, and refuses no longer"
				   : "refuses, and leaves out no longer");
	else if (is_condition(key))
		difference_add(to, conditions(was, is), place,
		    arena_printf(to->arena, "%s instead of %s",
			now != NULL ? json_text(to->arena, now) : "none",
			before != NULL ? json_text(to->arena, before)
				       : "none"));
	else
		difference_value(to, place, way_of(key), before, now);
}

static void
compare(struct differences *to, const char *id, const struct json *was,
    const struct json *is)
{
	const struct json *value;
	const char *key;

	for (struct json_each each = json_each(was);
	     json_next(&each, &key, &value);)
		compare_key(to, id, key, was, is);
	for (struct json_each each = json_each(is);
	     json_next(&each, &key, &value);)
		if (json_get(was, key) == NULL)
			compare_key(to, id, key, was, is);
}

void
difference_of_rules(
    struct differences *to, const struct json *was, const struct json *is)
{
	for (size_t i = 0; i < json_length(was); i++) {
		const struct json *rule = json_at(was, i);
		const char *id = json_string(json_get(rule, "rule"));
		const struct json *now = find(is, id);
		if (now != NULL)
			compare(to, id, rule, now);
		else
			difference_add(to, leaves_out(rule) ? OTHER : LOOSER,
			    id,
			    arena_printf(to->arena, "is no rule any more: %s",
				meaning(rule)));
	}
	for (size_t i = 0; i < json_length(is); i++) {
		const struct json *rule = json_at(is, i);
		const char *id = json_string(json_get(rule, "rule"));
		if (find(was, id) == NULL)
			difference_add(to, leaves_out(rule) ? OTHER : STRICTER,
			    id,
			    arena_printf(
				to->arena, "is a rule now: %s", meaning(rule)));
	}
}
