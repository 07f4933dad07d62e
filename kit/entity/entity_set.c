/* SPDX-License-Identifier: ISC */
/* Compares what metadata policies compare: arrays as sets, scopes as arrays. */
#include <string.h>

#include "kit/arena.h"
#include "kit/entity/private.h"
#include "kit/json.h"

bool
entity_set_within(const struct json *part, const struct json *whole)
{
	if (json_type(part) != JSON_ARRAY || json_type(whole) != JSON_ARRAY)
		return false;
	for (size_t i = 0; i < json_length(part); i++)
		if (!json_has(whole, json_at(part, i)))
			return false;
	return true;
}

static void
add_each(struct json *to, const struct json *from, const struct json *wanted)
{
	for (size_t i = 0; i < json_length(from); i++) {
		const struct json *value = json_at(from, i);

		if ((wanted == NULL || json_has(wanted, value)) &&
		    !json_has(to, value))
			json_append(to, value);
	}
}

const struct json *
entity_set_union(
    struct arena *arena, const struct json *a, const struct json *b)
{
	struct json *both = json_new_array(arena);

	add_each(both, a, NULL);
	add_each(both, b, NULL);
	return both;
}

const struct json *
entity_set_common(
    struct arena *arena, const struct json *a, const struct json *b)
{
	struct json *common = json_new_array(arena);

	add_each(common, a, b);
	return common;
}

const struct json *
entity_scope_split(
    struct arena *arena, const char *parameter, const struct json *value)
{
	const char *text = json_string(value);
	struct json *words;

	if (text == NULL || strcmp(parameter, "scope") != 0)
		return value;
	words = json_new_array(arena);
	for (text += strspn(text, " "); *text != '\0';
	     text += strspn(text, " ")) {
		const size_t length = strcspn(text, " ");

		json_append_string(words, arena_strndup(arena, text, length));
		text += length;
	}
	return words;
}

const struct json *
entity_scope_join(
    struct arena *arena, const char *parameter, const struct json *value)
{
	const char *text = "";

	if (json_type(value) != JSON_ARRAY || strcmp(parameter, "scope") != 0)
		return value;
	for (size_t i = 0; i < json_length(value); i++)
		text = arena_printf(arena, "%s%s%s", text, i > 0 ? " " : "",
		    json_string(json_at(value, i)));
	return json_new_string(arena, text);
}
