/* SPDX-License-Identifier: ISC */
/* Says of which submissions a rule of a profile is. */
#include <string.h>

#include "kit/arena.h"
#include "kit/names.h"
#include "validators/lib/private.h"
#include "validators/lib/profile.h"
#include "validators/lib/registered.h"
#include "validators/lib/submission.h"
#include "validators/lib/verdict.h"

const struct json *
member_value(
    const struct submission *s, enum member_source source, const char *name)
{
	const struct json *value;

	switch (source) {
	case SOURCE_REQUEST:
		return asked(s, name);
	case SOURCE_CLAIM:
		return claim(s, name);
	case SOURCE_MEMBER:
		break;
	}
	value = registered(s, name);
	if (value == NULL && !names_have(s->profile->is_member, name))
		return asked(s, name);
	return value;
}

static bool
has_any(const struct json *value, const struct json *strings)
{
	for (size_t i = 0; i < json_length(strings); i++) {
		const char *one = json_string(json_at(strings, i));
		if (json_has_string(value, one) ||
		    (json_string(value) != NULL &&
			json_equal(value, json_at(strings, i))))
			return true;
	}
	return false;
}

/* A default is nobody's word. */
static bool
is_given(const struct submission *s, const char *name)
{
	const struct metadata_member *m = metadata_member(s->metadata, name);

	return member_value(s, SOURCE_MEMBER, name) != NULL &&
	       (m == NULL || m->from != METADATA_DEFAULT);
}

static bool
holds(const struct submission *s, const struct member_condition *c)
{
	const struct json *value = member_value(s, c->source, c->name);

	switch (c->kind) {
	case CONDITION_HAS:
		return has_any(value, c->value);
	case CONDITION_LACKS:
		return !has_any(value, c->value);
	case CONDITION_IS:
		return value != NULL && json_equal(value, c->value);
	case CONDITION_PRESENT:
		return value != NULL;
	case CONDITION_ABSENT:
		return value == NULL;
	case CONDITION_GIVEN:
		return is_given(s, c->name);
	case CONDITION_UNGIVEN:
		return !is_given(s, c->name);
	case CONDITION_NONE:
		break;
	}
	return true;
}

static bool
all_hold(const struct submission *s, const struct member_condition *all)
{
	for (; all->kind != CONDITION_NONE; all++)
		if (!holds(s, all))
			return false;
	return true;
}

bool
member_applies(const struct submission *s, const struct member_rule *rule)
{
	return (rule->verbs & s->method) != 0 &&
	       (rule->when == NULL || all_hold(s, rule->when)) &&
	       (rule->unless == NULL || !all_hold(s, rule->unless));
}

static const char *
in_words(struct arena *arena, const struct member_condition *c)
{
	switch (c->kind) {
	case CONDITION_HAS:
		return arena_printf(
		    arena, "with %s of: %s", c->name, listed(arena, c->value));
	case CONDITION_LACKS:
		return arena_printf(arena, "with %s without: %s", c->name,
		    listed(arena, c->value));
	case CONDITION_IS:
		return arena_printf(
		    arena, "with %s %s", c->name, json_text(arena, c->value));
	case CONDITION_PRESENT:
		return arena_printf(arena, "with %s", c->name);
	case CONDITION_ABSENT:
		return arena_printf(arena, "without %s", c->name);
	case CONDITION_GIVEN:
		return arena_printf(arena, "with %s given", c->name);
	case CONDITION_UNGIVEN:
		return arena_printf(arena, "with %s not given", c->name);
	case CONDITION_NONE:
		break;
	}
	return "";
}

static const char *
all_in_words(
    struct arena *arena, const char *before, const struct member_condition *all)
{
	const char *text = "";

	for (; all != NULL && all->kind != CONDITION_NONE; all++) {
		text = arena_printf(
		    arena, "%s%s%s", text, before, in_words(arena, all));
		before = " and ";
	}
	return text;
}

const char *
member_because(const struct submission *s, const struct member_rule *rule)
{
	if (rule->when == NULL && rule->unless == NULL)
		return "";
	return arena_printf(s->arena, "%s%s",
	    all_in_words(s->arena, " ", rule->when),
	    all_in_words(s->arena, " unless ", rule->unless));
}

bool
member_rule_is_of_all(const struct member_rule *rule)
{
	return rule->when == NULL && rule->unless == NULL &&
	       rule->verbs == METHODS_THAT_WRITE;
}

static bool
is_about(const struct member_condition *all, const char *member)
{
	for (; all != NULL && all->kind != CONDITION_NONE; all++)
		if (all->source != SOURCE_CLAIM &&
		    strcmp(all->name, member) == 0)
			return true;
	return false;
}

bool
member_rule_turns_on(const struct member_rule *rule, const char *member)
{
	return is_about(rule->when, member) || is_about(rule->unless, member);
}
