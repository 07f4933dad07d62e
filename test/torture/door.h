/* SPDX-License-Identifier: ISC */
#ifndef TEST_TORTURE_DOOR_H
#define TEST_TORTURE_DOOR_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test/torture/toll.h"

/*
 * Requests to the real program in a sandbox that test/torture/run has made:
 * dcr.conf, db, transport.pem, and fresh requests to register in body.0 and
 * so on.  DCR is the program.
 */
#define DOOR_MOST 8000000 /* microseconds without an answer: a hang */

struct door {
	const char *world, *dcr;
	const char *socket;	 /* of FastCGI processes; NULL: one-shot CGI */
	char certificate[20000]; /* as a variable */
	const char *shim;	 /* what to preload; NULL: nothing */
	const char *fault;	 /* for it, as its variables; NULL: none */
	const char *more;	 /* one more variable of the shim */
	int64_t patience; /* microseconds; then a one-shot CGI is killed */
	int log;
};

struct answer {
	int status; /* 0: none */
	int signal; /* that ended the program */
	bool retry_after;
	bool late;
	char id[64]; /* of 201 */
	char text[8192];
	size_t length;
};

static inline void
door_certificate(struct door *door, const char *path)
{
	static const char name[] = "SSL_CLIENT_CERT=";
	const size_t before = sizeof name - 1;
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length;

	memcpy(door->certificate, name, before);
	length = read(fd, door->certificate + before,
	    sizeof door->certificate - before - 1);
	if (fd < 0 || length < 0)
		err(2, "%s", path);
	door->certificate[before + (size_t)length] = '\0';
	(void)close(fd);
}

static inline void
door_open(struct door *door, const char *world)
{
	char path[512];

	memset(door, 0, sizeof *door);
	door->world = world;
	door->dcr = getenv("DCR");
	if (door->dcr == NULL)
		errx(2, "DCR is not set");
	(void)snprintf(path, sizeof path, "%s/transport.pem", world);
	door_certificate(door, path);
	(void)snprintf(path, sizeof path, "%s/log", world);
	door->log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (door->log < 0)
		err(2, "%s", path);
}

static inline void
door_set(char **variables, size_t *count, const char *name, const char *value)
{
	if (value == NULL)
		return;
	if (asprintf(&variables[*count], "%s%s", name, value) < 0)
		_exit(126);
	++*count;
}

/* In the child: what the program finds around itself, and the program. */
static inline void
door_become(const struct door *door, off_t size, const char *const *argv)
{
	char length[32], home[512], config[512], *variables[16] = {NULL};
	size_t count = 0;

	(void)snprintf(length, sizeof length, "%lld", (long long)size);
	(void)snprintf(home, sizeof home, "%s/db", door->world);
	(void)snprintf(config, sizeof config, "%s/dcr.conf", door->world);
	if (size > 0) {
		door_set(variables, &count, "GATEWAY_INTERFACE=", "CGI/1.1");
		door_set(variables, &count, "REQUEST_METHOD=", "POST");
		door_set(variables, &count, "REQUEST_URI=", "/register");
		door_set(variables, &count, "CONTENT_TYPE=", "application/jwt");
		door_set(variables, &count, "CONTENT_LENGTH=", length);
		door_set(variables, &count, "", door->certificate);
	}
	door_set(variables, &count, "DCR_CONFIG=", config);
	door_set(variables, &count, "ASAN_OPTIONS=", getenv("ASAN_OPTIONS"));
	if (door->socket == NULL || size == 0)
		door_set(variables, &count, "LD_PRELOAD=", door->shim);
	door_set(variables, &count, "PATH=", getenv("PATH"));
	door_set(variables, &count, "TORTURE_HOME=", home);
	door_set(variables, &count, "TORTURE_FAULT=", door->fault);
	door_set(variables, &count, "", door->more);
	(void)execvpe(argv[0], (char *const *)(uintptr_t)argv, variables);
	_exit(127);
}

/* Runs a program: `in` and `out` are its standard input and output, `size` is
 * that of a request, and 0 for a FastCGI process. */
static inline pid_t
door_start(const struct door *door, int in, off_t size, int out,
    const char *const *argv)
{
	const pid_t parent = getpid();
	const pid_t pid = fork();

	if (pid < 0)
		err(2, "fork");
	if (pid > 0)
		return pid;
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent || dup2(in, 0) < 0 || dup2(out, 1) < 0 ||
	    dup2(door->log, 2) < 0)
		_exit(126);
	door_become(door, size, argv);
	_exit(127);
}

