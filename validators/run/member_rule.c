/* SPDX-License-Identifier: ISC */
#include "validators/run/member_rule.h"

#include "kit/arena.h"
#include "kit/json.h"
#include "validators/run/judge.h"
#include "validators/run/member_form.h"
#include "validators/run/submission.h"
#include "validators/run/tagged.h"
#include "validators/run/verdict.h"

/* A condition is about what would be registered: a default counts. */
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

static bool
applies(const struct submission *s, const struct member_condition *when)
{
	const struct json *value = NULL;

	if (when->kind != CONDITION_NONE)
		value = when->claim ? claim(s, when->name)
				    : judge_value(s, when->name);
	switch (when->kind) {
	case CONDITION_NONE:
		return true;
	case CONDITION_HAS:
		return has_any(value, when->values);
	case CONDITION_LACKS:
		return !has_any(value, when->values);
	case CONDITION_PRESENT:
		return value != NULL;
	case CONDITION_ABSENT:
		break;
	}
	return value == NULL;
}

static const char *
because(const struct submission *s, const struct member_condition *when)
{
	switch (when->kind) {
	case CONDITION_NONE:
		return "";
	case CONDITION_HAS:
		return arena_printf(s->arena, " with %s of: %s", when->name,
		    listed(s->arena, when->values));
	case CONDITION_LACKS:
		return arena_printf(s->arena, " with %s without: %s",
		    when->name, listed(s->arena, when->values));
	case CONDITION_PRESENT:
		return arena_printf(s->arena, " with %s", when->name);
	case CONDITION_ABSENT:
		break;
	}
	return arena_printf(s->arena, " without %s", when->name);
}

static const char *
value_text(const struct submission *s, const struct json *value)
{
	if (json_string(value) != NULL)
		return json_string(value);
	if (json_string(json_at(value, 0)) != NULL)
		return listed(s->arena, value);
	return json_text(s->arena, value);
}

static const char *
argument(const struct submission *s, const struct member_rule *rule)
{
	switch (rule->test->argument) {
	case MEMBER_NOTHING:
		return "";
	case MEMBER_VALUE:
		return value_text(s, rule->value);
	case MEMBER_CLAIM:
		return claim_name(s, json_string(rule->value));
	case MEMBER_TYPE:
		break;
	}
	return member_type_words(rule->value);
}

static void
check_one(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given,
    const char *pointer)
{
	bool right = rule->test->scope != MEMBER_EACH_STRING ||
		     json_string(given) != NULL;

	if (right && rule->test->holds(s, v, rule, given))
		return;
	refuse(v, rule->rule, pointer, "%s%s%s", rule->test->words,
	    argument(s, rule), because(s, &rule->when));
}

static void
check_name(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const char *name)
{
	const struct json *given =
	    rule->claim ? claim(s, name) : asked(s, name);
	const char *pointer =
	    rule->claim ? claim_pointer(s, name) : pointer_to(s, name);

	if (given == NULL && rule->test->scope != MEMBER_PRESENCE)
		return;
	if (rule->test->scope != MEMBER_EACH_STRING ||
	    json_type(given) != JSON_ARRAY) {
		check_one(s, v, rule, given, pointer);
		return;
	}
	for (size_t i = 0; i < json_length(given); i++)
		check_one(s, v, rule, json_at(given, i),
		    arena_printf(s->arena, "%s/%zu", pointer, i));
}

/* A rule of a member holds in every language. */
static void
check_tagged(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const char *member)
{
	const struct json *value;
	const char *name;

	if (rule->claim || rule->test->scope == MEMBER_PRESENCE)
		return;
	for (size_t i = 0; json_member(s->members, i, &name, &value); i++)
		if (tagged_is_of(s->profile, name, member))
			check_name(s, v, rule, name);
}

void
member_rule_check(const struct submission *s, struct verdict *v,
    const struct member_rule *rule)
{
	if (!applies(s, &rule->when))
		return;
	for (size_t i = 0; i < json_length(rule->names); i++) {
		const char *name = json_string(json_at(rule->names, i));
		check_name(s, v, rule, name);
		check_tagged(s, v, rule, name);
	}
}
