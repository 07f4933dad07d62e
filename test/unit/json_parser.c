/* SPDX-License-Identifier: ISC */
/* The parser and the printer beside json-c's, and at the edges of memory. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kit/json_value.h"
#include "kit/limits.h"
#include "test/unit/parse_json.h"

static const char sample[] =
    " {\"a\": [1, -2.5e+3, true,\n false, null, \"\\ud83d\\ude00\\u00e9/\"],"
    "\"a name that is longer\" :{\"\": \"\xc3\xa9\xe2\x82\xac"
    "\xf0\x9f\x98\x80 \x7f\", \"\\\"\\\\\\/\\b\\f\\n\\r\\t\": {}},\t\"b\":"
    "[[], [{\"c\":0}], 12345678901234567, 0.1, \"123456789 123456789\"] } ";

/* Each byte at each place of a string of 24, which is three times eight. */
static void
takes_plain_characters_anywhere(void **state)
{
	(void)state;
	for (int c = 0; c < 256; c++) {
		const bool plain =
		    c >= ' ' && c < 0x80 && c != '"' && c != '\\';

		for (size_t at = 0; at < 24; at++) {
			char text[27] = "\"";
			const struct json *value;

			memset(text + 1, 'x', 24);
			text[25] = '"';
			text[1 + at] = (char)c;
			value = json_parse(arena, text, 26, NULL);
			if (plain != (value != NULL))
				fail_msg("byte %d at %zu", c, at);
			if (!plain)
				continue;
			text[25] = '\0';
			assert_string_equal(json_string(value), text + 1);
		}
	}
}

/* Every beginning of the text, with nothing behind it that could be read. */
static void
looks_at_nothing_behind_the_text(void **state)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *two = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)state;
	assert_ptr_not_equal(two, MAP_FAILED);
	assert_int_equal(mprotect(two + page, page, PROT_NONE), 0);
	for (size_t from = 0; from < sizeof sample - 1; from++)
		for (size_t length = 0; length < sizeof sample - from;
		     length++) {
			char *text =
			    memcpy(two + page - length, sample + from, length);

			(void)json_parse_foreign(arena, text, length, NULL);
		}
	assert_non_null(json_parse(arena,
	    memcpy(two + page - (sizeof sample - 1), sample, sizeof sample - 1),
	    sizeof sample - 1, NULL));
	munmap(two, 2 * page);
}

/* What json-c's own parser makes of the text; NULL: it refuses. */
static const char *
json_c_text(const char *text)
{
	struct json_tokener *tokener =
	    json_tokener_new_ex(LIMIT_JSON_DEPTH + 2);
	struct json_object *value =
	    json_tokener_parse_ex(tokener, text, (int)strlen(text) + 1);
	const char *printed = NULL;

	assert_non_null(tokener);
	if (json_tokener_get_error(tokener) == json_tokener_success)
		printed = arena_strdup(
		    arena, json_object_to_json_string_ext(
			       value, JSON_C_TO_STRING_PLAIN |
					  JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(value);
	json_tokener_free(tokener);
	return printed;
}

static void
makes_the_values_of_json_c(void **state)
{
	static const char *const texts[] = {"0", "-0", "-0.0", "1E5", "1e-7",
	    "1.50", "-12.5e+10", "9223372036854775807", "-9223372036854775808",
	    "0.1", "1e308", "5e-324", "1e-400", "12345678901234567890.5",
	    "null", "true", "false", "\"\"", "[]", "{}", "[null,[],{}]",
	    "{\"\":null,\" \":{\"a\":[{}]}}", "\"\\u0001\\u001f/\\/\"",
	    "\"\\ud800\\udc00\\u07ff\\u0800\\uffff\"",
	    "{\"\\u0061\":1,\"\\\"\":2,\"\xc3\xa9\":\"\xc3\xa9\"}"};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_string_equal(
		    json_text(arena, parse(texts[i])), json_c_text(texts[i]));
	assert_string_equal(json_text(arena, json_get(parse(sample), "b")),
	    json_c_text("[[],[{\"c\":0}],12345678901234567,0.1,"
			"\"123456789 123456789\"]"));
}

/* What is in the room of the parser while a value inside is read: the names
 * around it, and what was unescaped. */
static void
keeps_the_names_around(void **state)
{
	static const char text[] =
	    "{\"\\u0061\":{\"\\u0062\":{\"c\":\"\\u0064\",\"\\u0065\":1.5},"
	    "\"f\":\"\\u0067h\"},\"i\\u006a\":[{\"\\u006b\":\"l\\u006d\"}]}";
	static const char plain[] =
	    "{\"a\":{\"b\":{\"c\":\"d\",\"e\":1.5},\"f\":\"gh\"},"
	    "\"ij\":[{\"k\":\"lm\"}]}";

	(void)state;
	assert_string_equal(json_text(arena, parse(text)), plain);
	/* A long text has room of another kind. */
	assert_string_equal(
	    json_text(arena,
		json_at(parse(arena_printf(arena, "[%2000d,%s]", 0, text)), 1)),
	    plain);
}

/* Each character in a name and in a string, at each of nine places; DEL is the
 * one that json-c leaves. */
static void
prints_as_json_c(void **state)
{
	struct json *all = json_new_array(arena);

	(void)state;
	for (int c = 1; c < 0x7f; c++)
		for (size_t at = 0; at < 9; at++) {
			struct json *object = json_new_object(arena);
			char text[] = "\xc3\xa9xxxxxxxxx\xe2\x82\xac";

			text[2 + at] = (char)c;
			json_set_string(object, text, text + 2);
			json_set_integer(object, "n", INT64_MIN + c);
			json_append(all, object);
		}
	assert_string_equal(json_text(arena, all),
	    json_object_to_json_string_ext(json_unwrap(all),
		JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
	for (size_t at = 0; at < 9; at++) {
		char text[] = "xxxxxxxxx";

		text[at] = 0x7f;
		assert_string_equal(
		    json_text(arena, json_new_string(arena, text)),
		    arena_printf(arena, "\"%.*s\\u007f%s\"", (int)at, text,
			text + at + 1));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(takes_plain_characters_anywhere),
	    TEST(looks_at_nothing_behind_the_text),
	    TEST(makes_the_values_of_json_c),
	    TEST(keeps_the_names_around),
	    TEST(prints_as_json_c),
	};

	return cmocka_run_group_tests_name("json_parser", tests, NULL, NULL);
}
