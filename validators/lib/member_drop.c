/* SPDX-License-Identifier: ISC */
/* Leaves out of what would be registered what rules of a profile ignore. */
#include <string.h>

#include "kit/arena.h"
#include "kit/join.h"
#include "validators/lib/private.h"
#include "validators/lib/profile.h"
#include "validators/lib/submission.h"
#include "validators/lib/verdict.h"

/* What nobody can say is left to the question member_rules, which asks
 * again and answers 503. */
static bool
passes(const struct submission *s, const struct member_rule *rule,
    const struct json *given)
{
	struct verdict v;
	bool pass;

	verdict_init(&v, s->arena);
	pass = member_passes(s, &v, rule, given);
	return pass || v.outcome == OUTCOME_UNABLE;
}

static void
drop(struct metadata_making *to, const struct member_rule *rule,
    struct metadata_member *member, const struct json *left,
    const struct json *strings)
{
	const struct submission *s = to->s;
	struct metadata_dropped *dropped;
	const char *name = member->name;

	member->value = left;
	if (left == NULL)
		json_set_boolean(to->overruled, name, false);
	else
		json_set(to->overruled, name, left);
	if (member->from == METADATA_DEFAULT)
		return; /* nobody has asked for it */
	dropped = arena_alloc(s->arena, sizeof(*dropped));
	*dropped =
	    (struct metadata_dropped){name, rule->rule, strings, to->dropped};
	to->dropped = dropped;
}

/* The strings as the member had them: an array, or words. */
static const struct json *
joined(struct arena *arena, const struct json *was, struct json *strings)
{
	const char *text = "";

	if (json_string(was) == NULL)
		return strings;
	for (size_t i = 0; i < json_length(strings); i++)
		text = arena_printf(arena, "%s%s%s", text, i > 0 ? " " : "",
		    json_string(json_at(strings, i)));
	return json_new_string(arena, text);
}

/* Where none passes, or one is no string, the member stays, and is refused. */
static bool
narrow(struct metadata_making *to, const struct member_rule *rule,
    struct metadata_member *member)
{
	const struct submission *s = to->s;
	const struct json *parts =
	    member_parts(s, rule, member->value, member->name);
	struct json *left = json_new_array(s->arena);
	struct json *rest = json_new_array(s->arena);

	for (size_t i = 0; i < json_length(parts); i++) {
		const struct json *one = json_at(parts, i);
		if (json_string(one) == NULL)
			return false;
		json_append(passes(s, rule, one) ? left : rest, one);
	}
	if (json_length(left) == 0 || json_length(rest) == 0)
		return false;
	drop(to, rule, member, joined(s->arena, member->value, left), rest);
	return true;
}

static bool
all_pass(const struct submission *s, const struct member_rule *rule,
    const struct metadata_member *member)
{
	const struct json *parts =
	    member_parts(s, rule, member->value, member->name);

	if (parts == NULL)
		return passes(s, rule, member->value);
	for (size_t i = 0; i < json_length(parts); i++)
		if (!passes(s, rule, json_at(parts, i)))
			return false;
	return true;
}

/* A member that was ignored before is out again, and no news. */
static bool
ignore(struct metadata_making *to, const struct member_rule *rule,
    struct metadata_member *member)
{
	if (all_pass(to->s, rule, member))
		return false;
	if (json_get(to->overruled, member->name) != NULL &&
	    json_type(json_get(to->overruled, member->name)) == JSON_BOOLEAN) {
		member->value = NULL;
		return false;
	}
	drop(to, rule, member, NULL, NULL);
	return true;
}

static bool
drop_by(struct metadata_making *to, const struct member_rule *rule,
    struct metadata_member *member)
{
	if (member->value == NULL ||
	    (rule->self_asserted && member->from == METADATA_STATEMENT))
		return false;
	return rule->otherwise == OTHERWISE_NARROW ? narrow(to, rule, member)
						   : ignore(to, rule, member);
}

/* A rule of a member is one of the member in each language. */
static bool
is_of(const struct submission *s, const struct member_rule *rule,
    const char *name)
{
	for (size_t i = 0; i < json_length(rule->names); i++) {
		const char *member = json_string(json_at(rule->names, i));
		if (strcmp(member, name) == 0 ||
		    tagged_is_of(s->profile, name, member))
			return true;
	}
	return false;
}

bool
member_rules_drop(struct metadata_making *to)
{
	const struct member_rule *rule = to->s->profile->member_rules;
	bool news = false;

	for (; rule->rule != NULL; rule++) {
		if (rule->otherwise == OTHERWISE_REFUSE ||
		    !member_applies(to->s, rule))
			continue;
		for (size_t i = 0; i < to->count; i++)
			if (is_of(to->s, rule, to->members[i].name))
				news |= drop_by(to, rule, &to->members[i]);
	}
	return news;
}
