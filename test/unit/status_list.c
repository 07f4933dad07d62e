/* SPDX-License-Identifier: ISC */
/* The lists of a directory's members, by their mappings. */
#include "test/unit/parse_json.h"
#include "validators/lib/status_list.h"

static const struct json *
mapping(const char *more)
{
	return parse(arena_printf(arena,
	    "{\"entries\":\"/data/*\",\"id\":\"/id\",\"status\":\"/s\","
	    "\"active\":[\"Active\",true],\"suspended\":[\"Idle\",false],"
	    "\"removed\":[\"Gone\"]%s}",
	    more));
}

/* Why the document is not such a list. */
static const char *
why_not(const char *more, const char *document)
{
	const char *why = NULL;

	if (status_list_read(arena, mapping(more), parse(document), &why) !=
	    NULL)
		fail_msg("%s: is taken for a list", document);
	return why;
}

static const struct status_list *
list(const char *more, const char *document)
{
	const char *why = NULL;
	const struct status_list *read =
	    status_list_read(arena, mapping(more), parse(document), &why);

	if (read == NULL)
		fail_msg("%s: %s", document, why);
	return read;
}

static void
looks_up(void **state)
{
	const struct status_list *all = list("",
	    "{\"data\":[{\"id\":\"b\",\"s\":\"IDLE\"},"
	    "{\"id\":\"a\",\"s\":\"active\"},{\"id\":\"c\",\"s\":\"Gone\"},"
	    "{\"id\":\"d\",\"s\":false},{\"id\":\"e\",\"s\":true},"
	    "{\"id\":\"f\",\"s\":\"Odd\"},{\"id\":\"g\",\"s\":\"Gone\"},"
	    "{\"id\":\"g\",\"s\":\"Active\"},{\"id\":\"h\",\"s\":\"Idle\"},"
	    "{\"id\":\"h\",\"s\":\"idle\"}]}");
	const char *word;

	(void)state;
	assert_int_equal(status_list_count(all), 8);
	assert_int_equal(status_list_time(all), 0);
	assert_int_equal(status_list_of(all, "a", &word), STATUS_ACTIVE);
	assert_string_equal(word, "active");
	assert_int_equal(status_list_of(all, "b", &word), STATUS_SUSPENDED);
	assert_int_equal(status_list_of(all, "c", &word), STATUS_REMOVED);
	assert_int_equal(status_list_of(all, "d", &word), STATUS_SUSPENDED);
	assert_string_equal(word, "false");
	assert_int_equal(status_list_of(all, "e", &word), STATUS_ACTIVE);
	assert_int_equal(status_list_of(all, "f", &word), STATUS_UNKNOWN);
	assert_string_equal(word, "Odd");
	assert_int_equal(status_list_of(all, "g", &word), STATUS_TWICE);
	assert_int_equal(status_list_of(all, "h", &word), STATUS_SUSPENDED);
	assert_int_equal(status_list_of(all, "A", &word), STATUS_UNNAMED);
	assert_string_equal(word, "");
	assert_int_equal(status_list_of(all, "", &word), STATUS_UNNAMED);
}

static void
more_than_a_few(void **state)
{
	const char *text = "{\"data\":[{\"id\":\"x\",\"s\":true}", *word;
	const struct status_list *all;

	(void)state;
	for (int i = 0; i < 500; i++)
		text = arena_printf(arena, "%s,{\"id\":\"%d\",\"s\":%s}", text,
		    i, i % 2 == 0 ? "true" : "false");
	all = list("", arena_printf(arena, "%s]}", text));
	assert_int_equal(status_list_count(all), 501);
	for (int i = 0; i < 500; i++)
		assert_int_equal(
		    status_list_of(all, arena_printf(arena, "%d", i), &word),
		    i % 2 == 0 ? STATUS_ACTIVE : STATUS_SUSPENDED);
}

static void
not_such_a_list(void **state)
{
	(void)state;
	assert_string_equal(why_not("", "{}"), "/data: is not there");
	assert_string_equal(why_not("", "[]"), "the whole must be an object");
	assert_string_equal(
	    why_not("", "{\"data\":{}}"), "/data: must be an array");
	assert_string_equal(
	    why_not("", "{\"data\":[]}"), "/data/*: has no entry");
	assert_string_equal(why_not("", "{\"data\":[{\"s\":true}]}"),
	    "/data/*: entry 1 has no identifier");
	assert_string_equal(
	    why_not("", "{\"data\":[{\"id\":\"\",\"s\":true}]}"),
	    "/data/*: entry 1 has no identifier");
	assert_string_equal(why_not("", "{\"data\":[{\"id\":7,\"s\":true}]}"),
	    "/data/*: entry 1 has no identifier");
	assert_string_equal(why_not("", "{\"data\":[{\"id\":\"a\",\"s\":true},"
					"{\"id\":\"b\",\"s\":1}]}"),
	    "/data/*: entry 2 has no status");
	assert_string_equal(why_not("", "{\"data\":[\"a\"]}"),
	    "/data/*: entry 1 has no status");
}

