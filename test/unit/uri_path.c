/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/arena.h"
#include "kit/uri.h"

static void
all(const char *const *paths, bool plain)
{
	for (; *paths != NULL; paths++)
		if (uri_path_is_plain(*paths) != plain)
			fail_msg("%s", *paths);
}

static void
test_plain(void **state)
{
	static const char *const paths[] = {"/", "/accounts", "/accounts/",
	    "/accounts/1/balances", "/a.b/..c/...", "/.well-known/x", "/~a_b-c",
	    "/a:b@c,d+e=f", "/!$&'()*", "/a%20b", "/caf%C3%A9", "/%E2%82%AC",
	    "/%22", "/a%3Cb", NULL};

	(void)state;
	all(paths, true);
}

static void
test_segments(void **state)
{
	static const char *const paths[] = {"", "accounts", "//", "//accounts",
	    "/accounts//1", "/.", "/..", "/./accounts", "/a/./b", "/a/../b",
	    "/a/..", "/a/.", "/../..", NULL};

	(void)state;
	all(paths, false);
}

/* Unescaped already, or by the next server, or by the one after that. */
static void
test_escapes(void **state)
{
	static const char *const paths[] = {"/%61ccounts", "/%41", "/%7E",
	    "/%2e", "/%2E%2e/a", "/a/%2e./b", "/a%2Fb", "/a%2fb", "/a%5Cb",
	    "/a%25b", "/%252e", "/a%3Bb", "/a%3Fb", "/a%23b", "/a%00", "/a%0d",
	    "/a%7f", "/%c0%ae", "/%C1%9C", "/%f5", "/%ff", NULL};

	(void)state;
	all(paths, false);
}

static void
test_broken(void **state)
{
	static const char *const paths[] = {"/%", "/%2", "/%/", "/%2/", "/%zz",
	    "/%2g", "/a%", "/a b", "/a;b", "/a\\b", "/a?b", "/a#b", "/a\"b",
	    "/a<b", "/a|b", "/a\x01", "/a\x7f", "/caf\xc3\xa9", "/a\tb", NULL};

	(void)state;
	all(paths, false);
}

static void
test_canonical(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(uri_path_canonical(arena, "/caf%c3%A9/%2a%2A/a"),
	    "/caf%C3%A9/%2A%2A/a");
	assert_string_equal(uri_path_canonical(arena, "/abcdef"), "/abcdef");
	assert_null(uri_path_canonical(arena, "/a/../b"));
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_plain),
	    cmocka_unit_test(test_segments),
	    cmocka_unit_test(test_escapes),
	    cmocka_unit_test(test_broken),
	    cmocka_unit_test(test_canonical),
	};

	return cmocka_run_group_tests_name("uri_path", tests, NULL, NULL);
}
