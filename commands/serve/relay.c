/* SPDX-License-Identifier: ISC */
/* dcr relay: takes FastCGI connections to the socket of dcr serve. */
#include <sys/socket.h>
#include <sys/un.h>

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/serve/private.h"
#include "kit/file.h"
#include "kit/log.h"

/*
 * A web server that asks none but programs which it starts itself, as its own
 * user (mod_fcgid), starts this one, which owns nothing and looks into nothing.
 * Such a server has one connection with each process at a time.
 */

/* One direction of a connection. */
struct flow {
	int from, to;
	size_t begin, end; /* what of the bytes is still to be written */
	bool ended;
	char bytes[16384];
};

static bool
is_for_later(ssize_t got)
{
	return got < 0 &&
	       (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
}

/* Who sends no more is told on at once, behind the last byte. */
static void
take(struct flow *flow)
{
	const ssize_t got =
	    recv(flow->from, flow->bytes, sizeof(flow->bytes), MSG_DONTWAIT);

	if (is_for_later(got))
		return;
	flow->begin = 0;
	flow->end = got > 0 ? (size_t)got : 0;
	if (got > 0)
		return;
	flow->ended = true;
	(void)shutdown(flow->to, SHUT_WR);
}

static void
give(struct flow *flow)
{
	const ssize_t sent = send(flow->to, flow->bytes + flow->begin,
	    flow->end - flow->begin, MSG_DONTWAIT | MSG_NOSIGNAL);

	if (is_for_later(sent))
		return;
	flow->ended = sent < 0;
	flow->begin += sent > 0 ? (size_t)sent : 0;
}

static bool
has_bytes(const struct flow *flow)
{
	return flow->begin < flow->end;
}

/* What the flow waits for: room when it has bytes, bytes when it has none. */
static struct pollfd
wanted(const struct flow *flow)
{
	if (flow->ended)
		return (struct pollfd){.fd = -1};
	if (has_bytes(flow))
		return (struct pollfd){.fd = flow->to, .events = POLLOUT};
	return (struct pollfd){.fd = flow->from, .events = POLLIN};
}

/* Until the answer is through: what is asked behind it reaches nobody. */
static void
pass(struct flow *question, struct flow *answer)
{
	while (!answer->ended) {
		struct pollfd ready[] = {wanted(question), wanted(answer)};
		struct flow *flows[] = {question, answer};

		if (poll(ready, 2, -1) < 0 && errno != EINTR)
			return;
		for (int i = 0; i < 2; i++) {
			if (ready[i].revents == 0)
				continue;
			if (has_bytes(flows[i]))
				give(flows[i]);
			else
				take(flows[i]);
		}
	}
}

static void
relay(int caller, const char *path, const struct sockaddr_un *address)
{
	struct flow question, answer;
	const int dcr = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (dcr >= 0 && connect(dcr, (const struct sockaddr *)address,
			    sizeof(*address)) == 0) {
		question = (struct flow){.from = caller, .to = dcr};
		answer = (struct flow){.from = dcr, .to = caller};
		pass(&question, &answer);
	} else {
		log_line("relay: %s: %s", path, strerror(errno));
	}
	if (dcr >= 0)
		(void)close(dcr);
}

/* Until the one who has started us ends us. */
static int
relay_all(const char *path, const struct sockaddr_un *address)
{
	for (;;) {
		const int caller =
		    accept4(STDIN_FILENO, NULL, NULL, SOCK_CLOEXEC);

		if (caller >= 0) {
			relay(caller, path, address);
			(void)close(caller);
		} else if (errno != EINTR && errno != ECONNABORTED) {
			return command_fail(
			    EXIT_UNABLE, "standard input: %s", strerror(errno));
		}
	}
}

int
relay_command(int argc, char **argv, struct arena *arena)
{
	struct sockaddr_un address;
	const char *path = NULL;
	const struct option options[] = {
	    {"PATH", .value = &path, .kind = OPERAND},
	    {0},
	};

	(void)arena;
	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	if (!listening_address(path, &address))
		return command_misuse("PATH: must be that of a socket");
	if (!file_listens(STDIN_FILENO))
		return command_misuse("standard input is no listening socket");
	return relay_all(path, &address);
}
