/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_TRANSPORT_WORLD_H
#define TEST_UNIT_TRANSPORT_WORLD_H

/* After arena_setup.h.  Validators that behave badly: this very program, told
 * by its arguments which part to play.  All processes of a part hold a FIFO
 * open, so that its end says that they are gone, wherever they went. */

#include <sys/stat.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "kit/json.h"
#include "validators/external/private.h"

static char self[4096];
static char folder[64], fifo[80], go[96];
static int held = -1; /* our end of the FIFO */
static char line[200000];

/* A line of the question, or all of it. */
static inline const char *
hear(void)
{
	size_t got = 0;
	ssize_t n;

	while ((n = read(0, line + got, sizeof(line) - 1 - got)) > 0) {
		got += (size_t)n;
		if (line[got - 1] == '\n')
			break;
	}
	line[got] = '\0';
	return line;
}

static inline void
say(const char *text)
{
	while (*text != '\0') {
		ssize_t n = write(1, text, strlen(text));
		if (n < 0)
			_exit(9);
		text += n;
	}
}

/* The id of the question that was heard. */
static inline const char *
heard_id(void)
{
	static char id[64];
	const char *at = strstr(line, "\"id\":\"");

	id[0] = '\0';
	if (at != NULL)
		(void)snprintf(
		    id, sizeof(id), "%.*s", (int)strcspn(at + 6, "\""), at + 6);
	return id;
}

static inline void
answer(const char *id, const char *rest)
{
	char text[256];

	(void)snprintf(
	    text, sizeof(text), "{\"dcr\":1,\"id\":\"%s\",%s}\n", id, rest);
	say(text);
}

static inline void
stay(void)
{
	for (;;)
		(void)pause();
}

static inline void
flood(int fd)
{
	static char block[65536];

	memset(block, 'x', sizeof(block));
	for (int i = 0; i < 16384; i++)
		if (write(fd, block, sizeof(block)) < 0)
			_exit(9);
	_exit(0);
}

static inline void
multiply(void)
{
	for (int i = 0; i < 20; i++)
		if (fork() == 0)
			stay();
}

static inline struct transport *
open_role(const char *kind, const char *role, int milliseconds)
{
	const char *why = NULL;
	const char *text = arena_printf(arena,
	    "{\"name\":\"bad\",\"argv\":[\"%s\",\"%s\",\"%s\"],"
	    "\"milliseconds\":%d}",
	    self, role, fifo, milliseconds);
	struct transport *transport = transport_open(
	    arena, kind, json_parse(arena, text, strlen(text), NULL), &why);

	if (transport == NULL)
		fail_msg("%s", why);
	return transport;
}

static inline const struct json *
question_of(const char *id)
{
	struct json *question = json_new_object(arena);

	json_set_integer(question, "dcr", 1);
	json_set_string(question, "id", id);
	json_set_string(question, "method", "POST");
	return question;
}

/* Why nobody can say; NULL and it passes. */
static inline const char *
ask_it(struct transport *transport, const char *id)
{
	const struct json *said = NULL;
	const char *why =
	    transport_ask(transport, question_of(id), arena, &said);

	if (why != NULL)
		assert_null(said);
	else
		assert_string_equal(
		    json_string(json_get(said, "outcome")), "pass");
	return why;
}

static inline void
assert_says(const char *why, const char *words)
{
	if (why == NULL || strstr(why, words) == NULL)
		fail_msg("%s: no '%s'", why != NULL ? why : "(worked)", words);
}

/* Does nobody hold the FIFO any more?  Nor if nobody ever did. */
static inline bool
is_gone(void)
{
	char byte;

	return read(held, &byte, 1) == 0;
}

static inline void
assert_gone(void)
{
	for (int i = 0; i < 1000 && !is_gone(); i++)
		(void)usleep(10000);
	assert_true(is_gone());
}

static inline int
make_world(void **state)
{
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	(void)state;
	assert_true(n > 0);
	strcpy(folder, "/tmp/dcr-transport-XXXXXX");
	assert_non_null(mkdtemp(folder));
	(void)snprintf(fifo, sizeof(fifo), "%s/held", folder);
	(void)snprintf(go, sizeof(go), "%s.go", fifo);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	held = open(fifo, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	return 0;
}

static inline int
remove_world(void **state)
{
	(void)state;
	close(held);
	unlink(fifo);
	unlink(go);
	rmdir(folder);
	return 0;
}

/* In a part: from here on. */
static inline void
hold(const char *path)
{
	if (open(path, O_WRONLY) < 0)
		_exit(8);
}

#endif
