/* SPDX-License-Identifier: ISC */
/* Bounds of the JSON that a client sends. */
#include <string.h>

#include "kit/limits.h"
#include "test/unit/parse_json.h"

/* "{"before":[0],"NAME":[0,0,...],"after":0}" with so many elements. */
static char *
elements(const char *name, size_t count)
{
	char *text = arena_printf(arena,
	    "{\"before\":[{\"x\":0}],\"%s\":[%*s],"
	    "\"after\":0}",
	    name, (int)(2 * count - 1), "");
	char *at = strstr(text, "[ ") + 1;

	for (size_t i = 0; i < 2 * count - 1; i++)
		at[i] = i % 2 == 0 ? '0' : ',';
	return text;
}

static void
refused_foreign(const char *text, const char *what)
{
	struct json_error error = {0, NULL};

	assert_null(json_parse_foreign(arena, text, strlen(text), &error));
	assert_string_equal(error.what, what);
	assert_non_null(json_parse(arena, text, strlen(text), &error));
}

/* Of a client's alone: what is ours or a directory's may be longer. */
static void
bounds_the_elements(void **state)
{
	const char *text = elements("a", LIMIT_JSON_ELEMENTS);

	(void)state;
	assert_non_null(json_parse_foreign(arena, text, strlen(text), NULL));
	refused_foreign(elements("a", LIMIT_JSON_ELEMENTS + 1),
	    "a has too many elements: more than 256");
	refused_foreign(elements("\xc3\xa9'\\n", LIMIT_JSON_ELEMENTS + 1),
	    "???? has too many elements: more than 256");
	text = elements("a", LIMIT_JSON_ELEMENTS + 1);
	text = arena_printf(arena, "[{\"outer\":{\"inner\":%s}}]", text);
	refused_foreign(text, "a has too many elements: more than 256");
	text = strchr(
	    strchr(elements("a", LIMIT_JSON_ELEMENTS + 1), '[') + 1, '[');
	text = arena_strndup(arena, text, strcspn(text, "]") + 1);
	refused_foreign(text, "has too many elements: more than 256");
	text = arena_printf(arena, "{\"a\":{\"b\":[0]},\"c\":%s}", text);
	refused_foreign(text, "c has too many elements: more than 256");
}

static void
bounds_the_values(void **state)
{
	const char *row = "[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]"; /* 16 values */
	const char *text = row;

	(void)state;
	for (size_t i = 1; i < LIMIT_JSON_VALUES / 16 - 1; i++)
		text = arena_printf(arena, "%s,%s", text, row);
	assert_non_null(json_parse_foreign(
	    arena, arena_printf(arena, "[%s]", text), strlen(text) + 2, NULL));
	refused_foreign(
	    arena_printf(arena, "[%s,%s]", text, row), "has too many values");
}

/* A key set, or the list of a sector, of which each value takes memory. */
static void
bounds_what_is_fetched(void **state)
{
	char *text = arena_alloc(arena, 3 * LIMIT_JSON_FETCHED + 2);
	struct json_error error = {0, NULL};

	(void)state;
	for (size_t i = 0; i < LIMIT_JSON_FETCHED; i++)
		memcpy(text + 3 * i, i == 0 ? "[{}" : ",{}", 3);
	memcpy(text + 3 * (LIMIT_JSON_FETCHED - 1), "]", 2);
	assert_non_null(json_parse_fetched(arena, text, strlen(text), &error));
	memcpy(text + 3 * (LIMIT_JSON_FETCHED - 1), ",{}]", 5);
	assert_null(json_parse_fetched(arena, text, strlen(text), &error));
	assert_string_equal(error.what, "has too many values");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(bounds_the_elements),
	    TEST(bounds_the_values),
	    TEST(bounds_what_is_fetched),
	};

	return cmocka_run_group_tests_name("json_foreign", tests, NULL, NULL);
}
