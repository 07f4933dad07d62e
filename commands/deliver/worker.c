/* SPDX-License-Identifier: ISC */
/* Workers: processes that take one event after the other to a receiver. */
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commands/deliver/private.h"
#include "kit/arena.h"
#include "kit/conf/config_receivers.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/log.h"

enum { ANSWER_MOST = 1024 };

/* Sends one event; the answer is one line. */
static bool
serve(struct courier *courier, const char *line, size_t length, int fd)
{
	struct arena *arena = arena_new();
	const struct json *event = json_parse(arena, line, length, NULL);
	struct json *answer = json_new_object(arena);
	struct sent sent = {.as = SENT_REFUSED, .words = "is no event"};
	bool told;

	if (event != NULL)
		courier_send(courier, event, arena, &sent);
	json_set_integer(answer, "as", (int64_t)sent.as);
	json_set_integer(answer, "after", sent.after);
	json_set_string(answer, "words", sent.words);
	line = arena_printf(arena, "%s\n", json_text(arena, answer));
	told = file_write(fd, line, strlen(line));
	arena_free(arena);
	return told;
}

/* Reads a line of any length up to LIMIT_LINE; 0: there is none any more. */
static size_t
next_line(int fd, char *line, size_t room)
{
	size_t length = 0;

	while (length < room) {
		const ssize_t n = read(fd, line + length, room - length);
		const char *end;

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return 0;
		end = memchr(line + length, '\n', (size_t)n);
		length += (size_t)n;
		if (end != NULL)
			return (size_t)(end - line);
	}
	return 0;
}

/* The signals that end a manager come to its whole group; a worker goes on until
 * its manager closes the line to it, or dies. */
static void
work(const struct manager *manager, int fd, pid_t parent)
{
	struct arena *arena = arena_new();
	const char *why = NULL;
	struct courier *courier;
	char *line = arena_room(arena, LIMIT_LINE + 1);
	size_t length;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)signal(SIGINT, SIG_IGN);
	(void)signal(SIGTERM, SIG_IGN);
	if (getppid() != parent)
		_exit(1);
	courier = courier_open(manager->receiver, arena, &why);
	if (courier == NULL) {
		log_line("deliver: %s: %s", manager->receiver->name, why);
		_exit(MANAGER_WRONG);
	}
	while ((length = next_line(fd, line, LIMIT_LINE + 1)) > 0)
		if (!serve(courier, line, length, fd))
			break;
	arena_free(arena);
	_exit(0);
}

static const char *
start(struct manager *manager, size_t index)
{
	struct worker *worker = &manager->workers[index];
	const pid_t parent = getpid();
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == -1)
		return strerror(errno);
	worker->pid = fork();
	if (worker->pid == 0) {
		close(ends[0]);
		for (size_t i = 0; i < index; i++)
			close(manager->workers[i].fd);
		work(manager, ends[1], parent);
	}
	close(ends[1]);
	worker->fd = ends[0];
	return worker->pid == -1 ? strerror(errno) : NULL;
}

const char *
worker_start_all(struct manager *manager)
{
	const char *why = NULL;

	manager->workers = arena_alloc(manager->arena,
	    manager->receiver->lanes * sizeof(*manager->workers));
	for (size_t i = 0; why == NULL && i < manager->receiver->lanes; i++)
		why = start(manager, i);
	return why;
}

bool
worker_send(struct worker *worker, const char *line)
{
	return file_write(worker->fd, line, strlen(line));
}

bool
worker_hear(struct worker *worker, struct arena *arena, struct sent *out)
{
	char *line = arena_room(arena, ANSWER_MOST);
	const size_t length = next_line(worker->fd, line, ANSWER_MOST);
	const struct json *answer = json_parse(arena, line, length, NULL);
	int64_t as = SENT_LATER;

	if (length == 0 || json_type(answer) != JSON_OBJECT)
		return false;
	(void)json_integer(json_get(answer, "as"), &as);
	*out = (struct sent){.as = (enum sent_as)as,
	    .words = json_string(json_get(answer, "words"))};
	(void)json_integer(json_get(answer, "after"), &out->after);
	return out->words != NULL;
}

void
worker_end_all(struct manager *manager)
{
	for (size_t i = 0; i < manager->receiver->lanes; i++)
		close(manager->workers[i].fd);
	for (size_t i = 0; i < manager->receiver->lanes; i++)
		(void)waitpid(manager->workers[i].pid, NULL, 0);
}
