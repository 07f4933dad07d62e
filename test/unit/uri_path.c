/* SPDX-License-Identifier: ISC */
/* Paths of calls: plain, canonical, and as the least exact reader takes
 * them. */
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
	    "/accounts/1/balances", "/a.b/..c/x...", "/.well-known/x",
	    "/~a_b-c", "/a:b@c,d+e=f", "/!$&'()*", "/a%20b", "/caf%C3%A9",
	    "/%E2%82%AC", "/%22", "/a%3Cb", "/%61ccounts", "/%41", "/%7E",
	    "/a%3ab%40", "/a%2Eb", "/%C3%A0%C4%83", "/%D0%B0%CE%B1",
	    "/%E4%B8%AD", "/%F0%9F%98%80", "/%ED%9F%BF", "/a+b%2B", NULL};

	(void)state;
	all(paths, true);
}

static void
test_segments(void **state)
{
	static const char *const paths[] = {"", "accounts", "//", "//accounts",
	    "/accounts//1", "/.", "/..", "/./accounts", "/a/./b", "/a/../b",
	    "/a/..", "/a/.", "/../..", "/...", "/a/..../b", "/a/%2e.%2E", NULL};

	(void)state;
	all(paths, false);
}

/* Unescaped already, or by the next server, or by the one after that. */
static void
test_escapes(void **state)
{
	static const char *const paths[] = {"/%2e", "/%2E%2e/a", "/a/%2e./b",
	    "/a%2Fb", "/a%2fb", "/a%5Cb", "/a%25b", "/%252e", "/a%3Bb",
	    "/a%3Fb", "/a%23b", "/a%00", "/a%0d", "/a%7f", "/%c0%ae", "/%C1%9C",
	    "/%f5", "/%ff", NULL};

	(void)state;
	all(paths, false);
}

/* RFC 3629 section 3, and what is well-formed and folded by some. */
static void
test_characters(void **state)
{
	static const char *const paths[] = {"/%C0%AF", "/%E0%80%AF",
	    "/%F0%80%80%AF", "/%80", "/a%BFb", "/%C3", "/%C3a", "/%C3/%A9",
	    "/%C3%41", "/%E2%82", "/%E2%82x%AC", "/%ED%A0%80", "/%ED%BF%BF",
	    "/%F4%90%80%80", "/%F8%88%80%80%80", "/%C2%85", "/%C2%A0",
	    "/%C2%AD", "/%C2%AA", "/%C5%BF", "/%E2%84%AA", "/%E2%80%8B",
	    "/%E2%80%A4", "/%E2%80%AE", "/%E2%81%84", "/%E2%88%95",
	    "/%EF%B9%92", "/%EF%BC%8E", "/%EF%BC%8F", "/%EF%BC%BC",
	    "/%EF%BC%A1", "/%EF%BB%BF", "/%EF%BF%BE", "/%EF%BF%BD",
	    "/%EF%AC%81", "/%F0%9D%90%9A", "/%F3%A0%81%A1", "/%E3%80%80",
	    "/%EF%B8%8F", NULL};

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
	assert_string_equal(uri_path_canonical(arena, "/caf%c3%A9/%20%2a/a"),
	    "/caf%C3%A9/%20*/a");
	assert_string_equal(uri_path_canonical(arena,
				"/%61%2D%2e%5f%7E%21%24%26%27%28%29%2A%2b%2c"
				"%3D%3a%40"),
	    "/a-._~!$&'()*+,=:@");
	assert_string_equal(
	    uri_path_canonical(arena, "/%22%3c%3E%5b%7c"), "/%22%3C%3E%5B%7C");
	assert_string_equal(uri_path_canonical(arena, "/abcdef"), "/abcdef");
	assert_null(uri_path_canonical(arena, "/a/../b"));
	assert_null(uri_path_canonical(arena, "/a%2525"));
	arena_free(arena);
}

static void
test_folded(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(uri_path_folded(arena, "/"), "/");
	assert_string_equal(
	    uri_path_folded(arena, "/Ab.C%20+D/x.%20./y. "), "/ab.c  d/x/y");
	assert_string_equal(
	    uri_path_folded(arena, "/caf%C3%A9/a. b"), "/caf%c3%a9/a. b");
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
	    cmocka_unit_test(test_characters),
	    cmocka_unit_test(test_canonical),
	    cmocka_unit_test(test_folded),
	};

	return cmocka_run_group_tests_name("uri_path", tests, NULL, NULL);
}
