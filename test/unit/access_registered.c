/* SPDX-License-Identifier: ISC */
/* What counts of a token, by the grant types and the scope that its client is
 * registered for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "front/access/access.h"
#include "kit/arena.h"
#include "kit/json.h"

static struct arena *arena;

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* Does the token of a user, or of nobody, stand; *scope becomes what counts. */
static bool
stands(const char *metadata, bool user, const char **scope)
{
	struct access access = {.user = user, .own = !user, .scope = *scope};
	const bool good = access_registered(&access,
	    json_parse(arena, metadata, strlen(metadata), NULL), arena);

	*scope = access.scope;
	return good;
}

/* Asks about a client of these grant types, in JSON. */
static void
check_grants(const char *grants, bool user, bool own)
{
	const char *metadata =
	    arena_printf(arena, "{\"grant_types\":%s}", grants);
	const char *none = NULL;

	assert_int_equal(stands(metadata, true, &none), user);
	assert_int_equal(stands(metadata, false, &none), own);
}

static void
test_grants(void **state)
{
	(void)state;
	check_grants("[\"authorization_code\"]", true, false);
	check_grants("[\"implicit\"]", true, false);
	check_grants("[\"password\"]", true, false);
	check_grants("[\"client_credentials\"]", false, true);
	check_grants("[\"refresh_token\"]", false, false);
	check_grants("[\"refresh_token\",\"client_credentials\"]", false, true);
	check_grants(
	    "[\"client_credentials\",\"authorization_code\"]", true, true);
	check_grants("[\"urn:openid:params:grant-type:ciba\"]", true, false);
	check_grants(
	    "[\"urn:ietf:params:oauth:grant-type:device_code\"]", true, false);
	check_grants(
	    "[\"urn:ietf:params:oauth:grant-type:jwt-bearer\"]", true, true);
	check_grants("[]", false, false);
	check_grants("[7]", false, false);
	check_grants("\"client_credentials\"", false, false);
	check_grants("{}", false, false);
	check_grants("null", false, false);
}

/* RFC 7591 section 2: the default is authorization_code. */
static void
test_no_grants(void **state)
{
	const char *scope = NULL;

	(void)state;
	assert_true(stands("{}", true, &scope));
	assert_false(stands("{}", false, &scope));
}

/* What counts of a token's scope, of a client of this metadata; NULL: nothing. */
static const char *
counted(const char *scope, const char *members)
{
	const char *metadata = arena_printf(
	    arena, "{\"grant_types\":[\"authorization_code\"]%s}", members);

	assert_true(stands(metadata, true, &scope));
	return scope;
}

static void
test_scope(void **state)
{
	static const char both[] = ",\"scope\":\"accounts payments\"";
	static const char one[] = ",\"scope\":\"accounts\"";

	(void)state;
	assert_string_equal(
	    counted("payments accounts", both), "payments accounts");
	assert_string_equal(counted("payments accounts", one), "accounts");
	assert_null(counted("payments", one));
	assert_null(counted("Accounts account accountsx", one));
	assert_null(counted(NULL, both));
	assert_null(counted("", both));
	assert_null(counted("accounts", ""));
	assert_null(counted("accounts", ",\"scope\":\"\""));
	assert_null(counted("accounts", ",\"scope\":[\"accounts\"]"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_grants, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_no_grants, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_scope, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
