/* SPDX-License-Identifier: ISC */
/* JSON that is made, changed and compared; comments in it. */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kit/json.h"
#include "test/unit/arena_setup.h"

static const struct json *
parse(const char *text)
{
	const struct json *value = json_parse(arena, text, strlen(text), NULL);

	if (value == NULL)
		fail_msg("refused: %s", text);
	return value;
}

static void
reads_comments(void **state)
{
	static const char text[] = "// first\n"
				   "{ \"u\": \"https://a/*b*/\", // \"x\n"
				   "/* \"u\": 2,\n ** */ \"q\\\"//\": 1/**/ }\n"
				   "//";
	const struct json *value;
	struct json_error error;

	(void)state;
	value = json_parse_commented(arena, text, strlen(text), &error);
	assert_non_null(value);
	assert_string_equal(json_text(arena, value),
	    "{\"u\":\"https://a/*b*/\",\"q\\\"//\":1}");
	assert_null(json_parse(arena, text, strlen(text), &error));
}

static void
refuses_bad_comments(void **state)
{
	static const struct {
		const char *text, *what;
		size_t line;
	} wrong[] = {
	    {"{}\n/* never", "unfinished comment", 2},
	    {"{}\n/*/", "unfinished comment", 2},
	    {"/* a /* b */ */ {}", "expected a value", 1},
	    {"{ / }", "expected a string", 1},
	    {"# no\n{}", "expected a value", 1},
	    {"/* a\n\n*/ {\"a\":1, // b\n\"a\":2}", "duplicate name", 4},
	    {"tr/**/ue", "expected a value", 1},
	    {"\"a//\nb\"", "control character in a string", 1},
	    {"[1,] // x", "expected a value", 1},
	    {"\"a\\", "bad escape", 1},
	};
	struct json_error error;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		const char *text = wrong[i].text;

		assert_null(
		    json_parse_commented(arena, text, strlen(text), &error));
		assert_string_equal(error.what, wrong[i].what);
		assert_int_equal(error.line, wrong[i].line);
	}
	assert_null(json_parse_commented(arena, "{} // a\0b\n", 10, NULL));
}

static void
makes_values(void **state)
{
	struct json *object = json_new_object(arena);
	struct json *array = json_new_array(arena);

	(void)state;
	json_append_string(array, "x/y");
	json_append_string(array, NULL);
	json_append(array, parse("null"));
	json_append(array, NULL);
	json_set_string(object, "s", "\"\n\xc3\xa9");
	json_set_integer(object, "i", INT64_MIN);
	json_set_boolean(object, "t", true);
	json_set(object, "a", array);
	json_set(object, "n", parse("null"));
	assert_string_equal(json_text(arena, object),
	    "{\"s\":\"\\\"\\n\xc3\xa9\",\"i\":-9223372036854775808,"
	    "\"t\":true,\"a\":[\"x/y\",null],\"n\":null}");
	assert_true(json_equal(object, parse(json_text(arena, object))));
	assert_true(json_equal(object, parse(json_text_pretty(arena, object))));
	assert_int_equal(json_type(json_get(object, "n")), JSON_NULL);
}

static void
replaces_and_removes(void **state)
{
	struct json *object = json_copy(arena, parse("{\"a\":1,\"b\":2}"));

	(void)state;
	json_set_string(object, "a", "x");
	assert_string_equal(json_text(arena, object), "{\"a\":\"x\",\"b\":2}");
	json_remove(object, "a");
	json_remove(object, "nothing");
	assert_string_equal(json_text(arena, object), "{\"b\":2}");
	json_set_integer(object, "c", 3);
	json_set(object, "b", NULL);
	assert_string_equal(json_text(arena, object), "{\"c\":3}");
	json_set_string(object, "c", NULL);
	assert_int_equal(json_length(object), 0);
}

