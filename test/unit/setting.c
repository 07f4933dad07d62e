/* SPDX-License-Identifier: ISC */
/* Settings of the validator that is asked: read in their form, or not at all. */
#include <sys/wait.h>

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "test/unit/parse_json.h"
#include "validators/lib/setting.h"
#include "validators/lib/submission.h"

static struct submission submission;

static void
has(const char *settings)
{
	submission.settings = parse(settings);
}

static void
test_read(void **state)
{
	(void)state;
	has("{\"n\":256,\"s\":\"x\",\"a\":[\"y\"],\"o\":{\"k\":\"v\"},"
	    "\"t\":true,\"f\":false}");
	assert_int_equal(setting_integer(&submission, "n"), 256);
	assert_string_equal(setting_string(&submission, "s"), "x");
	assert_int_equal(json_length(setting_strings(&submission, "a")), 1);
	assert_string_equal(
	    json_string(json_get(setting_map(&submission, "o"), "k")), "v");
	assert_true(setting_true(&submission, "t"));
	assert_false(setting_true(&submission, "f"));
	assert_false(setting_true(&submission, "absent"));
}

/* How a process ends that reads a setting in another form, or none. */
static int
ends(char form, const char *name)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		(void)signal(SIGABRT, SIG_DFL);
		if (form == 'n')
			(void)setting_integer(&submission, name);
		else if (form == 's')
			(void)setting_string(&submission, name);
		else if (form == 'a')
			(void)setting_strings(&submission, name);
		else
			(void)setting_map(&submission, name);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void
test_wrong(void **state)
{
	static const char forms[] = "nsao";

	(void)state;
	has("{\"n\":1,\"s\":\"x\",\"a\":[\"y\"],\"o\":{\"k\":\"v\"}}");
	for (const char *form = forms; *form != '\0'; form++) {
		for (const char *name = forms; *name != '\0'; name++) {
			const char is[] = {*name, '\0'};
			assert_int_equal(
			    ends(*form, is), *form == *name ? 0 : SIGABRT);
		}
		assert_int_equal(ends(*form, "absent"), SIGABRT);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(test_read), TEST(test_wrong)};

	return cmocka_run_group_tests_name("setting", tests, NULL, NULL);
}
