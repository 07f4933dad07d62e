/* SPDX-License-Identifier: ISC */
/* The table of reserved names, against what each name is by its standard. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kit/arena.h"
#include "kit/reserved.h"
#include "kit/trail.h"
#include "validators/lib/known.h"

static const enum reserved ways[] = {RESERVED_SERVER, RESERVED_UPDATE,
    RESERVED_SET, RESERVED_TOLD, RESERVED_RECORD, RESERVED_IMPORT};

/* A letter for each way in which the name is reserved, a dash for each
 * other. */
static const char *
spelled(const char *name)
{
	static const char letters[] = "SUxtri";
	static char text[sizeof(letters)];

	for (size_t i = 0; i < sizeof(letters) - 1; i++)
		text[i] = reserved_is(name, ways[i]) ? letters[i] : '-';
	return text;
}

/* What the server alone decides. */
static void
server(void **state)
{
	(void)state;
	assert_string_equal(spelled("client_id"), "S-x---");
	assert_string_equal(spelled("client_id_issued_at"), "SUx---");
	assert_string_equal(spelled("client_secret"), "S-xtri");
	assert_string_equal(spelled("client_secret_expires_at"), "SUx--i");
	assert_string_equal(spelled("registration_access_token"), "SUxtri");
	assert_string_equal(spelled("registration_client_uri"), "SUx--i");
}

/* What a party, a key or a directory has said, and nobody else can. */
static void
others(void **state)
{
	static const char *const claims[] = {
	    "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "jwks_uri"};
	static const char *const tokens[] = {
	    "access_token", "refresh_token", "id_token"};
	static const char *const secrets[] = {"initial_access_token",
	    "assertion", "client_assertion", "authorization", "password"};

	(void)state;
	assert_string_equal(spelled("software_statement"), "--xtr-");
	assert_string_equal(spelled("jwks"), "--x-r-");
	for (size_t i = 0; i < sizeof(claims) / sizeof(claims[0]); i++)
		assert_string_equal(spelled(claims[i]), "--x---");
	for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++)
		assert_string_equal(spelled(tokens[i]), "--xt--");
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
		assert_string_equal(spelled(secrets[i]), "---t--");
}

static void
free_names(void **state)
{
	static const char *const names[] = {"", "#de", "client", "client_name",
	    "client_id_", "client_secrets", "redirect_uris", "scope", "is"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_string_equal(spelled(names[i]), "------");
}

static void
tagged(void **state)
{
	(void)state;
	assert_string_equal(spelled("client_id#de"), "S-x---");
	assert_string_equal(spelled("client_secret#"), "S-xtri");
	assert_string_equal(spelled("software_statement#en-GB"), "--xtr-");
	assert_string_equal(spelled("client_name#client_id"), "------");
}

/* Whatever is added to the table: no client's own member is the server's, and
 * what the server decides is for no validator to set; what one way holds, the
 * narrower way holds. */
static void
ways_agree(void **state)
{
	const char *name;
	size_t at, count = 0;

	(void)state;
	for (at = 0; (name = reserved_next(&at, RESERVED_SERVER)) != NULL;) {
		count++;
		assert_false(known_member(name));
		assert_true(reserved_is(name, RESERVED_SET));
		assert_int_equal(reserved_is(name, RESERVED_TOLD),
		    reserved_is(name, RESERVED_RECORD));
	}
	assert_int_equal(count, 6);
	for (at = 0; (name = reserved_next(&at, RESERVED_UPDATE)) != NULL;)
		assert_true(reserved_is(name, RESERVED_SERVER));
	for (at = 0; (name = reserved_next(&at, RESERVED_IMPORT)) != NULL;)
		assert_true(reserved_is(name, RESERVED_SERVER));
}

/* Each name once: a second row would never be looked at. */
static void
once(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		const char *name, *other;
		for (size_t at = 0;
		     (name = reserved_next(&at, ways[i])) != NULL;) {
			assert_true(reserved_is(name, ways[i]));
			size_t rest = at;
			while ((other = reserved_next(&rest, ways[i])) != NULL)
				assert_string_not_equal(name, other);
		}
	}
}

static void
no_record(void **state)
{
	struct arena *arena = arena_new();
	const struct trail trail = {
	    .event = "registered",
	    .by = "client",
	    .after = trail_members(arena,
		"{\"client_secret\":\"a\",\"software_statement\":\"b\","
		"\"jwks\":{},\"registration_access_token\":\"c\","
		"\"scope\":\"accounts\"}"),
	};
	const char *text = trail_text(arena, &trail);

	(void)state;
	assert_non_null(strstr(text, "\"after\":{\"scope\":\"accounts\"}"));
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(server),
	    cmocka_unit_test(others),
	    cmocka_unit_test(free_names),
	    cmocka_unit_test(tagged),
	    cmocka_unit_test(ways_agree),
	    cmocka_unit_test(once),
	    cmocka_unit_test(no_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
