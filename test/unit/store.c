/* SPDX-License-Identifier: ISC */
/* How a store is named; what a store is for is in test/contract. */
#include "test/unit/store_world.h"

static void
wrong(const char *uri, const char *says)
{
	struct arena *arena = arena_new();
	const char *why = NULL;

	assert_null(store_open(uri, arena, &why));
	assert_non_null(why);
	if (strstr(why, says) == NULL)
		fail_msg("%s: %s", uri, why);
	arena_free(arena);
}

static void
test_wrong_places(void **state)
{
	(void)state;
	wrong("bdb:/nonexistent/dcr", "/nonexistent/dcr");
	wrong("bdb:/nonexistent/dcr", "No such file");
	wrong("bdb:/etc/passwd", "Not a directory");
	wrong("bdb:", "No such file");
	wrong("memory:place", "no place");
	wrong("bd:/tmp", "\"bd:\"");
	wrong("bdbx:/tmp", "\"bdbx:\"");
	wrong("bdb", "\"bdb:\"");
	wrong("", "no kind");
	store_close(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_wrong_places),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
