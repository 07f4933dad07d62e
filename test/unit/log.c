/* SPDX-License-Identifier: ISC */
/* Lines of the log. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "kit/arena.h"
#include "kit/json.h"
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

static void
tell(bool json, const char *journal, const char *a, const char *b)
{
	const struct log_setup setup = {
	    .to = journal != NULL ? LOG_TO_JOURNAL : LOG_TO_STDERR,
	    .json = json,
	    .journal = journal,
	};
	const struct log_field fields[] = {
	    {"a_b", a, false},
	    {"n", "7", true},
	    {"z", b, false},
	    {NULL, NULL, false},
	};
	static const struct log_setup usual;

	log_open(&setup);
	log_fields(false, fields);
	log_open(&usual);
}

/* The line behind its time, which is RFC 3339 in UTC. */
static const char *
behind_time(const char *begin)
{
	const char *moment = line + strlen(begin);

	assert_memory_equal(line, begin, strlen(begin));
	assert_int_equal(strspn(moment, "0123456789-:.TZ"), 24);
	assert_int_equal(moment[10], 'T');
	assert_int_equal(moment[23], 'Z');
	return moment + 24;
}

static void
quotes_in_logfmt(void **state)
{
	static const struct {
		const char *value, *written;
	} of[] = {
	    {"/register", "/register"},
	    {"a,b.c_d", "a,b.c_d"},
	    {NULL, "-"},
	    {"", "\"\""},
	    {"two words", "\"two words\""},
	    {"a=b", "\"a=b\""},
	    {"say \"x\\\"", "\"say \\\"x\\\\\\\"\""},
	    {"a\nb=c\x1b", "\"a?b=c?\""},
	    {"\xc3\xa9", "\"\xc3\xa9\""},
	};
	char wanted[128];

	(void)state;
	for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
		tell(false, NULL, of[i].value, "end");
		logged();
		(void)snprintf(wanted, sizeof wanted, " a_b=%s n=7 z=end\n",
		    of[i].written);
		assert_string_equal(behind_time("dcr: time="), wanted);
	}
}

static void
writes_json(void **state)
{
	(void)state;
	tell(true, NULL, "say \"x\\", NULL);
	logged();
	assert_string_equal(behind_time("{\"time\":\""),
	    "\",\"a_b\":\"say \\\"x\\\\\",\"n\":7}\n");
	tell(true, NULL, "a\nb\xff\xc2\x9b\xc3\xa9", "");
	logged();
	assert_string_equal(behind_time("{\"time\":\""),
	    "\",\"a_b\":\"a?b???\xc3\xa9\",\"n\":7,\"z\":\"\"}\n");
}

static void
writes_messages_as_json(void **state)
{
	const struct log_setup json = {.json = true};
	static const struct log_setup usual;

	(void)state;
	log_open(&json);
	log_line("%s", "it \"is\" so");
	log_open(&usual);
	logged();
	assert_string_equal(behind_time("{\"time\":\""),
	    "\",\"message\":\"it \\\"is\\\" so\"}\n");
}

/* Wherever a value is cut, a line of JSON is JSON, and has dots there. */
static void
cuts_json_to_json(void **state)
{
	static char text[PIPE_BUF * 2];
	static const char *const units[] = {"x", "\"", "\\", "\xc3\xa9", "\n"};

	(void)state;
	for (size_t length = PIPE_BUF - 200; length < PIPE_BUF + 20; length++) {
		const char *unit = units[length % 5];
		struct arena *arena = arena_new();
		const struct json *json;
		*text = '\0';
		for (size_t i = 0; i + strlen(unit) <= length;
		     i += strlen(unit))
			(void)memcpy(text + i, unit, strlen(unit) + 1);
		tell(true, NULL, "a", text);
		assert_true(logged() <= PIPE_BUF);
		json = json_parse(arena, line, strlen(line), NULL);
		assert_int_equal(json_type(json), JSON_OBJECT);
		assert_string_equal(json_string(json_get(json, "a_b")), "a");
		if (length > PIPE_BUF)
			assert_non_null(
			    strstr(json_string(json_get(json, "z")), "..."));
		arena_free(arena);
	}
}

/* A field that has no room is left out, and so are those behind it. */
static void
leaves_out_what_does_not_fit(void **state)
{
	static char text[PIPE_BUF * 2];

	(void)state;
	memset(text, 'x', sizeof text - 1);
	tell(true, NULL, text, "end");
	assert_true(logged() <= PIPE_BUF);
	assert_null(strstr(line, "\"n\""));
	assert_string_equal(line + strlen(line) - 6, "...\"}\n");
	tell(false, NULL, text, "end");
	assert_true(logged() <= PIPE_BUF);
	assert_null(strstr(line, " n="));
}

/* Without syslog here, and with it, a process is told nothing new: standard error
 * is what it was. */
static void
keeps_standard_error_that_is_one(void **state)
{
	static const struct log_setup usual;

	(void)state;
	log_open(&usual);
	log_line("heard");
	logged();
	assert_string_equal(line, "dcr: heard\n");
}

struct listener {
	char folder[32], path[64];
	int fd;
};

static void
listen_at(struct listener *l)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};

	(void)snprintf(l->folder, sizeof l->folder, "/tmp/dcr-log.XXXXXX");
	assert_non_null(mkdtemp(l->folder));
	(void)snprintf(l->path, sizeof l->path, "%s/socket", l->folder);
	(void)snprintf(at.sun_path, sizeof at.sun_path, "%s", l->path);
	l->fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	assert_int_equal(
	    bind(l->fd, (const struct sockaddr *)&at, sizeof at), 0);
}

static void
tells_the_journal(void **state)
{
	static char got[4 * PIPE_BUF];
	struct listener listener;
	ssize_t length;

	(void)state;
	listen_at(&listener);
	tell(false, listener.path, "two\nwords", NULL);
	length = recv(listener.fd, got, sizeof got - 1, MSG_DONTWAIT);
	assert_true(length > 0);
	got[length] = '\0';
	assert_non_null(strstr(got, "PRIORITY=6\nSYSLOG_IDENTIFIER=dcr\n"
				    "MESSAGE=time="));
	assert_non_null(strstr(got, " a_b=\"two?words\" n=7 z=-\n"
				    "DCR_A_B=two?words\nDCR_N=7\n"));
	assert_null(strstr(got, "DCR_Z"));
	assert_int_equal(got[length - 1], '\n');
	close(listener.fd);
	unlink(listener.path);
	rmdir(listener.folder);
	tell(false, listener.path, "nobody", NULL);
	logged();
	assert_non_null(strstr(line, " a_b=nobody n=7 z=-\n"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(writes_one_line),
	    TEST(blanks_controls),
	    TEST(cuts_long_lines),
	    TEST(survives_a_closed_end),
	    TEST(quotes_in_logfmt),
	    TEST(writes_json),
	    TEST(writes_messages_as_json),
	    TEST(cuts_json_to_json),
	    TEST(leaves_out_what_does_not_fit),
	    TEST(keeps_standard_error_that_is_one),
	    TEST(tells_the_journal),
	};

	return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
