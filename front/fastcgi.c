/* SPDX-License-Identifier: ISC */
/* The FastCGI door: requests from a listening socket, until a signal comes. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include <fcgiapp.h>

#include "front/front.h"
#include "front/idle.h"
#include "front/private.h"
#include "front/route.h"
#include "front/serving.h"
#include "kit/arena.h"
#include "kit/file.h"
#include "kit/limits.h"

enum { FAILURES_MAX = 100 };

/* FCGX_Request.role; the specification, section 6. */
enum { RESPONDER = 1, AUTHORIZER = 2 };

/* How much of a body that nobody has asked for is read all the same. */
enum { REST_MAX = 16 * LIMIT_BODY };

/*
 * libfcgi knows one connection for each FCGX_Request, and waits for the next
 * request on that alone: whoever keeps connections must wait himself, for all of
 * them and for new ones, and ask libfcgi only where something has come.  It
 * says in ipcFd and keepConnection what has become of a connection.
 */
struct connections {
	struct serving *serving;
	FCGX_Request requests[LIMIT_CONNECTIONS];
	struct idle idle;
	sigset_t waiting; /* the mask to wait with */
};

static volatile sig_atomic_t leaving, reloading;

static void
on_signal(int number)
{
	if (number == SIGHUP)
		reloading = 1;
	else
		leaving = 1;
}

/* Signals come in while we wait for a request and at no other time: they would
 * cut the reading of a body short, and the client would be told that this was
 * its fault. */
static void
catch_signals(sigset_t *waiting)
{
	/* SIGUSR1 is how FastCGI servers say goodbye. */
	static const int all[] = {SIGTERM, SIGINT, SIGUSR1, SIGHUP};
	struct sigaction action = {.sa_handler = on_signal};
	sigset_t blocked;

	sigemptyset(&action.sa_mask);
	sigemptyset(&blocked);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		sigaddset(&blocked, all[i]);
	sigprocmask(SIG_BLOCK, &blocked, waiting);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		sigaction(all[i], &action, NULL);
		sigdelset(waiting, all[i]);
	}
	signal(SIGPIPE, SIG_IGN);
}

/* A signal that comes from here on is heard next time. */
static void
look_at_configuration(struct serving *serving)
{
	const bool told = reloading != 0;

	reloading = 0;
	serving_look(serving, told);
}

static ssize_t
read_input(void *context, char *buffer, size_t size)
{
	const FCGX_Request *request = context;
	int n = FCGX_GetStr(buffer, (int)size, request->in);

	return n > 0 ? n : -(FCGX_GetError(request->in) != 0);
}

/* May the connection serve again?  What is still to come of this request would
 * be taken for the next one.  An authorizer gets no body (section 6.3). */
static bool
is_read_out(const FCGX_Request *request)
{
	char rest[4096];
	size_t length = 0;
	int n;

	if (!request->keepConnection || request->role == AUTHORIZER)
		return true;
	if (request->role != RESPONDER)
		return false;
	deadline_start();
	while (length < REST_MAX &&
	       (n = FCGX_GetStr(rest, sizeof(rest), request->in)) > 0)
		length += (size_t)n;
	deadline_stop();
	return FCGX_HasSeenEOF(request->in) == EOF;
}

/* The answer is in libfcgi's buffer until it is finished: what fits into that,
 * 8 KiB, is one write(2). */
static void
serve(const struct service *service, FCGX_Request *request)
{
	struct door door = {
	    .context = request,
	    .read = read_input,
	    .all = request->envp,
	};
	struct arena *arena = arena_new();
	size_t length;

	const char *text = route_serve(service, &door, arena, &length);
	FCGX_PutStr(text, (int)length, request->out);
	const bool read_out = is_read_out(request);
	FCGX_Finish_r(request);
	if (!read_out)
		FCGX_Free(request, true);
	arena_free(arena);
}

bool
fastcgi_is_door(void)
{
	return file_listens(STDIN_FILENO);
}

/* Closes a connection on which no request is going.  Detached: libfcgi would
 * wait for the web server to close its end. */
static void
hang_up(struct connections *connections, size_t place)
{
	FCGX_Request *request = &connections->requests[place];

	(void)FCGX_Detach(request);
	FCGX_Free(request, true);
	(void)idle_put(&connections->idle, place, -1);
}

/* Answers the request that has come at this place.  0, -EAGAIN when there is
 * none, another number when the socket fails. */
static int
take(struct connections *connections, size_t place)
{
	FCGX_Request *request = &connections->requests[place];

	deadline_start();
	const int why = FCGX_Accept_r(request);
	deadline_stop();
	if (why == 0) {
		serve(&connections->serving->service, request);
		service_rest(&connections->serving->service);
	}
	if (!idle_put(&connections->idle, place, request->ipcFd))
		hang_up(connections, place);
	return why;
}

/* Requests that have come already are answered; each connection is closed. */
static void
leave(struct connections *connections)
{
	size_t place;

	(void)idle_put(&connections->idle, IDLE_LISTENING, -1);
	while ((place = idle_wait(&connections->idle, false, NULL)) <
	       LIMIT_CONNECTIONS) {
		(void)take(connections, place);
		hang_up(connections, place);
	}
	for (place = 0; place < LIMIT_CONNECTIONS; place++)
		hang_up(connections, place);
}

/* Where the next request is, with room made for that of a new connection;
 * IDLE_NONE, IDLE_BROKEN. */
static size_t
next_place(struct connections *connections)
{
	size_t place =
	    idle_wait(&connections->idle, true, &connections->waiting);

	if (place != IDLE_LISTENING)
		return place;
	place = idle_room(&connections->idle);
	if (place != IDLE_NONE)
		hang_up(connections, place);
	return place;
}

/* Serves until a signal comes.  A socket that cannot be accepted from is given
 * up: the web server starts us again.  Where several processes share the socket,
 * another one may have taken what had come (EAGAIN). */
static int
loop(struct connections *connections)
{
	int failures = 0;

	while (!leaving && failures <= FAILURES_MAX) {
		const size_t place = next_place(connections);
		int why = -EAGAIN;

		look_at_configuration(connections->serving);
		if (place != IDLE_NONE && place != IDLE_BROKEN)
			why = take(connections, place);
		if (why == 0)
			failures = 0;
		else if (place == IDLE_BROKEN || why != -EAGAIN)
			failures++;
	}
	leave(connections);
	return leaving ? 0 : 3;
}

static int
serve_all(struct connections *connections, void (*ready)(void))
{
	const int flags = fcntl(STDIN_FILENO, F_GETFL);

	if (flags == -1 ||
	    fcntl(STDIN_FILENO, F_SETFL, flags | O_NONBLOCK) == -1)
		return 3;
	FCGX_Init();
	for (size_t i = 0; i < LIMIT_CONNECTIONS; i++)
		FCGX_InitRequest(&connections->requests[i], STDIN_FILENO,
		    FCGI_FAIL_ACCEPT_ON_INTR);
	if (!idle_open(&connections->idle, STDIN_FILENO))
		return 3;
	if (ready != NULL)
		ready();
	return loop(connections);
}

int
fastcgi_main(void (*ready)(void))
{
	struct serving serving;
	struct connections connections = {.serving = &serving};
	int status;

	catch_signals(&connections.waiting);
	if (!serving_open(&serving))
		return 2;
	status = serve_all(&connections, ready);
	serving_close(&serving);
	return status;
}
