/* SPDX-License-Identifier: ISC */
/* A command as external validator: a process for each question. */
#include "test/unit/arena_setup.h"
#include "test/unit/transport_world.h"

extern char **environ;

static const char pass[] = "{\"outcome\":\"pass\"}";

/* NULL when all is as it was promised. */
static const char *
wrong_place(void)
{
	char here[8];
	int count = 0;

	for (char **e = environ; *e != NULL; e++)
		count++;
	if (count > 3 || getenv("PATH") == NULL || getenv("HOME") != NULL)
		return "environment";
	if (getsid(0) != getpid() || getpgrp() != getpid())
		return "session";
	if (getcwd(here, sizeof(here)) == NULL || strcmp(here, "/") != 0)
		return "folder";
	if (signal(SIGPIPE, SIG_DFL) != SIG_DFL)
		return "signals";
	for (int fd = 3; fd < 1024; fd++)
		if (fcntl(fd, F_GETFD) != -1)
			return "descriptor";
	return NULL;
}

/* With our output open, until it is told to end. */
static void
leave_group(const char *path)
{
	int left[2];
	char byte = 0;

	if (pipe(left) == -1)
		_exit(9);
	if (fork() != 0) { /* before it has left it would be killed with us */
		if (read(left[0], &byte, 1) != 1)
			_exit(9);
		return;
	}
	setsid();
	if (write(left[1], &byte, 1) != 1)
		_exit(9);
	(void)snprintf(go, sizeof(go), "%.80s.go", path);
	for (int i = 0; i < 2000 && access(go, F_OK) != 0; i++)
		(void)usleep(10000);
	_exit(0);
}

static void
play(const char *role, const char *path)
{
	if (strcmp(role, "place") == 0) {
		const char *wrong = wrong_place();
		if (wrong != NULL)
			(void)fprintf(stderr, "%s\n", wrong);
		say(pass);
		_exit(wrong != NULL);
	}
	hold(path);
	if (strcmp(role, "reads") == 0) {
		(void)hear();
		say(strlen(line) > 100000 ? pass : "{\"outcome\":\"short\"}");
	} else if (strcmp(role, "deaf") == 0)
		close(0), usleep(100000), say(pass);
	else if (strcmp(role, "forks") == 0)
		multiply(), stay();
	else if (strcmp(role, "leaves forks") == 0)
		multiply(), say(pass);
	else if (strcmp(role, "daemon") == 0)
		leave_group(path), say(pass);
	else if (strcmp(role, "loops") == 0)
		for (volatile unsigned i = 0;; i++)
			;
	else if (strcmp(role, "floods") == 0)
		flood(1);
	else if (strcmp(role, "complains") == 0)
		flood(2);
	else if (strcmp(role, "stubborn") == 0) {
		for (int i = 1; i < 32; i++)
			(void)signal(i, SIG_IGN);
		close(0), close(1);
		stay();
	} else if (strcmp(role, "fails") == 0) {
		(void)fputs("line 1\nno list: \x1b[31m'x'\n", stderr);
		say(pass), exit(3);
	} else if (strcmp(role, "crashes") == 0)
		say(pass), (void)kill(getpid(), SIGKILL);
	else if (strcmp(role, "silent") != 0)
		say(role);
	_exit(0);
}

static const char *
ask_role(const char *role, int milliseconds)
{
	const char *why = ask_it(open_role("command", role, milliseconds), "7");

	assert_gone();
	return why;
}

static void
test_place(void **state)
{
	int fd = dup(0); /* not to be inherited, though it could be */

	(void)state;
	assert_null(ask_it(open_role("command", "place", 10000), "7"));
	close(fd);
}

/* A question that does not fit into a pipe. */
static const struct json *
long_question(void)
{
	struct json *question = json_copy(arena, question_of("7"));
	char *text = arena_alloc(arena, 150001);

	memset(text, 'q', 150000);
	json_set_string(question, "text", text);
	return question;
}

static void
test_long_question(void **state)
{
	struct transport *transport = open_role("command", "reads", 10000);
	const struct json *said;

	(void)state;
	assert_null(transport_ask(transport, long_question(), arena, &said));
	assert_string_equal(json_string(json_get(said, "outcome")), "pass");
	assert_gone();
}

static void
test_deaf(void **state)
{
	struct transport *transport = open_role("command", "deaf", 10000);
	const struct json *said;

	(void)state;
	assert_null(transport_ask(transport, long_question(), arena, &said));
	assert_gone();
}

static void
test_forks(void **state)
{
	(void)state;
	assert_says(ask_role("forks", 300), "in time");
	assert_null(ask_role("leaves forks", 10000));
}

/* A daemon that the command leaves behind is out of reach, and keeps nobody
 * waiting. */
