/* SPDX-License-Identifier: ISC */
/* A store's URI as it is told to people: never a password. */
#include <string.h>

#include "store/store.h"
#include "test/unit/arena_setup.h"

static void
shown(const char *uri, const char *expected)
{
	assert_string_equal(store_shown(arena, uri), expected);
}

static void
test_others(void **state)
{
	(void)state;
	shown("bdb:/var/lib/dcr", "bdb:/var/lib/dcr");
	shown("postgres:password=hunter2", "postgres:***");
}

#ifdef DCR_POSTGRESQL
static void
test_words(void **state)
{
	(void)state;
	shown("postgresql:host=a,b port=1 dbname=d user=u",
	    "postgresql:user=u dbname=d host=a,b port=1");
	shown("postgresql:password=hunter2", "postgresql:password=***");
	shown("postgresql: user = u  password = hunter2 host=h ",
	    "postgresql:user=u password=*** host=h");
	shown("postgresql:password='a b\\' host=c' user=u",
	    "postgresql:user=u password=***");
	shown("postgresql:password=a\\ b user=u",
	    "postgresql:user=u password=***");
	shown("postgresql:sslpassword=x sslkey='/a b'",
	    "postgresql:sslkey='/a b' sslpassword=***");
	shown("postgresql:options='-c search_path=x'",
	    "postgresql:options='-c search_path=x'");
	shown("postgresql:user='it\\'s \\\\'", "postgresql:user='it\\'s \\\\'");
	shown("postgresql:user=''", "postgresql:user=''");
	shown("postgresql:dbname='password=x'", "postgresql:dbname=***");
	shown("postgresql:dbname=postgresql://u:x@h/", "postgresql:dbname=***");
}

static void
test_uris(void **state)
{
	(void)state;
	shown("postgresql://h/d", "postgresql:dbname=d host=h");
	shown("postgresql://u@h:1,i:2/d",
	    "postgresql:user=u dbname=d host=h,i port=1,2");
	shown("postgresql://u:hunter2@h/d",
	    "postgresql:user=u password=*** dbname=d host=h");
	shown("postgresql://h/d?password=hunter2&sslmode=require",
	    "postgresql:password=*** dbname=d host=h sslmode=require");
}

/* Nothing at all is told of what libpq does not take, and nothing is opened. */
static void
test_refused(void **state)
{
	static const char *const wrong[] = {"/var/lib", "hunter2", "user=u =x",
	    "password='hunter2", "password=a hunter2", "password=a hunter2=b",
	    "Password=hunter2", "hots=hunter2", "//u:hunter2@h/d?password",
	    "//h/d?nonsense=hunter2"};
	const char *why;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		const char *uri =
		    arena_printf(arena, "postgresql:%s", wrong[i]);

		shown(uri, "postgresql:***");
		assert_null(store_open(uri, arena, &why));
		assert_non_null(strstr(why, "KEY=VALUE"));
		assert_null(strstr(why, "hunter2"));
	}
}
#else
static void
test_absent(void **state)
{
	(void)state;
	shown("postgresql:host=h password=hunter2", "postgresql:***");
}
#endif

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(test_others),
#ifdef DCR_POSTGRESQL
	    TEST(test_words),
	    TEST(test_uris),
	    TEST(test_refused),
#else
	    TEST(test_absent),
#endif
	};

	return cmocka_run_group_tests_name("store_shown", tests, NULL, NULL);
}
