/* SPDX-License-Identifier: ISC */
/* Values of JSON, as they are read. */
#include <string.h>

#include "test/unit/parse_json.h"

static void
reads_strings(void **state)
{
	static const struct {
		const char *text, *is;
	} right[] = {
	    {"\"\"", ""},
	    {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"},
	    {"\"\\u0041\\u00e9\\u20AC\"", "A\xc3\xa9\xe2\x82\xac"},
	    {"\"\\ud83d\\uDE00\"", "\xf0\x9f\x98\x80"},
	    {"\"\\ud800\\udc00\\udbff\\udfff\"",
		"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"},
	    {"\"\\uffff\\u0001\"", "\xef\xbf\xbf\x01"},
	    {"\"\x7f\xc2\x80\xdf\xbf\"", "\x7f\xc2\x80\xdf\xbf"},
	    {"\"\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\"",
		"\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80"},
	    {"\"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"",
		"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof right / sizeof right[0]; i++)
		assert_string_equal(
		    json_string(parse(right[i].text)), right[i].is);
}

static void
reads_integers(void **state)
{
	static const struct {
		const char *text;
		int64_t is;
	} right[] = {{"0", 0}, {"-0", 0}, {"42", 42}, {"-1", -1},
	    {"9223372036854775807", INT64_MAX},
	    {"-9223372036854775808", INT64_MIN}, {"1.0", 1}, {"1e3", 1000},
	    {"1E+3", 1000}, {"-12.5e1", -125}, {"100e-2", 1}, {"-0.0", 0},
	    {"9007199254740992.0", 9007199254740992},
	    {"-9007199254740992.0", -9007199254740992}};
	static const char *const wrong[] = {"1.5", "1e-1", "1e300", "-1e300",
	    "9007199254740994.0", "9.3e18", "\"1\"", "null", "true", "[1]",
	    "{}"};
	int64_t number;

	(void)state;
	for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
		number = 77;
		assert_true(json_integer(parse(right[i].text), &number));
		assert_int_equal(number, right[i].is);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		if (json_integer(parse(wrong[i]), &number))
			fail_msg("%s is no integer", wrong[i]);
	assert_false(json_integer(NULL, &number));
}

static void
reads_numbers(void **state)
{
	double number;

	(void)state;
	assert_true(json_number(parse("1.5e2"), &number) && number == 150);
	assert_true(json_number(parse("7"), &number) && number == 7);
	assert_true(json_number(parse("1.7976931348623157e308"), &number) &&
		    number == 1.7976931348623157e308);
	assert_true(json_number(parse("1e-400"), &number) && number == 0);
	assert_false(json_number(parse("\"1\""), &number));
	assert_false(json_number(NULL, &number));
}

static void
tells_null_from_absent(void **state)
{
	const struct json *object = parse("{\"n\":null,\"a\":[null,1]}");
	const struct json *array = json_get(object, "a");

	(void)state;
	assert_int_equal(json_type(NULL), JSON_ABSENT);
	assert_int_equal(json_type(parse("null")), JSON_NULL);
	assert_int_equal(json_type(json_get(object, "n")), JSON_NULL);
	assert_null(json_get(object, "m"));
	assert_null(json_get(object, NULL));
	assert_int_equal(json_type(json_at(array, 0)), JSON_NULL);
	assert_int_equal(json_type(json_at(array, 1)), JSON_NUMBER);
	assert_null(json_at(array, 2));
	assert_null(json_at(array, SIZE_MAX));
	assert_int_equal(json_length(array), 2);
	assert_string_equal(json_text(arena, parse("null")), "null");
	assert_null(json_text(arena, NULL));
}

static void
answers_for_other_types(void **state)
{
	static const char *const all[] = {
	    "null", "true", "1", "1.5", "\"s\"", "[\"a\"]", "{\"a\":true}"};
	static const enum json_type types[] = {JSON_NULL, JSON_BOOLEAN,
	    JSON_NUMBER, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT};

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		const struct json *value = parse(all[i]);
		enum json_type type = types[i];

		assert_int_equal(json_type(value), type);
		assert_int_equal(
		    json_string(value) != NULL, type == JSON_STRING);
		assert_int_equal(json_true(value), type == JSON_BOOLEAN);
		assert_int_equal(json_length(value),
		    type == JSON_ARRAY || type == JSON_OBJECT);
		assert_int_equal(json_at(value, 0) != NULL, type == JSON_ARRAY);
		assert_int_equal(
		    json_get(value, "a") != NULL, type == JSON_OBJECT);
		assert_int_equal(
		    json_has_string(value, "a"), type == JSON_ARRAY);
	}
	assert_null(json_string(NULL));
	assert_null(json_at(NULL, 0));
	assert_null(json_get(NULL, "a"));
	assert_int_equal(json_length(NULL), 0);
	assert_false(json_true(NULL));
	assert_false(json_true(parse("false")));
	assert_false(json_has_string(NULL, "a"));
}

static void
finds_strings(void **state)
{
	const struct json *array = parse("[\"ab\",1,null,\"\",[\"x\"]]");

	(void)state;
	assert_true(json_has_string(array, "ab"));
	assert_true(json_has_string(array, ""));
	assert_false(json_has_string(array, "a"));
	assert_false(json_has_string(array, "AB"));
	assert_false(json_has_string(array, "x"));
	assert_false(json_has_string(array, "1"));
	assert_false(json_has_string(array, NULL));
}

static void
tells_the_line(void **state)
{
	struct json_error error;
	const char *text = "{\n\"a\":1,\n\"a\"\n:2}";

	(void)state;
	assert_null(json_parse(arena, text, strlen(text), &error));
	assert_int_equal(error.line, 4);
	assert_string_equal(error.what, "duplicate name");
	assert_null(json_parse(arena, "x", 1, &error));
	assert_int_equal(error.line, 1);
}

static void
tells_what_is_empty(void **state)
{
	static const char *const empty[] = {"null", "\"\"", "[]"};
	static const char *const full[] = {
	    "0", "false", "\" \"", "[null]", "[\"\"]", "{}"};

	(void)state;
	assert_true(json_is_empty(NULL));
	for (size_t i = 0; i < sizeof(empty) / sizeof(empty[0]); i++)
		assert_true(json_is_empty(parse(empty[i])));
	for (size_t i = 0; i < sizeof(full) / sizeof(full[0]); i++)
		assert_false(json_is_empty(parse(full[i])));
}

static void
tells_of_one_type(void **state)
{
	(void)state;
	assert_true(json_is_array_of(parse("[\"a\",\"\"]"), JSON_STRING, 2));
	assert_false(json_is_array_of(parse("[\"a\",\"\"]"), JSON_STRING, 3));
	assert_false(json_is_array_of(parse("[\"a\",1]"), JSON_STRING, 0));
	assert_true(json_is_array_of(parse("[]"), JSON_STRING, 0));
	assert_false(json_is_array_of(parse("[]"), JSON_STRING, 1));
	assert_false(json_is_array_of(parse("{\"a\":\"b\"}"), JSON_STRING, 0));
	assert_false(json_is_array_of(parse("\"a\""), JSON_STRING, 0));
	assert_false(json_is_array_of(NULL, JSON_STRING, 0));
	assert_true(json_is_object_of(parse("{\"a\":[]}"), JSON_ARRAY));
	assert_true(json_is_object_of(parse("{}"), JSON_ARRAY));
	assert_false(
	    json_is_object_of(parse("{\"a\":[],\"b\":{}}"), JSON_ARRAY));
	assert_false(json_is_object_of(parse("[[]]"), JSON_ARRAY));
	assert_false(json_is_object_of(NULL, JSON_ARRAY));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(reads_strings),
	    TEST(reads_integers),
	    TEST(reads_numbers),
	    TEST(tells_null_from_absent),
	    TEST(answers_for_other_types),
	    TEST(finds_strings),
	    TEST(tells_the_line),
	    TEST(tells_what_is_empty),
	    TEST(tells_of_one_type),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
