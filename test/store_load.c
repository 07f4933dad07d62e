/* SPDX-License-Identifier: ISC */

/*
 * store_load STORE PROCESSES SECONDS [get]: so many processes register clients
 * in a store (or read one), each as fast as it can; for so long, or until
 * SIGTERM, which lets each end what it has begun.  A line each on standard
 * output, by a single write: what became of it, the clock in microseconds, and
 * the client_id:
 *
 *	acknowledged 12345678 c2.17
 *	unable 12345999 c2.18
 *
 * On standard error, at the end, how many a second there were and how much of
 * the processors' time one took in here.
 */
#include <err.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kit/arena.h"
#include "store/store.h"

static const char metadata[] =
    "{\"client_name\":\"an app\",\"redirect_uris\":[\"https://app.example/\"]}";

static atomic_bool *enough; /* all of the processes' */

static void
be_enough(int signal_number)
{
	(void)signal_number;
	atomic_store(enough, true);
}

static void
listen_for_enough(void)
{
	struct sigaction action = {
	    .sa_handler = be_enough, .sa_flags = SA_RESTART};

	enough = mmap(NULL, sizeof *enough, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (enough == MAP_FAILED || sigaction(SIGTERM, &action, NULL) != 0)
		err(1, "SIGTERM");
}

static long long
microseconds(clockid_t which)
{
	struct timespec now;

	(void)clock_gettime(which, &now);
	return (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void
tell(const char *what, const char *id)
{
	char line[80];
	int length = snprintf(line, sizeof line, "%s %lld %s\n", what,
	    microseconds(CLOCK_MONOTONIC), id);

	if (write(STDOUT_FILENO, line, (size_t)length) != length)
		err(1, "standard output");
}

static void
add(struct store *store, int process, long number)
{
	const int64_t now = time(NULL);
	char id[32], key[32], software[48];
	struct client client = {
	    .client_id = id,
	    .software = id,
	    .certificate = "00ff",
	    .registered = 1,
	    .changed = 1,
	    .state_why = "",
	    .subject = "",
	    .issuer = "",
	    .state_by = "",
	    .profile = "",
	    .metadata = metadata,
	};
	struct stored_change change = {
	    .kind = CHANGE_ADD,
	    .client = &client,
	    .jti = id,
	    .jti_issuer = "load",
	    .jti_expires = now + 600,
	    .software_once = true,
	    .now = now,
	    .audit = id,
	    .counts = {{key, 1000000000}, {software, 10}},
	};

	(void)snprintf(id, sizeof id, "c%d.%ld", process, number);
	(void)snprintf(key, sizeof key, "key %d", process);
	(void)snprintf(software, sizeof software, "software %s", id);
	switch (store->ops->change(store, &change)) {
	case STORED_OK:
		tell("acknowledged", id);
		break;
	case STORED_UNABLE:
		tell("unable", id);
		break;
	case STORED_MISSING:
	case STORED_CONFLICT:
		tell("wrong", id);
	}
}

static void
get(struct store *store)
{
	struct arena *arena = arena_new();
	struct client client;

	if (store->ops->get(store, "c0.0", arena, &client) != STORED_OK)
		errx(1, "c0.0 cannot be read");
	arena_free(arena);
}

static int
work(const char *uri, int process, long long until, int reads)
{
	struct arena *arena = arena_new();
	const char *why = NULL;
	struct store *store = store_open(uri, arena, &why);
	long number;

	if (store == NULL)
		errx(1, "%s", why);
	for (number = 0;
	     !atomic_load(enough) && microseconds(CLOCK_MONOTONIC) < until;
	     number++)
		if (reads)
			get(store);
		else
			add(store, process, number);
	store_close(store);
	arena_free(arena);
	fprintf(stderr, "process %d: %ld calls, %.0f us of CPU each\n", process,
	    number,
	    (double)microseconds(CLOCK_PROCESS_CPUTIME_ID) / (double)number);
	return 0;
}

int
main(int argc, char **argv)
{
	int processes, status, failed = 0;
	long long until;

	if (argc < 4 || (processes = atoi(argv[2])) < 1)
		errx(2, "usage: store_load STORE PROCESSES SECONDS [get]");
	listen_for_enough();
	until = microseconds(CLOCK_MONOTONIC) + atoi(argv[3]) * 1000000LL;
	for (int i = 0; i < processes; i++)
		if (fork() == 0)
			_exit(work(argv[1], i, until, argc > 4));
	while (wait(&status) > 0)
		failed |= status;
	return failed != 0;
}
