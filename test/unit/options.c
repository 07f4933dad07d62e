/* SPDX-License-Identifier: ISC */

/* What the reader of options takes, refuses, and puts where. */
#include "test/unit/arena_setup.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commands/lib/command.h"
#include "commands/lib/options.h"

static struct {
	bool json;
	const char *cert, *first, *second;
} got;

static const struct option *table;

static int
run(int argc, char **argv, struct arena *unused)
{
	(void)unused;
	got.json = false;
	got.cert = got.first = got.second = NULL;
	return options_read(argc, argv, table) ? EXIT_PASS : EXIT_WRONG;
}

/* What is said on standard error goes into `told`. */
static char told[256];

static int
read_words(const struct option *options, const char *const *words)
{
	static const struct command command = {"try", "WORD", "", run};
	char *argv[8] = {NULL};
	FILE *file = tmpfile();
	int argc = 0, code, kept = dup(STDERR_FILENO);
	size_t length;

	while (words[argc] != NULL) {
		argv[argc] = arena_strdup(arena, words[argc]);
		argc++;
	}
	table = options;
	assert_non_null(file);
	(void)dup2(fileno(file), STDERR_FILENO);
	code = command_run(&command, argc, argv, arena);
	(void)dup2(kept, STDERR_FILENO);
	(void)close(kept);
	rewind(file);
	length = fread(told, 1, sizeof(told) - 1, file);
	told[length] = '\0';
	(void)fclose(file);
	return code;
}

#define READ(options, ...) \
	read_words(options, (const char *const[]){"try", __VA_ARGS__, NULL})

static const struct option options[] = {
    {"--json", .flag = &got.json},
    {"--cert", .value = &got.cert},
    {"--set", .value = NULL},
    {"FILE", .value = &got.first, .kind = OPERAND_FILE},
    {"DIR", .value = &got.second, .kind = OPERAND_MAYBE},
    {0},
};

static void
test_taken(void **state)
{
	(void)state;
	assert_int_equal(READ(options, "a"), EXIT_PASS);
	assert_string_equal(got.first, "a");
	assert_null(got.second);
	assert_false(got.json);
	assert_string_equal(told, "");
	assert_int_equal(
	    READ(options, "-", "--json", "b", "--cert", "--json"), EXIT_PASS);
	assert_string_equal(got.first, "-");
	assert_string_equal(got.second, "b");
	assert_string_equal(got.cert, "--json");
	assert_true(got.json);
	/* The last one counts, and what the caller walks is only known. */
	assert_int_equal(
	    READ(options, "--cert", "x", "--cert", "y", "--set", "z", "FILE"),
	    EXIT_PASS);
	assert_string_equal(got.cert, "y");
	assert_string_equal(got.first, "FILE");
}

static void
test_identifier(void **state)
{
	const struct option any[] = {
	    {"--json", .flag = &got.json},
	    {"ID", .value = &got.first, .kind = OPERAND_ID},
	    {0},
	};

	(void)state;
	assert_int_equal(READ(any, "--x"), EXIT_PASS);
	assert_string_equal(got.first, "--x");
	assert_int_equal(READ(any, "--json"), EXIT_WRONG);
	assert_int_equal(READ(any, ""), EXIT_WRONG);
	assert_int_equal(READ(any, "a", "b"), EXIT_WRONG);
}

static void
refused(int code, const char *what)
{
	assert_int_equal(code, EXIT_WRONG);
	assert_string_equal(told,
	    arena_printf(arena, "dcr: try: %s; usage: dcr try WORD\n", what));
}

static void
test_refused(void **state)
{
	(void)state;
	refused(READ(options, "--json"), "FILE is missing");
	refused(READ(options, "a", "--nope"), "no such option: --nope");
	refused(READ(options, "a", "--json=x"), "no such option: --json=x");
	refused(READ(options, "a", "--cert"), "--cert needs a value");
	refused(READ(options, "a", "--set"), "--set needs a value");
	refused(READ(options, "a", "b", "c"), "one argument too many: c");
	refused(READ(options, "a", "-"), "no such option: -");
	refused(READ(options, ""), "an argument is empty");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_taken),
	    TEST(test_identifier),
	    TEST(test_refused),
	};

	return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
