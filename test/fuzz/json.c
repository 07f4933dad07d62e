/* SPDX-License-Identifier: ISC */
/* Fuzzes JSON: no string is longer than C sees, and every member is found by
 * its name. */
#include "test/fuzz/fuzz.h"

#include "kit/json_value.h"
#include "kit/limits.h"
#include "kit/private.h"

/* No string is longer than C sees, and every member is found by its name. */
static void
check_inside(const struct json *value)
{
	const char *name, *string = json_string(value);
	const struct json *member;
	int64_t whole;
	double real;

	if (string != NULL)
		MUST(strlen(string) ==
		     (size_t)json_object_get_string_len(json_unwrap(value)));
	if (json_integer(value, &whole))
		MUST(json_number(value, &real) && real == (double)whole);
	for (struct json_each each = json_each(value);
	     json_next(&each, &name, &member);) {
		MUST(json_get(value, name) == member);
		check_inside(member);
	}
	for (size_t i = 0; json_type(value) == JSON_ARRAY; i++) {
		if ((member = json_at(value, i)) == NULL)
			break;
		check_inside(member);
	}
}

static void
check_print(struct arena *arena, const struct json *value, const char *text)
{
	const struct json *again = json_parse(arena, text, strlen(text), NULL);

	MUST(again != NULL);
	MUST(json_equal(value, again) && json_equal(again, value));
	MUST(strcmp(json_text(arena, again), json_text(arena, value)) == 0);
}

static void
check_value(struct arena *arena, const struct json *value, const char *text)
{
	const struct json *again =
	    json_parse_commented(arena, text, strlen(text), NULL);

	MUST(again != NULL && json_equal(value, again));
	check_inside(value);
	check_print(arena, value, json_text(arena, value));
	check_print(arena, value, json_text_pretty(arena, value));
}

static void
check_comments(char *text)
{
	struct json_error error = {0};
	size_t length = strlen(text);

	if (json_uncomment(text, &error))
		MUST(strlen(text) == length);
	else
		MUST(error.line > 0 && error.what != NULL);
}

/* What the scan takes json-c takes as well, and for the same values. */
static void
check_json_c(struct arena *arena, const struct json *value, const char *text)
{
	struct json_tokener *tokener =
	    json_tokener_new_ex(LIMIT_JSON_DEPTH + 2);
	struct json_object *theirs;

	MUST(tokener != NULL);
	theirs = json_tokener_parse_ex(tokener, text, (int)strlen(text) + 1);
	MUST(json_tokener_get_error(tokener) == json_tokener_success);
	MUST(json_tokener_get_parse_end(tokener) >= strlen(text));
	if (theirs == NULL)
		MUST(json_type(value) == JSON_NULL);
	else
		MUST(strcmp(json_text(arena, value),
			 json_text(arena, json_own(arena, theirs))) == 0);
	json_tokener_free(tokener);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct json_error error = {0};
	char *text = arena_strndup(arena, (const char *)data, size);
	const struct json *value = json_parse(arena, text, size, &error);

	if (value == NULL)
		MUST(error.line > 0 && error.what != NULL);
	if (value != NULL) {
		check_value(arena, value, text);
		check_json_c(arena, value, text);
		fuzz_reached("a value");
	}
	(void)json_parse_commented(arena, text, size, NULL);
	check_comments(text);
	arena_free(arena);
	return 0;
}
