/* SPDX-License-Identifier: ISC */
/* What is refused as JSON. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "kit/limits.h"
#include "test/unit/parse_json.h"

static void
refused_bytes(const char *text, size_t length, const char *what)
{
	struct json_error error = {0, NULL};

	if (json_parse(arena, text, length, &error) != NULL)
		fail_msg("took: %s", text);
	if (error.line == 0 || error.what == NULL ||
	    strcmp(error.what, what) != 0)
		fail_msg("%s: \"%s\", not \"%s\"", text, error.what, what);
}

static void
refused(const char *text, const char *what)
{
	refused_bytes(text, strlen(text), what);
}

static void
refuses_what_is_no_json(void **state)
{
	(void)state;
	refused("", "expected a value");
	refused(" \n", "expected a value");
	refused("'a'", "expected a value");
	refused("NaN", "expected a value");
	refused("-Infinity", "expected a value");
	refused("TRUE", "expected a value");
	refused("nul", "expected a value");
	refused("nullx", "text after the value");
	refused("[1,]", "expected a value");
	refused("[,1]", "expected a value");
	refused("[1 2]", "expected , or ]");
	refused("[1", "expected , or ]");
	refused("[1}", "expected , or ]");
	refused("{\"a\":1,}", "expected a string");
	refused("{a:1}", "expected a string");
	refused("{'a':1}", "expected a string");
	refused("{1:1}", "expected a string");
	refused("{\"a\" 1}", "expected a colon");
	refused("{\"a\":}", "expected a value");
	refused("{\"a\":1", "expected , or }");
	refused("{\"a\":1]", "expected , or }");
	refused("{\"a\":1;\"b\":2}", "expected , or }");
	refused("{", "expected a string");
	refused("{}{}", "text after the value");
	refused("{} x", "text after the value");
	refused("[1] // no", "text after the value");
	refused("/* no */ [1]", "expected a value");
	refused("\f[]", "expected a value");
	refused("\xc2\xa0[]", "expected a value");
	refused("\xef\xbb\xbf{}", "byte-order mark");
}

static void
refuses_a_nul_byte(void **state)
{
	(void)state;
	refused_bytes("{}\0", 3, "text after the value");
	refused_bytes("{}\0{}", 5, "text after the value");
	refused_bytes("\0", 1, "expected a value");
	refused_bytes("[1,\0]", 5, "expected a value");
	refused_bytes("1\0", 2, "text after the value");
	refused_bytes("\"a\0b\"", 5, "control character in a string");
	refused_bytes("\"a\\\0\"", 5, "bad escape");
	refused_bytes("\"a\\u00\0\"", 8, "bad escape");
	refused_bytes("\"a\xc3\0\"", 5, "invalid UTF-8");
}

static void
refuses_past_the_length(void **state)
{
	(void)state;
	refused_bytes("{} x", 1, "expected a string");
	refused_bytes("truely", 3, "expected a value");
	refused_bytes("\"abc\"", 4, "unfinished string");
	assert_non_null(json_parse(arena, "truely", 4, NULL));
	assert_non_null(json_parse(arena, "{} x", 2, NULL));
	assert_null(json_parse(arena, "{} x", 4, NULL));
	assert_null(json_parse(arena, "{}", SIZE_MAX, NULL));
	assert_null(json_parse(arena, "{}", INT_MAX, NULL));
}

static void
refuses_bad_strings(void **state)
{
	(void)state;
	refused("\"a", "unfinished string");
	refused("\"a\\", "bad escape");
	refused("\"a\\\"", "unfinished string");
	refused("\"\n\"", "control character in a string");
	refused("\"\t\"", "control character in a string");
	refused("\"\x1f\"", "control character in a string");
	refused("\"\\x41\"", "bad escape");
	refused("\"\\'\"", "bad escape");
	refused("\"\\U0041\"", "bad escape");
	refused("\"\\u004\"", "bad escape");
	refused("\"\\u004g\"", "bad escape");
	refused("\"\\u+041\"", "bad escape");
	refused("\"\\u 041\"", "bad escape");
	refused("\"\\u0000\"", "NUL in a string");
	refused("{\"a\\u0000b\":1}", "NUL in a string");
	refused("\"\\ud800\"", "lone surrogate");
	refused("\"\\ud800x\"", "lone surrogate");
	refused("\"\\ud800\\n\"", "lone surrogate");
	refused("\"\\ud800\\u0041\"", "lone surrogate");
	refused("\"\\ud800\\ud800\"", "lone surrogate");
	refused("\"\\ud83d\\u\"", "lone surrogate");
	refused("\"\\udc00\"", "lone surrogate");
	refused("\"\\ude00\\ud83d\"", "lone surrogate");
}

