/* SPDX-License-Identifier: ISC */
/* Which values the settings of a question and the rules of a profile's own
 * allow. */
#include <stdio.h>
#include <string.h>

#include "commands/rules/private.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "validators/external/external.h"
#include "validators/lib/member_rule.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

/* What the rules of a question are, and no values. */
static bool
is_text(const char *name)
{
	static const char *const names[] = {
	    "clauses", "descriptions", "errors", "verbs", NULL};

	for (size_t i = 0; names[i] != NULL; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

const struct json *
rules_settings(const struct profile_question *q, struct arena *arena)
{
	struct json *all = json_new_object(arena);
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(
		 q->external != NULL ? q->external->settings : q->settings);
	     json_next(&each, &name, &value);)
		if (q->external != NULL || !is_text(name))
			json_set(all, name, value);
	return all;
}

/* The rule that the profile says in data; NULL: it is a validator's. */
static const struct member_rule *
said(const struct profile *profile, const struct rule *rule)
{
	const struct member_rule *r = profile->member_rules;

	while (
	    r != NULL && r->rule != NULL && strcmp(r->rule->id, rule->id) != 0)
		r++;
	return r != NULL && r->rule != NULL ? r : NULL;
}

const struct json *
rules_demand(
    const struct profile *profile, const struct rule *rule, struct arena *arena)
{
	static const char *const sources[] = {[SOURCE_MEMBER] = "member",
	    [SOURCE_REQUEST] = "request",
	    [SOURCE_CLAIM] = "claim"};
	static const char *const otherwise[] = {[OTHERWISE_REFUSE] = "refuse",
	    [OTHERWISE_IGNORE] = "ignore",
	    [OTHERWISE_NARROW] = "narrow"};
	const struct member_rule *r = said(profile, rule);
	struct json *demand;

	if (r == NULL)
		return NULL;
	demand = json_new_object(arena);
	json_set(demand, sources[r->source], r->names);
	json_set(demand, r->test->name, r->value);
	if (r->otherwise != OTHERWISE_REFUSE)
		json_set_string(demand, "otherwise", otherwise[r->otherwise]);
	return demand;
}

static const char *
shown(struct arena *arena, const struct json *value)
{
	if (json_string(value) != NULL)
		return json_string(value);
	return json_is_array_of(value, JSON_STRING, 1)
		   ? listed(arena, value)
		   : json_text(arena, value);
}

void
rules_print_values(
    const struct json *values, const char *before, struct arena *arena)
{
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(values);
	     json_next(&each, &name, &value);)
		printf("%s%s: %s\n", before, name, shown(arena, value));
}
