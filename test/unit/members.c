/* SPDX-License-Identifier: ISC */
/* Members that are printed once: their texts are json_text()'s. */
#include <string.h>

#include "kit/json.h"
#include "kit/members.h"
#include "test/unit/arena_setup.h"

static struct members *
members_of(const char *text)
{
	const struct json *object = json_parse(arena, text, strlen(text), NULL);
	struct members *members = members_new(arena);

	assert_non_null(object);
	members_add_all(members, object);
	assert_int_equal(members->count, json_length(object));
	return members;
}

static void
same(const char *text)
{
	assert_string_equal(members_text(members_of(text), NULL, NULL),
	    json_text(arena, json_parse(arena, text, strlen(text), NULL)));
}

static void
prints_as_json_text(void **state)
{
	(void)state;
	same("{}");
	same("{\"a\":\"\"}");
	same("{\"a\":1,\"b\":-0.0,\"c\":2.50,\"d\":1e3,\"e\":true,\"f\":null}");
	same("{\"a\":[],\"b\":{},\"c\":[\"x\",{\"y\":[\"/\",\"\\\\\"]}]}");
	same("{\"a/b\":\"c/"
	     "d\",\"\":\"e\",\"\\\"\":\"\\\"\",\"\\n\":\"\\u0001\"}");
	same("{\"\\u007f\":\"\\u007f\",\"\\u00e9\":\"\\ud83d\\ude00\"}");
}

/* Each character, at each place of a text of each length that matters where
 * eight bytes are looked at together. */
static void
prints_each_character(void **state)
{
	static const char rest[] = "abcdefghijklmnopqrstuvwxyz";

	(void)state;
	for (unsigned c = 1; c < 0x100; c++)
		for (int before = 0; before < 18; before++)
			same(arena_printf(arena,
			    "{\"%.*s\\u%04x\":\"%.*s\\u%04x%.*s\"}", before,
			    rest, c, before, rest, c, 17 - before, rest));
}

static bool
is_short(const struct member *member, const void *context)
{
	return strlen(member->name) <= *(const size_t *)context;
}

static void
prints_what_is_wanted(void **state)
{
	struct members *members =
	    members_of("{\"aa\":1,\"b\":\"x\",\"cc\":\"y\",\"d\":[2]}");
	const size_t none = 0, one = 1, two = 2;

	(void)state;
	assert_string_equal(
	    members_text(members, is_short, &one), "{\"b\":\"x\",\"d\":[2]}");
	assert_null(members->all[0].text);
	const char *text = members->all[1].text;
	assert_string_equal(members_text(members, is_short, &none), "{}");
	assert_string_equal(members_text(members, is_short, &two),
	    "{\"aa\":1,\"b\":\"x\",\"cc\":\"y\",\"d\":[2]}");
	assert_ptr_equal(members->all[1].text, text);
}

static void
adds_one_by_one(void **state)
{
	struct members *members = members_new(arena);

	(void)state;
	members_add_string(members, "a", "x");
	members_add_string(members, "b", NULL);
	members_add(members, "c", NULL);
	members_add_integer(members, "d", INT64_MIN);
	members_add_text(members, "e\"", "{\"f\":[1]}");
	assert_string_equal(members_text(members, NULL, NULL),
	    "{\"a\":\"x\",\"d\":-9223372036854775808,"
	    "\"e\\\"\":{\"f\":[1]}}");
	assert_null(members_get(members, "e\""));
	assert_string_equal(json_string(members_get(members, "a")), "x");
	assert_null(members_get(members, "b"));
}

/* More than there is room for at first. */
static void
has_room_for_many(void **state)
{
	struct members *members = members_new(arena);

	(void)state;
	for (int i = 0; i < 1000; i++)
		members_add_integer(members, arena_printf(arena, "m%d", i), i);
	assert_int_equal(members->count, 1000);
	for (int i = 0; i < 1000; i++) {
		int64_t number;
		assert_true(json_integer(
		    members_get(members, arena_printf(arena, "m%d", i)),
		    &number));
		assert_int_equal(number, i);
	}
}

/* What is printed at once has the text of a value that was added. */
static void
prints_at_once(void **state)
{
	static const int64_t numbers[] = {
	    0, 7, 10, -1, -10, 1795884566, INT64_MAX, INT64_MIN};
	static const char *const strings[] = {
	    "", "a", "\"\\", "\n", "\xc3\xa9", "\x7f", "a/b"};
	struct members *added = members_new(arena);
	struct members *printed = members_new(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		const char *name = arena_printf(arena, "n%zu", i);
		members_add_integer(added, name, numbers[i]);
		members_print_integer(printed, name, numbers[i]);
	}
	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
		const char *name = arena_printf(arena, "s%zu", i);
		members_add_string(added, name, strings[i]);
		members_print_string(printed, name, strings[i]);
	}
	members_print_string(printed, "none", NULL);
	assert_string_equal(
	    members_text(printed, NULL, NULL), members_text(added, NULL, NULL));
	assert_null(members_get(printed, "s1"));
}

static void
shares_members(void **state)
{
	struct members *all = members_of("{\"a\":[1],\"b\":\"c\"}");
	struct members *some = members_new(arena);

	(void)state;
	members_share(some, &all->all[1]);
	assert_string_equal(members_text(some, NULL, NULL), "{\"b\":\"c\"}");
	assert_string_equal(
	    members_text(all, NULL, NULL), "{\"a\":[1],\"b\":\"c\"}");
	members_share(some, &all->all[0]);
	assert_ptr_equal(some->all[1].text, all->all[0].text);
	assert_string_equal(
	    members_text(some, NULL, NULL), "{\"b\":\"c\",\"a\":[1]}");
	assert_string_equal(json_string(members_get(some, "b")), "c");
	/* One that is a text alone has no value to be shared. */
	members_print_string(all, "d", "e");
	members_share(some, &all->all[2]);
	assert_int_equal(some->count, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(prints_as_json_text),
	    TEST(prints_each_character),
	    TEST(prints_what_is_wanted),
	    TEST(adds_one_by_one),
	    TEST(has_room_for_many),
	    TEST(prints_at_once),
	    TEST(shares_members),
	};

	return cmocka_run_group_tests_name("members", tests, NULL, NULL);
}
