/* SPDX-License-Identifier: ISC */
/* Which headers Connection of a call may take out of it. */
#include "front/private.h"
#include "test/unit/arena_setup.h"

static bool
withholds(const char *value)
{
	const struct told told = {.value = value};

	return connection_withholds(&told);
}

static void
test_own(void **state)
{
	static const char *const own[] = {NULL, "", "close", "Close",
	    "keep-alive", "Keep-Alive", "close, TE", "TE,close",
	    "Upgrade, HTTP2-Settings", " \t,, close ,", "upgrade"};

	(void)state;
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		assert_false(withholds(own[i]));
}

static void
test_others(void **state)
{
	static const char *const others[] = {"Dcrclientid", "dcr-client-id",
	    "close, Dcrroles", "Dcrroles, close", "close,Authorization",
	    "close\tDcrroles", "close Dcrroles", "closed", "clos", "close;x",
	    "X-Fapi-Interaction-Id", "\"close\"", "close, \"Dcrroles\"", "TEs",
	    "Content-Length",
	    "close,\x0b"
	    "Dcrroles"};

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (!withholds(others[i]))
			fail_msg("goes on: %s", others[i]);
}

/* Nobody can tell which of two an Apache or a proxy goes by. */
static void
test_twice(void **state)
{
	const struct told told = {.value = "close", .twice = true};

	(void)state;
	assert_true(connection_withholds(&told));
}

int
main(void)
{
	const struct CMUnitTest connection[] = {
	    TEST(test_own),
	    TEST(test_others),
	    TEST(test_twice),
	};

	return cmocka_run_group_tests(connection, NULL, NULL);
}
