/* SPDX-License-Identifier: ISC */
/* The FastCGI door: requests from a listening socket, until a signal comes. */
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fcgiapp.h>

#include "front/front.h"
#include "front/route.h"
#include "kit/arena.h"
#include "kit/log.h"

enum { FAILURES_MAX = 100 };

static volatile sig_atomic_t leaving, waiting;

/* While waiting, the alarm comes again every second, so that a signal which
 * arrived just before accept(2) blocked is not lost. */
static void
on_signal(int signal)
{
	(void)signal;
	leaving = 1;
	FCGX_ShutdownPending();
	if (waiting)
		alarm(1);
}

static void
catch_signals(void)
{
	struct sigaction action = {.sa_handler = on_signal};

	sigemptyset(&action.sa_mask);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGUSR1, &action, NULL); /* how FastCGI servers say goodbye */
	sigaction(SIGALRM, &action, NULL); /* front/gather_body.c has its own */
	signal(SIGPIPE, SIG_IGN);
}

/* While a request is served, farewells wait: they would cut the reading of a
 * body short, and the client would be told that this was its fault. */
static void
hold_signals(int how)
{
	sigset_t farewells;

	sigemptyset(&farewells);
	sigaddset(&farewells, SIGTERM);
	sigaddset(&farewells, SIGINT);
	sigaddset(&farewells, SIGUSR1);
	sigprocmask(how, &farewells, NULL);
}

static const char *
variable(void *context, const char *name)
{
	const FCGX_Request *request = context;

	return FCGX_GetParam(name, request->envp);
}

static ssize_t
read_input(void *context, char *buffer, size_t size)
{
	const FCGX_Request *request = context;
	int n = FCGX_GetStr(buffer, (int)size, request->in);

	return n > 0 ? n : -(FCGX_GetError(request->in) != 0);
}

static void
serve(const struct service *service, FCGX_Request *request)
{
	struct door door = {
	    .context = request,
	    .variable = variable,
	    .read = read_input,
	    .all = request->envp,
	};
	struct arena *arena = arena_new();
	size_t length;

	const char *text = route_serve(service, &door, arena, &length);
	FCGX_PutStr(text, (int)length, request->out);
	FCGX_Finish_r(request);
	arena_free(arena);
}

bool
fastcgi_is_door(void)
{
	int listening = 0;
	socklen_t size = sizeof(listening);

	return getsockopt(STDIN_FILENO, SOL_SOCKET, SO_ACCEPTCONN, &listening,
		   &size) == 0 &&
	       listening;
}

/* Serves until a signal comes.  A socket that cannot be accepted from is given
 * up: the web server starts us again. */
static int
loop(struct service *service)
{
	FCGX_Request request;
	int failures = 0;

	FCGX_Init();
	FCGX_InitRequest(&request, STDIN_FILENO, FCGI_FAIL_ACCEPT_ON_INTR);
	catch_signals();
	for (;;) {
		waiting = 1;
		if (leaving || failures > FAILURES_MAX)
			break;
		failures++;
		if (FCGX_Accept_r(&request) != 0)
			continue;
		failures = 0;
		waiting = 0;
		hold_signals(SIG_BLOCK);
		serve(service, &request);
		service_rest(service);
		hold_signals(SIG_UNBLOCK);
	}
	FCGX_Free(&request, 1);
	return leaving ? 0 : 3;
}

static int
serve_all(struct service *service, struct arena *process)
{
	const char *why = NULL;

	if (!service_ready(service, process, &why)) {
		log_line("%s", why);
		return 2;
	}
	if (!judge_has_directories(&service->judge, process, &why))
		log_line("unable: %s", why);
	return loop(service);
}

int
fastcgi_main(void)
{
	struct arena *process = arena_new();
	struct service service;
	const char *why = NULL;
	int status = 2;

	if (service_open(&service, process, &why)) {
		status = serve_all(&service, process);
		service_close(&service);
	} else
		log_line("%s", why);
	arena_free(process);
	return status;
}
