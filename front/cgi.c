/* SPDX-License-Identifier: ISC */
/* The CGI door: one request, told by the environment and standard input. */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "front/front.h"
#include "front/route.h"
#include "kit/arena.h"
#include "kit/file.h"
#include "kit/log.h"
#include "kit/x509/library.h"

/* A process of one request cannot count requests: one process in so many also
 * seals the audit trail. */
enum { SEALS_ONE_IN = 64 };

extern char **environ;

static ssize_t
read_input(void *context, char *buffer, size_t size)
{
	(void)context;
	return read(STDIN_FILENO, buffer, size);
}

/* Ends the answer, so that the web server waits no longer.  The descriptor stays
 * taken: no file of the store may get its number. */
static void
end_answer(void)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (null == -1)
		return;
	dup2(null, STDOUT_FILENO);
	close(null);
}

/* The web server's SIGTERM, or a reader who went away, must not cut a
 * registration in half: the request in hand is finished. */
int
cgi_main(void)
{
	const struct door door = {
	    .read = read_input,
	    .all = environ,
	};
	struct arena *process = arena_new(), *arena = arena_new();
	static const struct log_setup usual;
	struct service service;
	const char *why = NULL;
	size_t length;
	int status = 2;

	log_open(&usual); /* also for what is wrong with dcr.conf */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	library_brief();
	if (service_open(&service, process, &why)) {
		const char *text = route_serve(&service, &door, arena, &length);
		status = file_write(STDOUT_FILENO, text, length) ? 0 : 3;
		if (getpid() % SEALS_ONE_IN == 0) {
			end_answer();
			service_rest(&service);
		}
		service_close(&service);
	} else
		log_line("%s", why);
	arena_free(arena);
	arena_free(process);
	return status;
}
