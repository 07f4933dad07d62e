/* SPDX-License-Identifier: ISC */
/* Spells a member as the profile does, and compares members that are sets. */
#include <string.h>

#include "kit/json.h"
#include "kit/words.h"
#include "validators/lib/metadata.h"
#include "validators/lib/profile.h"
#include "validators/lib/submission.h"

/* A response type as the profile spells it, or as it came. */
static const char *
type_spelled(const struct json *allowed, const char *type)
{
	for (size_t i = 0; i < json_length(allowed); i++) {
		const char *one = json_string(json_at(allowed, i));
		if (words_same(one, type))
			return one;
	}
	return type;
}

static const struct json *
types_spelled(const struct submission *s, const struct json *value)
{
	const struct json *allowed = profile_setting_of(
	    s->profile->questions, "response_types", "allowed");
	struct json *all;

	if (json_type(value) != JSON_ARRAY)
		return value;
	all = json_new_array(s->arena);
	for (size_t i = 0; i < json_length(value); i++) {
		const char *type = json_string(json_at(value, i));
		if (type != NULL)
			json_append_string(all, type_spelled(allowed, type));
		else
			json_append(all, json_at(value, i));
	}
	return json_equal(all, value) ? value : all;
}

/* A scope that is longer than the profile allows is refused as it came, and no
 * work is done for it. */
static const struct json *
scope_spelled(const struct submission *s, const struct json *value)
{
	const char *text = json_string(value), *once;
	int64_t most = 0;

	(void)json_integer(
	    profile_setting_of(s->profile->questions, "scope", "length"),
	    &most);
	if (text == NULL || (int64_t)strlen(text) > most)
		return value;
	once = words_once(s->arena, text);
	return strcmp(once, text) == 0 ? value
				       : json_new_string(s->arena, once);
}

const struct json *
metadata_spelled(
    const struct submission *s, const char *member, const struct json *value)
{
	if (strcmp(member, "response_types") == 0)
		return types_spelled(s, value);
	return strcmp(member, "scope") == 0 ? scope_spelled(s, value) : value;
}

static bool
is_set(const char *member)
{
	return strcmp(member, "response_types") == 0 ||
	       strcmp(member, "grant_types") == 0 ||
	       strcmp(member, "scope") == 0;
}

static bool
is_part(const struct json *part, const struct json *whole)
{
	if (json_string(part) != NULL && json_string(whole) != NULL)
		return words_within(json_string(part), json_string(whole));
	for (size_t i = 0; i < json_length(part); i++) {
		const char *text = json_string(json_at(part, i));
		if (text == NULL || !json_has_string(whole, text))
			return false;
	}
	return json_type(part) == JSON_ARRAY;
}

bool
metadata_part(const struct submission *s, const char *member,
    const struct json *part, const struct json *whole)
{
	return is_part(metadata_spelled(s, member, part),
	    metadata_spelled(s, member, whole));
}

bool
metadata_same(const struct submission *s, const char *member,
    const struct json *a, const struct json *b)
{
	if (json_equal(a, b))
		return true;
	return is_set(member) && metadata_part(s, member, a, b) &&
	       metadata_part(s, member, b, a);
}
