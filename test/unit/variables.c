/* SPDX-License-Identifier: ISC */
/* What is found among all that a web server hands over. */
#include "front/variables.h"

#include <stdio.h>
#include <string.h>

#include "front/route.h"
#include "test/unit/arena_setup.h"

static struct variables
found(const char *const *all, bool proxy)
{
	const struct door door = {.all = (char *const *)all};
	struct variables variables;

	variables_read(&door, proxy, &variables);
	return variables;
}

/* Each alone, between two whose names are its own but for a letter. */
static void
test_each(void **state)
{
	(void)state;
	for (size_t i = 0; i < VARIABLES; i++) {
		const char *name = variables_name(i);
		char longer[40], text[40], shorter[40];
		const char *const all[] = {longer, text, shorter, NULL};

		(void)snprintf(longer, sizeof(longer), "%sX=a", name);
		(void)snprintf(text, sizeof(text), "%s=b", name);
		(void)snprintf(shorter, sizeof(shorter), "%.*s=c",
		    (int)strlen(name) - 1, name);
		const struct variables variables = found(all, false);
		for (size_t j = 0; j < VARIABLES; j++)
			if (j != i)
				assert_null(variables.told[j].value);
		assert_string_equal(variables.told[i].value, "b");
		assert_false(variables.told[i].twice);
	}
}

static void
test_twice(void **state)
{
	const char *const all[] = {"SCRIPT_NAME=a", "REQUEST_URI=b",
	    "SCRIPT_NAME=a", "HTTP_IF_MATCH=x", "REQUEST_URI=c",
	    "HTTP_IF_MATCH=x", "REMOTE_ADDR=", "REMOTE_ADDR=1", "SCRIPT_NAME",
	    NULL};
	const struct variables variables = found(all, false);

	(void)state;
	assert_false(variables.told[SCRIPT_NAME].twice);
	assert_string_equal(variables.told[REQUEST_URI].value, "b");
	assert_true(variables.told[REQUEST_URI].twice);
	assert_true(variables.told[HTTP_IF_MATCH].twice);
	assert_true(variables.told[REMOTE_ADDR].twice);
	assert_string_equal(variables.told[REMOTE_ADDR].value, "");
}

static bool
pretends(const char *text, bool proxy)
{
	const char *const all[] = {"A=b", text, NULL};

	return found(all, proxy).pretends;
}

static void
test_pretends(void **state)
{
	static const char *const bad[] = {"HTTP_DCR_CLIENT_ID=x",
	    "HTTP_DCR=", "HTTP_dCr=", "HTTP___D.C~R=", "HTTP_CLIENT_CERT2=",
	    "HTTP_SSL-CLIENT=", "HTTP_X_CLIENT_CERT=", "HTTP_DCR"};
	static const char *const good[] = {"HTTP_DC=R", "HTTP_D=CR", "HTTP_",
	    "HTTP_=DCR", "DCR_ROLES=x", "HTTP_XDCR=", "HTTP_CLIENT=CERT",
	    "HTTP_D\303\251R=", ""};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_true(pretends(bad[i], true));
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_false(pretends(good[i], false));
	assert_true(pretends("HTTP_CLIENT_CERT=", false));
	assert_false(pretends("HTTP_CLIENT_CERT=", true));
	assert_false(pretends("HTTP_CLIENT_CERT_CHAIN=", true));
	assert_false(pretends("HTTP_DCRPROXYSECRET=", true));
	assert_true(pretends("HTTP_DCR_PROXYSECRET=", true));
	assert_true(pretends("HTTP_CLIENT_CERT", true));
}

int
main(void)
{
	const struct CMUnitTest variables[] = {
	    TEST(test_each),
	    TEST(test_twice),
	    TEST(test_pretends),
	};

	return cmocka_run_group_tests(variables, NULL, NULL);
}
