/* SPDX-License-Identifier: ISC */
/* Finds the values that a mapping speaks of, and compares them. */
#include <string.h>

#include "deliver/mapping_parts.h"
#include "kit/arena.h"
#include "kit/json.h"

const char *
mapping_token(struct arena *arena, const char **pointer)
{
	const char *from = *pointer;

	if (*from != '/')
		return NULL;
	from++;
	size_t length = strcspn(from, "/");
	char *token = arena_strndup(arena, from, length), *out = token;
	for (const char *at = token; *at != '\0'; at++) {
		char escaped = '\0';

		if (at[0] == '~')
			escaped = at[1];
		*out = *at;
		if (escaped == '0' || escaped == '1') {
			*out = escaped == '0' ? '~' : '/';
			at++;
		}
		out++;
	}
	*out = '\0';
	*pointer = from + length;
	return token;
}

static const struct json *
element(const struct json *array, const char *token)
{
	size_t index = 0;

	if (*token == '\0' || strlen(token) > 6 ||
	    strspn(token, "0123456789") != strlen(token))
		return NULL;
	for (; *token != '\0'; token++)
		index = 10 * index + (size_t)(*token - '0');
	return index < json_length(array) ? json_at(array, index) : NULL;
}

const struct json *
mapping_at(struct arena *arena, const struct json *root, const char *pointer)
{
	const char *token;

	while (root != NULL && (token = mapping_token(arena, &pointer)) != NULL)
		root = json_type(root) == JSON_ARRAY ? element(root, token)
						     : json_get(root, token);
	return json_type(root) == JSON_NULL ? NULL : root;
}

const char *
mapping_text(struct arena *arena, const struct json *value)
{
	switch (json_type(value)) {
	case JSON_STRING:
		return json_string(value);
	case JSON_BOOLEAN:
		return json_true(value) ? "true" : "false";
	case JSON_NUMBER:
		return json_text(arena, value);
	default:
		return NULL;
	}
}

static void
split(struct json *list, struct arena *arena, const char *text)
{
	for (text += strspn(text, " "); *text != '\0';
	     text += strspn(text, " ")) {
		const size_t length = strcspn(text, " ");

		json_append_string(list, arena_strndup(arena, text, length));
		text += length;
	}
}

const struct json *
mapping_words(struct arena *arena, const struct json *value)
{
	struct json *list;

	if (json_type(value) == JSON_ARRAY)
		return value;
	list = json_new_array(arena);
	if (json_string(value) != NULL)
		split(list, arena, json_string(value));
	return list;
}

bool
mapping_among(struct arena *arena, const char *word, const struct json *list,
    const char *at)
{
	list = mapping_words(arena, list);
	for (size_t i = 0; i < json_length(list); i++) {
		const struct json *one = json_at(list, i);
		const char *text;

		if (json_type(one) == JSON_OBJECT)
			one = mapping_at(arena, one, at != NULL ? at : "");
		text = json_string(one);
		if (text != NULL && strcmp(text, word) == 0)
			return true;
	}
	return false;
}

/* Is the value one of these, or has it a word that is? */
static bool
has_any(struct arena *arena, const struct json *value, const struct json *any)
{
	for (size_t i = 0; i < json_length(any); i++) {
		const struct json *one = json_at(any, i);
		const char *word = json_string(one);

		if (value != NULL && json_equal(value, one))
			return true;
		if (word != NULL && mapping_among(arena, word, value, NULL))
			return true;
	}
	return false;
}

bool
mapping_holds(struct arena *arena, const struct json *context,
    const struct mapping_conditions *when)
{
	for (size_t i = 0; i < when->count; i++) {
		const struct mapping_condition *one = &when->all[i];
		const struct json *value =
		    mapping_at(arena, context, one->from);

		if (one->tests_presence ? one->present != !json_is_empty(value)
					: !has_any(arena, value, one->any))
			return false;
	}
	return true;
}
