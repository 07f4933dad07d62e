/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kit/arena.h"
#include "kit/conf/conninfo.h"

static struct arena *arena;

static void
masked(const char *text, const char *expected)
{
	assert_string_equal(conninfo_masked(arena, text), expected);
}

static void
test_masked(void **state)
{
	(void)state;
	masked("host=a,b port=1 dbname=d user=u", "host=a,b port=1 dbname=d "
						  "user=u");
	masked("password=secret", "password=***");
	masked(" user = u  password = secret host=h ",
	    "user=u password=*** host=h");
	masked("password='a b\\' host=c' user=u", "password=*** user=u");
	masked("password=a\\ b user=u", "password=*** user=u");
	masked("sslpassword=x sslkey='/a b'", "sslpassword=*** sslkey='/a b'");
	masked("options='-c search_path=x'", "options='-c search_path=x'");
	masked("dbname='password=x'", "dbname=***");
	masked("dbname=postgresql://u:x@h/", "dbname=***");
	masked("password=", "password=***");
	/* What cannot be read is not told. */
	masked("password=two words", "password=*** ***");
	masked("password=a b=c", "password=*** ***");
	masked("user=u password='x", "user=u ***");
	masked("secret", "***");
	masked("PASSWORD=x", "***");
	masked("", "");
}

static void
test_masked_uri(void **state)
{
	(void)state;
	masked("//h/d", "//h/d");
	masked("//u@h:1,i:2/d", "//u@h:1,i:2/d");
	masked("//u:secret@h/d", "//u:***@h/d");
	masked("//u:se@c/r@h/d", "//u:***@h/d");
	masked("//u:se?cr@h/d", "//***");
	masked("//h/d?password=x&sslmode=require",
	    "//h/d?password=***&sslmode=require");
	masked("//h/d?sslmode=require&password=x", "//h/d?sslmode=require&"
						   "password=***");
	masked("//h/d?password=a&b", "//h/d?password=***&***");
	masked("//u:x@h/?password", "//u:***@h/?password=***");
}

static void
wrong(const char *text, const char *says)
{
	const char *why = conninfo_wrong(arena, text);

	assert_non_null(why);
	if (strstr(why, says) == NULL)
		fail_msg("%s: %s", text, why);
	assert_null(strstr(why, "hunter2"));
}

static void
test_wrong(void **state)
{
	(void)state;
	assert_null(conninfo_wrong(arena, "host=/run user='a b' password=x"));
	assert_null(conninfo_wrong(arena, "//host/db"));
	assert_null(conninfo_wrong(arena, " target_session_attrs = any "));
	wrong("", "must come KEY=VALUE");
	wrong("  ", "must come KEY=VALUE");
	wrong("//", "must come KEY=VALUE");
	wrong("/var/lib", "must come KEY=VALUE");
	wrong("hunter2", "must come KEY=VALUE");
	wrong("user=u =x", "must come KEY=VALUE");
	wrong("password='hunter2", "must come KEY=VALUE");
	wrong("password=a hunter2", "must come KEY=VALUE");
	wrong("password=a hunter2=b", "one of the keys");
	wrong("hots=h", "\"hots\"");
	wrong("Host=h", "\"Host\"");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_masked),
	    cmocka_unit_test(test_masked_uri),
	    cmocka_unit_test(test_wrong),
	};
	int failed;

	arena = arena_new();
	failed = cmocka_run_group_tests_name("conninfo", tests, NULL, NULL);
	arena_free(arena);
	return failed;
}
