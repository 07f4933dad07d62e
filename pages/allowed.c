/* SPDX-License-Identifier: ISC */
/* Shows which values the settings of a profile allow. */
#include "pages/allowed.h"

#include <stdint.h>
#include <string.h>

#include "kit/json.h"
#include "pages/html.h"
#include "validators/external/external.h"
#include "validators/lib/member_rule.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

static void
put_plain(FILE *out, const struct json *value)
{
	int64_t number;

	if (json_string(value) != NULL)
		html(out, "<code>%s</code>", json_string(value));
	else if (json_integer(value, &number))
		html(out, "%lld", (long long)number);
	else if (json_type(value) == JSON_BOOLEAN)
		html(out, json_true(value) ? "yes" : "no");
	else
		html(out, "<span class=\"none\">none</span>");
}

static void
put_list(FILE *out, const struct json *array)
{
	if (json_length(array) == 0)
		html(out, "<span class=\"none\">none</span>");
	for (size_t i = 0; i < json_length(array); i++) {
		html(out, i > 0 ? ", " : "");
		allowed_value(out, json_at(array, i));
	}
}

void
allowed_value(FILE *out, const struct json *value)
{
	const struct json *member;
	const char *name, *separator = "";

	if (json_type(value) == JSON_ARRAY) {
		put_list(out, value);
		return;
	}
	if (json_type(value) != JSON_OBJECT) {
		put_plain(out, value);
		return;
	}
	for (struct json_each each = json_each(value);
	     json_next(&each, &name, &member);) {
		html(out, "%s%s: ", separator, name);
		allowed_value(out, member);
		separator = "; ";
	}
}

static void
put_setting(FILE *out, const char *name, const struct json *value)
{
	html(out, "<dt><code>%s</code></dt><dd>", name);
	allowed_value(out, value);
	html(out, "</dd>\n");
}

/* What the rules of a question are, and no values. */
static bool
is_text(const char *name)
{
	return strcmp(name, "clauses") == 0 ||
	       strcmp(name, "descriptions") == 0 ||
	       strcmp(name, "errors") == 0 || strcmp(name, "verbs") == 0;
}

void
allowed_settings(FILE *out, const struct profile_question *question)
{
	const struct json *settings = question->settings, *value;
	const char *name;
	int count = 0;

	if (question->external != NULL)
		settings = question->external->settings;
	for (struct json_each each = json_each(settings);
	     json_next(&each, &name, &value);) {
		if (question->external == NULL && is_text(name))
			continue;
		if (count++ == 0)
			html(out, "<dl class=\"facts settings\">\n");
		put_setting(out, name, value);
	}
	if (count > 0)
		html(out, "</dl>\n");
}

static void
put_condition(FILE *out, const struct member_condition *condition)
{
	static const char *const words[] = {
	    [CONDITION_HAS] = "has one of ",
	    [CONDITION_LACKS] = "has none of ",
	    [CONDITION_IS] = "is ",
	    [CONDITION_PRESENT] = "is there",
	    [CONDITION_ABSENT] = "is not there",
	    [CONDITION_GIVEN] = "is given",
	    [CONDITION_UNGIVEN] = "is not given",
	};

	html(
	    out, "<code>%s</code> %s", condition->name, words[condition->kind]);
	if (condition->kind == CONDITION_HAS ||
	    condition->kind == CONDITION_LACKS ||
	    condition->kind == CONDITION_IS)
		allowed_value(out, condition->value);
}

static void
put_conditions(
    FILE *out, const char *before, const struct member_condition *all)
{
	for (; all != NULL && all->kind != CONDITION_NONE; all++) {
		html(out, "%s", before);
		put_condition(out, all);
		before = " and ";
	}
}

/* A claim by the regime's name for it. */
static void
put_claim(FILE *out, const struct profile *profile, const char *name)
{
	const char *theirs = json_string(json_get(profile->claims, name));

	html(out, "<code>%s</code>", theirs != NULL ? theirs : name);
}

static void
put_demand(
    FILE *out, const struct profile *profile, const struct member_rule *rule)
{
	html(out, " %s", rule->test->words);
	switch (rule->test->argument) {
	case MEMBER_NOTHING:
	case MEMBER_NAMES:
		return;
	case MEMBER_VALUE:
	case MEMBER_KEYS:
		allowed_value(out, rule->value);
		return;
	case MEMBER_CLAIM:
		put_claim(out, profile, json_string(rule->value));
		return;
	case MEMBER_TYPE:
		html(out, "must be of the type ");
		allowed_value(out, rule->value);
		return;
	}
}

void
allowed_by_rule(
    FILE *out, const struct profile *profile, const struct member_rule *rule)
{
	for (size_t i = 0; i < json_length(rule->names); i++) {
		const char *name = json_string(json_at(rule->names, i));

		html(out, i > 0 ? ", " : "");
		if (rule->source == SOURCE_CLAIM)
			put_claim(out, profile, name);
		else
			html(out, "<code>%s</code>", name);
	}
	put_demand(out, profile, rule);
	put_conditions(out, ", where ", rule->when);
	put_conditions(out, ", unless ", rule->unless);
	if (rule->otherwise != OTHERWISE_REFUSE)
		html(out, "; what does not is not registered");
}