#define ONE "\"data\":[{\"id\":\"a\",\"s\":true}]"

static void
not_all_of_it(void **state)
{
	static const char next[] = ",\"next\":\"/links/next\"";
	static const char total[] =
	    ",\"total\":{\"at\":\"/n\",\"of\":\"/data/*\"}";

	(void)state;
	(void)list(next, "{" ONE "}");
	(void)list(next, "{" ONE ",\"links\":{\"next\":null}}");
	(void)list(next, "{" ONE ",\"links\":{\"next\":\"\"}}");
	assert_string_equal(
	    why_not(next, "{" ONE ",\"links\":{\"next\":\"/2\"}}"),
	    "/links/next: there is a next page: this is not all");
	(void)list(total, "{" ONE ",\"n\":1}");
	assert_string_equal(why_not(total, "{" ONE ",\"n\":2}"),
	    "/n: is not the number of what is there, 1: this is not all");
	(void)why_not(total, "{" ONE ",\"n\":\"1\"}");
	(void)why_not(total, "{" ONE "}");
}

static void
says_of_when_it_is(void **state)
{
	static const char time[] = ",\"time\":\"/t\"";

	(void)state;
	assert_int_equal(
	    status_list_time(list(time, "{" ONE ",\"t\":1760000000}")),
	    1760000000);
	assert_string_equal(why_not(time, "{" ONE ",\"t\":\"today\"}"),
	    "/t: must be a time, in seconds");
	(void)why_not(time, "{" ONE "}");
}

static void
who_is_not_in_it(void **state)
{
	(void)state;
	assert_false(status_list_absent_is_removed(mapping("")));
	assert_false(
	    status_list_absent_is_removed(mapping(",\"absent\":\"kept\"")));
	assert_true(
	    status_list_absent_is_removed(mapping(",\"absent\":\"removed\"")));
}

static void
append(void *context, const struct json *value)
{
	const char **all = context;

	*all = arena_printf(arena, "%s %s", *all, json_text(arena, value));
}

/* What a pointer leads to, or what is wrong. */
static const char *
walked(const char *document, const char *pointer)
{
	const char *all = "";
	const char *wrong =
	    status_pointer_walk(arena, parse(document), pointer, append, &all);

	return wrong != NULL ? wrong : all;
}

static void
pointers(void **state)
{
	(void)state;
	assert_string_equal(walked("7", ""), " 7");
	assert_string_equal(
	    walked("{\"a/b\":1,\"~\":2,\"\":3}", "/a~1b"), " 1");
	assert_string_equal(walked("{\"~\":2}", "/~0"), " 2");
	assert_string_equal(walked("{\"~1\":2}", "/~01"), " 2");
	assert_string_equal(walked("{\"\":3}", "/"), " 3");
	assert_string_equal(walked("[1,2]", "/*"), " 1 2");
	assert_string_equal(walked("[[1],[],[2,3]]", "/*/*"), " 1 2 3");
	assert_string_equal(walked("[{\"a\":1},{},{\"a\":2}]", "/*/a"), " 1 2");
	assert_string_equal(
	    walked("[{\"a\":[1]},{},{\"a\":[2]}]", "/*/a/*"), " 1 2");
	assert_string_equal(walked("{}", "/a"), "/a: is not there");
	assert_string_equal(walked("{}", "/a/*"), "/a: is not there");
	assert_string_equal(walked("[]", "/0"), "the whole must be an object");
	assert_string_equal(
	    walked("{\"a\":1}", "/a/*"), "/a: must be an array");
	assert_string_equal(
	    walked("[{\"a\":1}]", "/*/a/b"), "/*/a: must be an object");
}

static void
pointers_are_sound(void **state)
{
	(void)state;
	assert_true(status_pointer_sound("", false));
	assert_true(status_pointer_sound("/a/b~0~1", false));
	assert_true(status_pointer_sound("/a*/*b", false));
	assert_true(status_pointer_sound("/a/*", true));
	assert_false(status_pointer_sound("a", true));
	assert_false(status_pointer_sound("/a~", true));
	assert_false(status_pointer_sound("/a~2", true));
	assert_false(status_pointer_sound("/a\nb", true));
	assert_false(status_pointer_sound("/*", false));
	assert_false(status_pointer_sound("/a/*/b", false));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(looks_up),
	    TEST(more_than_a_few),
	    TEST(not_such_a_list),
	    TEST(not_all_of_it),
	    TEST(says_of_when_it_is),
	    TEST(who_is_not_in_it),
	    TEST(pointers),
	    TEST(pointers_are_sound),
	};

	return cmocka_run_group_tests_name("status list", tests, NULL, NULL);
}