static inline pid_t
door_send(const struct door *door, unsigned body, int out)
{
	const char *const cgi[] = {door->dcr, NULL};
	const char *const fastcgi[] = {
	    "cgi-fcgi", "-bind", "-connect", door->socket, NULL};
	char path[512];
	struct stat status;
	pid_t pid;
	int in;

	(void)snprintf(path, sizeof path, "%s/body.%u", door->world, body);
	in = open(path, O_RDONLY | O_CLOEXEC);
	if (in < 0 || fstat(in, &status) != 0)
		err(2, "%s", path);
	pid = door_start(door, in, status.st_size, out,
	    door->socket == NULL ? cgi : fastcgi);
	(void)close(in);
	return pid;
}

/* Until the program has said all, or for so long. */
static inline void
door_listen(struct answer *answer, int in, int64_t until)
{
	struct pollfd wait = {.fd = in, .events = POLLIN};
	ssize_t have = 1;

	while (have > 0 && answer->length < sizeof answer->text - 1) {
		const int64_t left = until - toll_clock();

		if (left <= 0 || poll(&wait, 1, (int)(left / 1000) + 1) == 0) {
			answer->late = true;
			return;
		}
		have = read(in, answer->text + answer->length,
		    sizeof answer->text - 1 - answer->length);
		if (have > 0)
			answer->length += (size_t)have;
	}
}

/* What was not said to its end is no answer. */
static inline void
door_understand(struct answer *answer)
{
	static const char name[] = "\"client_id\":\"";
	const char *status = strstr(answer->text, "Status: ");
	const char *id = strstr(answer->text, name);

	if (status == NULL || answer->length == 0 ||
	    answer->text[answer->length - 1] != '}')
		return;
	answer->status = atoi(status + 8);
	answer->retry_after = strstr(answer->text, "\nRetry-After: ") != NULL;
	if (answer->status == 201 && id != NULL)
		(void)snprintf(answer->id, sizeof answer->id, "%.*s",
		    (int)strcspn(id + sizeof name - 1, "\""),
		    id + sizeof name - 1);
}

/* Sends a request and has its answer, which is 201, 503 with Retry-After, 400
 * (the jti was spent), or none of a program that was killed. */
static inline void
door_ask(const struct door *door, unsigned body, struct answer *answer)
{
	const int64_t start = toll_clock();
	int ends[2], status;
	pid_t pid;

	memset(answer, 0, sizeof *answer);
	if (pipe2(ends, O_CLOEXEC) != 0)
		err(2, "pipe");
	pid = door_send(door, body, ends[1]);
	(void)close(ends[1]);
	door_listen(answer, ends[0],
	    start + (door->patience > 0 ? door->patience : DOOR_MOST));
	(void)close(ends[0]);
	if (answer->late)
		(void)kill(pid, SIGKILL);
	if (waitpid(pid, &status, 0) < 0)
		err(2, "waitpid");
	answer->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	if (answer->late && door->patience > 0) {
		answer->late = false;
		toll_add(TOLL_KILLS, 1);
	}
	door_understand(answer);
	if (answer->status != 0)
		toll_stall(start);
}

/* What no answer may be, whatever happened. */
static inline void
door_judge(const struct answer *answer, const char *what, bool killed)
{
	if (answer->late)
		toll_blame(TOLL_WRONG, "%s: no answer", what);
	else if (answer->signal != 0 && !(killed && answer->signal == SIGKILL))
		toll_blame(
		    TOLL_WRONG, "%s: ended by signal %d", what, answer->signal);
	else if (answer->status == 0 && !killed)
		toll_blame(TOLL_WRONG, "%s: no answer", what);
	else if (answer->status == 503 && !answer->retry_after)
		toll_blame(TOLL_WRONG, "%s: 503 without Retry-After", what);
	else if (answer->status != 0 && answer->status != 201 &&
		 answer->status != 400 && answer->status != 503)
		toll_blame(TOLL_WRONG, "%s: answered %d", what, answer->status);
	if (answer->status == 201)
		toll_add(TOLL_ACKNOWLEDGED, 1);
	if (answer->status == 503)
		toll_add(TOLL_UNABLE, 1);
}

#endif
