/* SPDX-License-Identifier: ISC */
/* The forms of identifiers, and of the keys that are made of them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kit/arena.h"
#include "kit/identifier.h"
#include "kit/limits.h"

static bool
is_client(const char *text)
{
	return identifier_is_client(text, strlen(text));
}

static void
clients(void **state)
{
	char most[66] = "";

	(void)state;
	assert_true(is_client("a"));
	assert_true(is_client("A-z.0_9~"));
	assert_false(is_client(""));
	assert_false(is_client("a b"));
	assert_false(is_client("a/b"));
	assert_false(is_client("a:b"));
	assert_false(is_client("a%20b"));
	assert_false(is_client("\xc3\xa9"));
	memset(most, 'x', 65);
	assert_true(identifier_is_client(most, 64));
	assert_false(is_client(most));
}

static void
parties(void **state)
{
	char most[LIMIT_IDENTIFIER + 2] = "";

	(void)state;
	assert_true(identifier_is_party("PSDPL-KNF-IP 27/2019"));
	assert_true(identifier_is_party("\xc3\xa9"));
	assert_false(identifier_is_party(""));
	assert_false(identifier_is_party("a\nb"));
	assert_false(identifier_is_party("a\x7f"));
	assert_false(identifier_is_party("\xff"));
	memset(most, 'x', LIMIT_IDENTIFIER);
	assert_true(identifier_is_party(most));
	most[LIMIT_IDENTIFIER] = 'x';
	assert_false(identifier_is_party(most));
}

/* Whatever the parts are, they come back, and no two pairs have one key. */
static void
keys(void **state)
{
	static const char *const ids[] = {"a", "a b", "a%20b", "a%2520b", "%",
	    "% ", " ", "a b c", "%2", "20"};
	static const char *const directories[] = {"d", "b d", "qualified c"};
	const char *all[sizeof(ids) / sizeof(ids[0]) * 3];
	struct arena *arena = arena_new();
	size_t count = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		for (size_t d = 0; d < 3; d++) {
			const char *key =
			    identifier_key(arena, ids[i], directories[d]);
			assert_string_equal(
			    identifier_of_key(arena, key), ids[i]);
			assert_string_equal(
			    identifier_directory(key), directories[d]);
			for (size_t k = 0; k < count; k++)
				assert_string_not_equal(all[k], key);
			all[count++] = key;
		}
	assert_string_equal(identifier_key(arena, "4kEx", "OpenBanking Ltd"),
	    "4kEx OpenBanking Ltd");
	arena_free(arena);
}

static void
headers(void **state)
{
	(void)state;
	assert_string_equal(identifier_told("a~b:c-d._9"), "a~b:c-d._9");
	assert_string_equal(identifier_told("a b"), "");
	assert_string_equal(identifier_told("a\r\nb"), "");
	assert_string_equal(identifier_told("a,b"), "");
	assert_string_equal(identifier_told(NULL), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(clients),
	    cmocka_unit_test(parties),
	    cmocka_unit_test(keys),
	    cmocka_unit_test(headers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
