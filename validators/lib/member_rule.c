/* SPDX-License-Identifier: ISC */
/* Judges a submission by a rule that a profile says in data. */
#include "validators/lib/member_rule.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/names.h"
#include "validators/lib/known.h"
#include "validators/lib/metadata.h"
#include "validators/lib/near_uri.h"
#include "validators/lib/private.h"
#include "validators/lib/profile.h"
#include "validators/lib/registered.h"
#include "validators/lib/submission.h"
#include "validators/lib/verdict.h"

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
	case MEMBER_NAMES:
		return listed(s->arena, rule->names);
	case MEMBER_KEYS:
		return member_keys_words(s->arena, rule->value);
	case MEMBER_TYPE:
		break;
	}
	return member_type_words(rule->value);
}

/* What was sent, and what the statement has in its place. */
static const char *
compared(const struct submission *s, const struct member_rule *rule,
    const struct json *given, size_t index)
{
	bool told = index != REGISTERED_WHOLE && index > 0;

	if (rule->test->reach != MEMBER_COMPARED || json_string(given) == NULL)
		return "";
	return arena_printf(s->arena, ": %s",
	    near_uri(s->arena, json_string(given),
		claim(s, json_string(rule->value)), &told));
}

bool
member_passes(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given)
{
	return (rule->test->scope != MEMBER_EACH_STRING ||
		   json_string(given) != NULL) &&
	       rule->test->holds(s, v, rule, given);
}

static void
check_one(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given, const char *name,
    size_t index)
{
	if (member_passes(s, v, rule, given))
		return;
	const char *what = arena_printf(s->arena, "%s%s%s%s", rule->test->words,
	    argument(s, rule), member_because(s, rule),
	    compared(s, rule, given, index));
	if (rule->source == SOURCE_MEMBER) {
		registered_refuse(s, v, rule->rule, name, index, "%s", what);
		return;
	}
	const char *place = rule->source == SOURCE_CLAIM
				? claim_pointer(s, name)
				: pointer_to(s, name);
	if (index != REGISTERED_WHOLE)
		place = arena_printf(s->arena, "%s/%zu", place, index);
	refuse(v, rule->rule, place, "%s", what);
}

static const struct json *
words_of(struct arena *arena, const char *text)
{
	struct json *all = json_new_array(arena);

	while (*text != '\0') {
		const size_t length = strcspn(text, " ");
		if (length > 0)
			json_append_string(
			    all, arena_strndup(arena, text, length));
		text += length + (text[length] == ' ');
	}
	return all;
}

/* A member that is one string by its definition is not looked into as an
 * array. */
const struct json *
member_parts(const struct submission *s, const struct member_rule *rule,
    const struct json *given, const char *name)
{
	if (rule->test->scope != MEMBER_EACH_STRING)
		return NULL;
	if (rule->otherwise == OTHERWISE_NARROW && json_string(given) != NULL &&
	    strcmp(name, "scope") == 0)
		return words_of(s->arena, json_string(given));
	return json_type(given) == JSON_ARRAY &&
		       (rule->source == SOURCE_CLAIM || !known_string(name))
		   ? given
		   : NULL;
}

static void
check_value(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given, const char *name)
{
	const struct json *parts = member_parts(s, rule, given, name);

	if (given == NULL && rule->test->scope != MEMBER_PRESENCE)
		return;
	if (parts == NULL) {
		check_one(s, v, rule, given, name, REGISTERED_WHOLE);
		return;
	}
	for (size_t i = 0; i < json_length(parts); i++)
		check_one(s, v, rule, json_at(parts, i), name, i);
}

/* Is the rule about something else than the request? */
static bool
is_judged(const struct submission *s, const struct member_rule *rule,
    const char *name)
{
	return rule->source == SOURCE_CLAIM ||
	       (rule->source == SOURCE_MEMBER &&
		   names_have(s->profile->is_member, name));
}

/* What the request says is compared with the statement even where it is not
 * what would be registered. */
static void
check_name(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const char *name)
{
	const struct json *value = member_value(s, rule->source, name);
	struct member_rule of_request = *rule;

	if (value == NULL && rule->test->reach == MEMBER_EMPTY &&
	    !is_judged(s, rule, name))
		value = sent(s, name);
	of_request.source = SOURCE_REQUEST;
	if (rule->self_asserted && registered_is_vouched(s, name))
		return;
	if (rule->test->reach == MEMBER_COMPARED &&
	    rule->otherwise == OTHERWISE_REFUSE &&
	    rule->source == SOURCE_MEMBER && asked(s, name) != NULL &&
	    !metadata_same(s, name, asked(s, name), value))
		check_value(s, v, &of_request, asked(s, name), name);
	check_value(s, v, rule, value, name);
}

/* A rule of a member holds in every language. */
static void
check_tagged(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const char *member)
{
	const bool of_registered =
	    rule->source == SOURCE_MEMBER && s->metadata != NULL;
	const struct json *value;
	const char *name;

	if (rule->source == SOURCE_CLAIM ||
	    rule->test->scope == MEMBER_PRESENCE)
		return;
	for (size_t i = 0; of_registered && i < s->metadata->count; i++) {
		name = s->metadata->members[i].name;
		if (tagged_is_of(s->profile, name, member))
			check_name(s, v, rule, name);
	}
	for (struct json_each each =
		 json_each(of_registered ? NULL : s->members);
	     json_next(&each, &name, &value);)
		if (tagged_is_of(s->profile, name, member))
			check_name(s, v, rule, name);
}

void
member_rule_check(const struct submission *s, struct verdict *v,
    const struct member_rule *rule)
{
	if (!member_applies(s, rule))
		return;
	if (rule->test->scope == MEMBER_TOGETHER) {
		check_one(s, v, rule, NULL,
		    json_string(json_at(rule->names, 0)), REGISTERED_WHOLE);
		return;
	}
	for (size_t i = 0; i < json_length(rule->names); i++) {
		const char *name = json_string(json_at(rule->names, i));
		check_name(s, v, rule, name);
		check_tagged(s, v, rule, name);
	}
}
