/* SPDX-License-Identifier: ISC */
/* Reads what a rule of a profile is about, and under which conditions. */
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/lib/member_rule.h"
#include "validators/profile/private.h"

void
profile_rule_wrong(struct reader *reader, const struct json *entry,
    const char *key, const char *what)
{
	const char *id = json_string(json_get(entry, "rule"));

	reader_wrong(reader,
	    arena_printf(reader->arena, "rules[%s]%s%s", id != NULL ? id : "",
		*key != '\0' ? "." : "", key),
	    what);
}

const struct json *
profile_rule_names(struct reader *reader, const struct json *entry,
    const struct json *object, const char *where, enum member_source *source)
{
	static const char *const keys[] = {[SOURCE_MEMBER] = "member",
	    [SOURCE_REQUEST] = "request",
	    [SOURCE_CLAIM] = "claim"};
	const struct json *names = NULL;
	struct json *one = json_new_array(reader->arena);
	size_t count = 0;

	*source = SOURCE_MEMBER;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (json_get(object, keys[i]) != NULL) {
			names = json_get(object, keys[i]);
			*source = (enum member_source)i;
			count++;
		}
	if (count != 1 || (json_string(names) == NULL &&
			      !json_is_array_of(names, JSON_STRING, 1)))
		profile_rule_wrong(reader, entry, where,
		    "must have one of member, request and claim, a string or "
		    "strings");
	if (json_type(names) == JSON_ARRAY)
		return names;
	json_append(one, names);
	return one;
}

static bool
is_strings(const struct json *value)
{
	return json_is_array_of(value, JSON_STRING, 1);
}

static bool
is_boolean(const struct json *value)
{
	return json_type(value) == JSON_BOOLEAN;
}

static bool
is_constant(const struct json *value)
{
	return is_boolean(value) || json_type(value) == JSON_NUMBER ||
	       json_type(value) == JSON_STRING;
}

/* What a condition may say of a value; a false one has another meaning. */
static const struct {
	const char *name;
	bool (*form)(const struct json *value);
	enum member_condition_kind kind, if_false;
} words[] = {
    {"has", is_strings, CONDITION_HAS, CONDITION_HAS},
    {"lacks", is_strings, CONDITION_LACKS, CONDITION_LACKS},
    {"is", is_constant, CONDITION_IS, CONDITION_IS},
    {"present", is_boolean, CONDITION_PRESENT, CONDITION_ABSENT},
    {"given", is_boolean, CONDITION_GIVEN, CONDITION_UNGIVEN},
};

/* False: it says nothing, or in another form. */
static bool
read_word(const struct json *from, struct member_condition *out)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const struct json *value = json_get(from, words[i].name);
		if (value == NULL)
			continue;
		out->value = value;
		out->kind =
		    json_true(value) ? words[i].kind : words[i].if_false;
		return words[i].form(value);
	}
	return false;
}

static void
read_condition(struct reader *reader, const struct json *entry, const char *key,
    const struct json *from, struct member_condition *out)
{
	static const char *const names[] = {"member", "request", "claim", "has",
	    "lacks", "is", "present", "given", NULL};

	reader_known_keys(reader, from,
	    arena_printf(reader->arena, "rules[].%s.", key), names);
	out->name = json_string(json_at(
	    profile_rule_names(reader, entry, from, key, &out->source), 0));
	if (!read_word(from, out) || json_length(from) != 2)
		profile_rule_wrong(reader, entry, key,
		    "must have one of has and lacks (strings), is (a value), "
		    "present and given (true or false)");
	if (json_get(from, "given") != NULL && out->source != SOURCE_MEMBER)
		profile_rule_wrong(reader, entry, key,
		    "must have given of a member: others have no default");
}

const struct member_condition *
profile_read_conditions(
    struct reader *reader, const struct json *entry, const char *key)
{
	const struct json *from = json_get(entry, key);
	const bool several = json_type(from) == JSON_ARRAY;
	const size_t count = several ? json_length(from) : 1;
	struct member_condition *all;

	if (from == NULL)
		return NULL;
	if (count == 0)
		profile_rule_wrong(reader, entry, key, "must not be empty");
	all = arena_alloc(reader->arena, (count + 1) * sizeof(*all));
	for (size_t i = 0; i < count; i++)
		read_condition(reader, entry, key,
		    several ? json_at(from, i) : from, &all[i]);
	return all;
}