static void
copies_apart(void **state)
{
	const struct json *object = parse("{\"b\":[1],\"a\":null}");
	struct json *copy = json_copy(arena, object);

	(void)state;
	assert_string_equal(json_text(arena, copy), "{\"b\":[1],\"a\":null}");
	json_remove(copy, "b");
	json_set_boolean(copy, "c", false);
	assert_string_equal(json_text(arena, object), "{\"b\":[1],\"a\":null}");
	assert_string_equal(
	    json_text(arena, json_copy(arena, parse("[1]"))), "{}");
	assert_int_equal(json_length(json_copy(arena, NULL)), 0);
}

/* A part may be put into something that lives longer. */
static void
keeps_parts_alive(void **state)
{
	struct arena *brief = arena_new();
	struct json *object = json_new_object(arena);
	static const char text[] = "{\"deep\":[\"kept\"]}";

	(void)state;
	json_set(object, "d",
	    json_get(json_parse(brief, text, strlen(text), NULL), "deep"));
	arena_free(brief);
	assert_string_equal(json_text(arena, object), "{\"d\":[\"kept\"]}");
}

static void
prints_pretty(void **state)
{
	(void)state;
	assert_string_equal(
	    json_text_pretty(arena, parse("{\"u\":\"a/b\",\"l\":[1]}")),
	    "{\n  \"u\": \"a/b\",\n  \"l\": [\n    1\n  ]\n}");
}

static void
compares(void **state)
{
	static const struct {
		const char *a, *b;
		int equal;
	} pairs[] = {
	    {"{\"a\":1,\"b\":[true,null]}", "{\"b\":[true,null],\"a\":1}", 1},
	    {"{\"a\":1}", "{\"a\":1,\"b\":1}", 0},
	    {"{\"a\":1,\"c\":1}", "{\"a\":1,\"b\":1}", 0},
	    {"{\"a\":null}", "{\"b\":null}", 0},
	    {"{\"a\":null}", "{}", 0},
	    {"[1,2]", "[2,1]", 0},
	    {"[1,2]", "[1,2]", 1},
	    {"[1]", "[1,1]", 0},
	    {"[]", "{}", 0},
	    {"1", "1.0", 1},
	    {"1", "1.5", 0},
	    {"1.5", "15e-1", 1},
	    {"9007199254740993", "9007199254740992.0", 0},
	    {"9007199254740993", "9007199254740992", 0},
	    {"\"1\"", "1", 0},
	    {"\"a\"", "\"\\u0061\"", 1},
	    {"\"a\"", "\"A\"", 0},
	    {"true", "false", 0},
	    {"false", "null", 0},
	    {"null", "null", 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		const struct json *a = parse(pairs[i].a);
		const struct json *b = parse(pairs[i].b);

		if (json_equal(a, b) != pairs[i].equal ||
		    json_equal(b, a) != pairs[i].equal)
			fail_msg("%s, %s", pairs[i].a, pairs[i].b);
	}
	assert_false(json_equal(NULL, parse("null")));
	assert_true(json_equal(NULL, NULL));
}

static void
change_string(void)
{
	json_set_integer((struct json *)parse("\"s\""), "a", 1);
}

static void
change_null(void)
{
	json_append((struct json *)parse("null"), parse("1"));
}

static void
contain_itself(void)
{
	struct json *object = json_new_object(arena);

	json_set(object, "a", object);
}

static int
ends_badly(void (*act)(void))
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		/* Unless it is reset, cmocka takes the signal for its own. */
		signal(SIGABRT, SIG_DFL);
		close(STDERR_FILENO);
		act();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void
panics_when_misused(void **state)
{
	(void)state;
	assert_true(ends_badly(change_string));
	assert_true(ends_badly(change_null));
	assert_true(ends_badly(contain_itself));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(reads_comments),
	    TEST(refuses_bad_comments),
	    TEST(makes_values),
	    TEST(replaces_and_removes),
	    TEST(copies_apart),
	    TEST(keeps_parts_alive),
	    TEST(prints_pretty),
	    TEST(compares),
	    TEST(panics_when_misused),
	};

	return cmocka_run_group_tests_name("json_make", tests, NULL, NULL);
}
