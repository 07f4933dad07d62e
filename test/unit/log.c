/* SPDX-License-Identifier: ISC */
/* Lines of the log. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "kit/log.h"

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

static char line[PIPE_BUF * 2];
static int ends[2], saved;

static int
begin(void **state)
{
	(void)state;
	saved = dup(STDERR_FILENO);
	return pipe(ends) < 0 || dup2(ends[1], STDERR_FILENO) < 0;
}

static int
end(void **state)
{
	(void)state;
	close(ends[0]);
	close(ends[1]);
	return dup2(saved, STDERR_FILENO) < 0 || close(saved) < 0;
}

static size_t
logged(void)
{
	ssize_t length = read(ends[0], line, sizeof line - 1);

	assert_true(length > 0);
	line[length] = '\0';
	return (size_t)length;
}

static void
writes_one_line(void **state)
{
	(void)state;
	errno = ERANGE;
	log_line("%s=%d", "a", 42);
	assert_int_equal(errno, ERANGE);
	logged();
	assert_string_equal(line, "dcr: a=42\n");
	log_line("%s", "");
	logged();
	assert_string_equal(line, "dcr: \n");
}

static void
blanks_controls(void **state)
{
	(void)state;
	log_line("%s", "a\nb\r\t\x1b[0m\x7f \xc3\xa9 \xc2\x9b\xc2\xa9\xc2");
	logged();
	assert_string_equal(line, "dcr: a?b???[0m? \xc3\xa9 ??\xc2\xa9\xc2\n");
}

static void
cuts_long_lines(void **state)
{
	static char text[PIPE_BUF * 2];
	const size_t fits = PIPE_BUF - 6;

	(void)state;
	memset(text, 'x', sizeof text - 1);
	log_line("%.*s", (int)fits, text);
	assert_int_equal(logged(), PIPE_BUF);
	assert_string_equal(line + PIPE_BUF - 5, "xxxx\n");
	log_line("%.*s", (int)fits + 1, text);
	assert_int_equal(logged(), PIPE_BUF);
	assert_string_equal(line + PIPE_BUF - 5, "x...\n");
	log_line("%s", text);
	assert_int_equal(logged(), PIPE_BUF);
	assert_int_equal(strchr(line, '\n') - line, PIPE_BUF - 1);
}

static void
survives_a_closed_end(void **state)
{
	(void)state;
	errno = 0;
	close(STDERR_FILENO);
	log_line("nobody hears");
	assert_int_equal(errno, 0);
	assert_int_equal(dup2(ends[1], STDERR_FILENO), STDERR_FILENO);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(writes_one_line),
	    TEST(blanks_controls),
	    TEST(cuts_long_lines),
	    TEST(survives_a_closed_end),
	};

	return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