static void
test_daemon(void **state)
{
	int fd;

	(void)state;
	assert_null(ask_it(open_role("command", "daemon", 10000), "7"));
	assert_false(is_gone());
	fd = open(go, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	assert_int_not_equal(fd, -1);
	close(fd);
	assert_gone();
}

static void
test_loops(void **state)
{
	(void)state;
	assert_says(ask_role("loops", 200), "in time");
	assert_says(ask_role("stubborn", 200), "in time");
}

static void
test_floods(void **state)
{
	(void)state;
	assert_says(ask_role("floods", 10000), "more than 65536 bytes");
	assert_says(ask_role("complains", 10000), "more than 65536 bytes");
}

static void
test_endings(void **state)
{
	(void)state;
	assert_says(ask_role("fails", 10000),
	    "ended with status 3, and says 'no list: ?[31m?x?'");
	assert_says(ask_role("crashes", 10000), "killed by signal 9");
}

static void
test_garbage(void **state)
{
	(void)state;
	assert_says(ask_role("silent", 10000), "no JSON");
	assert_says(ask_role("pass", 10000), "no JSON");
	assert_says(ask_role("[]", 10000), "no JSON object");
	assert_says(ask_role("{}{}", 10000), "no JSON");
	assert_says(ask_role("{'dcr':1}", 10000), "no JSON");
}

/* What is in an answer besides. */
static void
test_wrapping(void **state)
{
	static const struct {
		const char *text, *words;
	} all[] = {{"{\\\"dcr\\\":2,\\\"outcome\\\":\\\"pass\\\"}", "version"},
	    {"{\\\"dcr\\\":\\\"1\\\",\\\"outcome\\\":\\\"pass\\\"}", "version"},
	    {"{\\\"id\\\":\\\"8\\\",\\\"outcome\\\":\\\"pass\\\"}",
		"another question"},
	    {"{\\\"id\\\":\\\"7\\\",\\\"dcr\\\":1,\\\"outcome\\\":"
	     "\\\"pass\\\"}",
		NULL}};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		const char *why = ask_role(all[i].text, 10000);
		if (all[i].words == NULL)
			assert_null(why);
		else
			assert_says(why, all[i].words);
	}
}

static const char *
open_entry(const char *kind, const char *text)
{
	const char *why = NULL;
	const struct json *entry = json_parse(arena, text, strlen(text), NULL);

	assert_non_null(entry);
	if (transport_open(arena, kind, entry, &why) == NULL)
		return why;
	return NULL;
}

static void
test_not_there(void **state)
{
	static const struct {
		const char *argv, *words;
	} all[] = {{"/nowhere/x", "/nowhere/x cannot be started: No such file"},
	    {"/etc/passwd", "cannot be started: Permission denied"},
	    {"/", "cannot be started: Permission denied"}};
	const char *why;

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		const char *text = arena_printf(
		    arena, "{\"name\":\"n\",\"argv\":[\"%s\"]}", all[i].argv);
		struct transport *transport = transport_open(arena, "command",
		    json_parse(arena, text, strlen(text), NULL), &why);
		assert_non_null(transport);
		assert_says(ask_it(transport, "7"), all[i].words);
	}
}

static void
test_entries(void **state)
{
	static const struct {
		const char *kind, *text, *words;
	} all[] = {
	    {"pigeon", "{\"name\":\"n\"}", "kind: must be one of"},
	    {"command", "{\"name\":\"n\"}", "argv: is missing"},
	    {"command", "{\"argv\":[]}", "argv: must be an array"},
	    {"coprocess", "{\"argv\":[\"x\"]}", "argv: must begin"},
	    {"command", "{\"argv\":[\"/x\"],\"url\":\"y\"}",
		"url: no such key"},
	    {"command", "{\"argv\":[\"/x\"],\"milliseconds\":0}",
		"milliseconds: must be"},
	    {"command", "{\"argv\":[\"/x\"],\"milliseconds\":15001}",
		"milliseconds: must be"},
	    {"service", "{}", "url: is missing"},
	    {"service", "{\"url\":\"http://bank.example\"}", "url: must be"},
	    {"service", "{\"url\":\"https://u@bank.example\"}", "url: must be"},
	    {"service", "{\"url\":\"https://a.example\",\"argv\":[\"/x\"]}",
		"argv: no such key"},
	    {"service", "{\"url\":\"https://a.example\",\"ca\":\"x\"}",
		"ca: must be an absolute path"},
	    {"service", "{\"url\":\"https://a.example\",\"key\":\"/x\"}",
		"key: must come with"},
	    {"service", "{\"url\":\"https://a.example\",\"on\":[\"DELETE\"]}",
		"on: must not have DELETE"},
	    {"service",
		"{\"url\":\"https://"
		"a.example\",\"basic\":{\"username\":\"u\"}}",
		"basic.password_file: is missing"},
	    {"service",
		"{\"url\":\"https://a.example\",\"bearer\":"
		"{\"token_endpoint\":\"https://b.example/t\"}}",
		"bearer.client_id: is missing"},
	    {"service",
		"{\"url\":\"https://a.example\",\"bearer\":{\"token_file\":"
		"\"/t\",\"scope\":\"s\"}}",
		"bearer.scope: no such key"},
	    {"service",
		"{\"url\":\"https://a.example\",\"bearer\":{\"token_file\":"
		"\"/t\"},\"basic\":{\"username\":\"u\",\"password_file\":\"/"
		"p\"}}",
		"bearer: must not come with basic"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		assert_says(open_entry(all[i].kind, all[i].text), all[i].words);
	assert_null(open_entry("service",
	    "{\"url\":\"http://localhost:8080/x/\",\"on\":[\"GET\"]}"));
}

int
main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {TEST(test_place),
	    TEST(test_long_question), TEST(test_deaf), TEST(test_forks),
	    TEST(test_daemon), TEST(test_loops), TEST(test_floods),
	    TEST(test_endings), TEST(test_garbage), TEST(test_wrapping),
	    TEST(test_not_there), TEST(test_entries)};

	if (argc == 3)
		play(argv[1], argv[2]);
	return cmocka_run_group_tests_name(
	    "transport_command", tests, make_world, remove_world);
}