static void
refuses_invalid_utf8(void **state)
{
	static const char *const wrong[] = {"\x80", "\xbf", "\xc0\x80",
	    "\xc1\xbf", "\xc3", "\xc3(", "\xe0\x80\x80", "\xe0\x9f\xbf",
	    "\xe2\x82", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x80\x80\x80",
	    "\xf0\x8f\xbf\xbf", "\xf0\x9f\x98", "\xf4\x90\x80\x80",
	    "\xf5\x80\x80\x80", "\xf8\x88\x80\x80\x80", "\xfe", "\xff"};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		refused(
		    arena_printf(arena, "\"%s\"", wrong[i]), "invalid UTF-8");
		refused(arena_printf(arena, "{\"%s\":1}", wrong[i]),
		    "invalid UTF-8");
	}
}

static void
refuses_duplicate_names(void **state)
{
	(void)state;
	refused("{\"a\":1,\"a\":1}", "duplicate name");
	refused("{\"a\":1,\"b\":2,\"\\u0061\":3}", "duplicate name");
	refused("{\"\":1,\"\":2}", "duplicate name");
	refused("[{\"x\":{\"a\":1,\"a\":2}}]", "duplicate name");
	refused("{\"/\":1,\"\\/\":2}", "duplicate name");
	refused("{\"\\u00e9\":1,\"\xc3\xa9\":2}", "duplicate name");
	refused(
	    "{\"\\ud83d\\ude00\":1,\"\xf0\x9f\x98\x80\":2}", "duplicate name");
	refused("{\"a\":{\"a\":1},\"a\":2}", "duplicate name");
	assert_int_equal(json_length(parse("{\"a\":{\"a\":[{\"a\":1},"
					   "{\"a\":1}]},\"A\":1,\"aa\":1}")),
	    3);
}

static void
refuses_bad_numbers(void **state)
{
	(void)state;
	refused("-", "expected a value");
	refused("+1", "expected a value");
	refused(".5", "expected a value");
	refused("1.", "bad number");
	refused("1.e5", "bad number");
	refused("1e", "bad number");
	refused("1e+", "bad number");
	refused("01", "bad number");
	refused("-01", "bad number");
	refused("0x10", "text after the value");
	refused("[1_000]", "expected , or ]");
	refused("1,5", "text after the value");
	refused("9223372036854775808", "number out of range");
	refused("-9223372036854775809", "number out of range");
	refused("18446744073709551616", "number out of range");
	refused("1e400", "number out of range");
	refused("-1e400", "number out of range");
	refused("1.8e308", "number out of range");
	refused("1e99999999999999999999", "number out of range");
}

static char *
nested(unsigned depth, const char *open, const char *close)
{
	char *text = arena_strdup(arena, "");

	for (unsigned i = 0; i < depth; i++)
		text = arena_printf(arena, "%s%s%s", open,
		    *text == '\0' && *open == '{' ? "0" : text, close);
	return text;
}

static void
bounds_the_depth(void **state)
{
	char *deep;

	(void)state;
	parse(nested(LIMIT_JSON_DEPTH, "[", "]"));
	parse(nested(LIMIT_JSON_DEPTH, "{\"a\":", "}"));
	refused(nested(LIMIT_JSON_DEPTH + 1, "[", "]"), "too deep");
	refused(nested(LIMIT_JSON_DEPTH + 1, "{\"a\":", "}"), "too deep");
	parse("[[[[[[[[]]]]]]],[[[[[[[]]]]]]],[[[[[[[]]]]]]]]");
	deep = arena_alloc(arena, 1000001);
	memset(deep, '[', 1000000);
	refused(deep, "too deep");
}

static char *
members(unsigned count)
{
	char *text = arena_alloc(arena, 16 * (size_t)count + 3);
	char *at = text;

	for (unsigned i = 0; i < count; i++)
		at += sprintf(at, "%c\"n%u\":%u", i == 0 ? '{' : ',', i, i);
	strcpy(at, "}");
	return text;
}

static void
bounds_the_members(void **state)
{
	const struct json *object = parse(members(LIMIT_JSON_MEMBERS));
	struct json_each each = json_each(object);
	const struct json *value;
	const char *name;
	int64_t number;

	(void)state;
	assert_int_equal(json_length(object), LIMIT_JSON_MEMBERS);
	for (size_t i = 0; i < LIMIT_JSON_MEMBERS; i++) {
		assert_true(json_next(&each, &name, &value));
		assert_true(json_integer(value, &number));
		assert_int_equal(number, i);
		assert_ptr_equal(json_get(object, name), value);
	}
	assert_false(json_next(&each, &name, &value));
	assert_false(json_next(&each, &name, &value));
	refused(members(LIMIT_JSON_MEMBERS + 1), "too many members");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(refuses_what_is_no_json),
	    TEST(refuses_a_nul_byte),
	    TEST(refuses_past_the_length),
	    TEST(refuses_bad_strings),
	    TEST(refuses_invalid_utf8),
	    TEST(refuses_duplicate_names),
	    TEST(refuses_bad_numbers),
	    TEST(bounds_the_depth),
	    TEST(bounds_the_members),
	};

	return cmocka_run_group_tests_name("json_scan", tests, NULL, NULL);
}
