/* SPDX-License-Identifier: ISC */
/* A coprocess as external validator: one process, until it fails. */
#include "test/unit/arena_setup.h"
#include "test/unit/transport_world.h"

static const char hello[] = "{\"dcr\":1,\"hello\":\"bad\"}\n";

/* Passes, and says which process it is. */
static void
pass(const char *id)
{
	char text[128];

	(void)snprintf(text, sizeof(text),
	    "\"outcome\":\"pass\",\"metadata\":{\"pid\":%d}", (int)getpid());
	answer(id, text);
}

static void
greet(const char *role)
{
	if (strcmp(role, "mute") == 0)
		stay();
	if (strcmp(role, "rude") == 0)
		say("hi\n"), stay();
	if (strcmp(role, "newer") == 0)
		say("{\"dcr\":2,\"hello\":\"bad\"}\n"), stay();
	if (strcmp(role, "stillborn") == 0)
		(void)fputs("no list\n", stderr), _exit(1);
	say(hello);
}

static void
play_once(const char *role)
{
	if (strcmp(role, "forgets") == 0)
		pass("0");
	else if (strcmp(role, "repeats") == 0)
		say("{\"id\":\"1\",\"outcome\":\"pass\"}\n"
		    "{\"id\":\"2\",\"outcome\":\"pass\"}\n");
	else if (strcmp(role, "nameless") == 0)
		say("{\"outcome\":\"pass\"}\n");
	else if (strcmp(role, "babbles") == 0)
		say("pass\n");
	else if (strcmp(role, "floods") == 0)
		flood(1);
	else if (strcmp(role, "complains") == 0)
		flood(2);
	else if (strcmp(role, "forks") == 0)
		multiply(), stay();
	else if (strcmp(role, "loops") == 0)
		for (volatile unsigned i = 0;; i++)
			;
	else if (strcmp(role, "dies") == 0)
		_exit(0);
	else if (strcmp(role, "halves") == 0)
		say("{\"id\":"), _exit(0);
	else
		pass(heard_id());
	if (strcmp(role, "tires") == 0)
		_exit(0);
}

static void
play(const char *role, const char *path)
{
	hold(path);
	(void)hear();
	if (strcmp(role, "stubborn") == 0)
		for (int i = 1; i < 32; i++)
			(void)signal(i, SIG_IGN);
	greet(role);
	if (strcmp(role, "deaf") == 0) {
		close(0);
		stay();
	}
	while (*hear() != '\0')
		if (strcmp(role, "stubborn") != 0)
			play_once(role);
	if (strcmp(role, "stubborn") == 0 || strcmp(role, "lingers") == 0)
		stay();
	_exit(0);
}

/* Passes: by which process? */
static int64_t
pid_asked(struct transport *transport, const char *id)
{
	const struct json *said = NULL;
	const char *why =
	    transport_ask(transport, question_of(id), arena, &said);
	int64_t pid = 0;

	if (why != NULL)
		fail_msg("%s", why);
	assert_null(json_get(said, "id"));
	assert_true(
	    json_integer(json_get(json_get(said, "metadata"), "pid"), &pid));
	return pid;
}

static void
test_stays(void **state)
{
	struct transport *transport = open_role("coprocess", "good", 10000);
	const int64_t pid = pid_asked(transport, "1");

	(void)state;
	for (int i = 2; i < 50; i++)
		assert_int_equal(
		    pid_asked(transport, arena_printf(arena, "%d", i)), pid);
	arena_free(arena);
	assert_gone();
	arena = arena_new();
}

/* Between two questions: nobody is the worse for it. */
static void
test_is_replaced(void **state)
{
	struct transport *transport = open_role("coprocess", "tires", 10000);
	const int64_t pid = pid_asked(transport, "1");
	siginfo_t info;

	(void)state;
	assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0);
	assert_int_not_equal(pid_asked(transport, "2"), pid);
}

/* What is asked next is not answered by what was said before. */
static void
test_wrong_id(void **state)
{
	static const char *const roles[] = {"forgets", "nameless"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct transport *transport =
		    open_role("coprocess", roles[i], 10000);
		assert_says(ask_it(transport, "1"), "another question");
		assert_gone();
		assert_says(ask_it(transport, "0x"), "another question");
		assert_gone();
	}
	assert_says(ask_it(open_role("coprocess", "repeats", 10000), "1"),
	    "more than one line");
	assert_gone();
}

static void
test_hostile(void **state)
{
	static const struct {
		const char *role, *words;
		int milliseconds;
	} all[] = {{"babbles", "no JSON", 10000},
	    {"floods", "more than 65536 bytes", 10000},
	    {"complains", "more than 65536 bytes", 10000},
	    {"forks", "in time", 500}, {"loops", "in time", 500},
	    {"stubborn", "in time", 500}, {"dies", "has ended", 10000},
	    {"halves", "has ended", 10000}, {"mute", "in time", 500},
	    {"rude", "the first line by a greeting of version 1", 10000},
	    {"newer", "the first line by a greeting of version 1", 10000},
	    {"stillborn", "has ended, and says 'no list'", 10000}};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		assert_says(ask_it(open_role("coprocess", all[i].role,
				       all[i].milliseconds),
				"1"),
		    all[i].words);
		assert_gone();
	}
}

/* The question goes nowhere, or waits in the pipe for nobody. */
static void
test_deaf(void **state)
{
	(void)state;
	assert_non_null(ask_it(open_role("coprocess", "deaf", 500), "1"));
	assert_gone();
}

static void
test_back_off(void **state)
{
	struct transport *transport = open_role("coprocess", "dies", 10000);
	const char *why;

	(void)state;
	assert_says(ask_it(transport, "1"), "has ended");
	assert_says(ask_it(transport, "2"), "has ended");
	why = ask_it(transport, "3");
	assert_says(why, "is started again in ");
	assert_says(why, " ms, since it failed: has ended");
	assert_gone();
	(void)usleep(260000);
	assert_says(ask_it(transport, "4"), "has ended");
	assert_gone();
}

/* One that was forked off has another one, and leaves ours alone. */
static void
test_forked(void **state)
{
	struct transport *transport = open_role("coprocess", "good", 10000);
	const int64_t pid = pid_asked(transport, "1");
	int status;
	pid_t other = fork();

	(void)state;
	if (other == 0) {
		int64_t its = pid_asked(transport, "2");
		arena_free(arena);
		_exit(its == pid);
	}
	assert_int_equal(waitpid(other, &status, 0), other);
	assert_int_equal(status, 0);
	assert_int_equal(pid_asked(transport, "3"), pid);
}

/* However we end, it does as well. */
static void
test_ends_with_us(void **state)
{
	int status;
	pid_t owner = fork();

	(void)state;
	if (owner == 0) {
		(void)ask_it(open_role("coprocess", "stubborn", 300), "1");
		(void)pid_asked(open_role("coprocess", "lingers", 10000), "1");
		(void)kill(getpid(), SIGKILL);
	}
	assert_int_equal(waitpid(owner, &status, 0), owner);
	assert_true(WIFSIGNALED(status));
	assert_gone();
}

int
main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {TEST(test_stays),
	    TEST(test_is_replaced), TEST(test_wrong_id), TEST(test_hostile),
	    TEST(test_deaf), TEST(test_back_off), TEST(test_forked),
	    TEST(test_ends_with_us)};

	if (argc == 3)
		play(argv[1], argv[2]);
	return cmocka_run_group_tests_name(
	    "transport_coprocess", tests, make_world, remove_world);
}
