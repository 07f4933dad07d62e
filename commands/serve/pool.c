/* SPDX-License-Identifier: ISC */
/* Keeps so many processes serving: starts another one for each that ends. */
#include <sys/prctl.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "commands/lib/command.h"
#include "commands/serve/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/log.h"
#include "kit/monotonic.h"

/* Milliseconds: before another process is started in the place of one that
 * could serve; of one that never could, twice as many as the last time, up to a
 * bound; and until those who were told to leave are killed. */
enum { PAUSE = 100, PAUSE_MOST = 30000, FAREWELL = 30000 };

struct member {
	pid_t pid; /* 0: none runs */
	int64_t due, pause;
	bool ready; /* it has said that it can serve */
};

struct pool {
	command_door *serve;
	struct member *all;
	size_t count;
	sigset_t awaited;
	bool served; /* one process has been ready */
	bool leaving;
	int64_t end; /* of those who were told to leave */
	int code;
	struct arena *read; /* the configuration whose log is in use; NULL: the
			       first */
};

/* The pipe by which a process says, with its number, that it is ready. */
static int telling = -1, told = -1;

static void
tell_ready(void)
{
	const pid_t self = getpid();

	if (write(telling, &self, sizeof(self)) != sizeof(self))
		log_line("serve: cannot say that it is ready");
	(void)close(telling);
}

static void
hear_ready(struct pool *pool)
{
	pid_t pid;

	while (read(told, &pid, sizeof(pid)) == sizeof(pid)) {
		pool->served = true;
		for (size_t i = 0; i < pool->count; i++)
			if (pool->all[i].pid == pid)
				pool->all[i].ready = true;
	}
}

static bool
open_pipe(void)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
		return false;
	told = ends[0];
	telling = ends[1];
	return true;
}

/* What tells a process to leave or to read its configuration anew is kept from
 * it, here as there, until it waits for a request: none of it is lost. */
static void
mind_signals(struct pool *pool)
{
	static const int all[] = {SIGTERM, SIGINT, SIGUSR1, SIGHUP, SIGCHLD};

	sigemptyset(&pool->awaited);
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		sigaddset(&pool->awaited, all[i]);
	(void)sigprocmask(SIG_BLOCK, &pool->awaited, NULL);
	(void)signal(SIGCHLD, SIG_DFL); /* were it ignored, nobody could wait */
	(void)signal(SIGPIPE, SIG_IGN);
}

/* A process outlives its supervisor by no more than the request in hand. */
static void __attribute__((noreturn))
work(const struct pool *pool, pid_t supervisor)
{
	sigset_t children;

	(void)close(told);
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != supervisor)
		_exit(EXIT_PASS);
	sigemptyset(&children);
	sigaddset(&children, SIGCHLD);
	(void)sigprocmask(SIG_UNBLOCK, &children, NULL);
	exit(pool->serve(tell_ready));
}

static void
start(const struct pool *pool, struct member *member)
{
	const pid_t supervisor = getpid();

	member->ready = false;
	member->pid = fork();
	if (member->pid == 0)
		work(pool, supervisor);
	if (member->pid > 0)
		return;
	log_line("serve: no process could be started: %s", strerror(errno));
	member->pid = 0;
	member->due = monotonic_deadline(PAUSE_MOST);
}

static void
start_due(struct pool *pool)
{
	for (size_t i = 0; !pool->leaving && i < pool->count; i++)
		if (pool->all[i].pid == 0 &&
		    monotonic_left(pool->all[i].due) == 0)
			start(pool, &pool->all[i]);
}

static void
signal_all(const struct pool *pool, int number)
{
	for (size_t i = 0; i < pool->count; i++)
		if (pool->all[i].pid != 0)
			(void)kill(pool->all[i].pid, number);
}

static void
leave(struct pool *pool, int code)
{
	if (pool->leaving)
		return;
	pool->leaving = true;
	pool->code = code;
	pool->end = monotonic_deadline(FAREWELL);
	signal_all(pool, SIGTERM);
}

/* What nothing can ever serve by is given up, as long as nothing has been
 * served: later the others go on, and somebody may mend it. */
static void
replace(struct pool *pool, struct member *member, pid_t pid, int status)
{
	const char *how = WIFSIGNALED(status) ? "signal" : "exit status";
	const int number =
	    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
	const bool wrong = WIFEXITED(status) && number == EXIT_WRONG;

	member->pid = 0;
	if (pool->leaving)
		return;
	if (wrong && !pool->served) {
		log_line("serve: gives up: nothing can be served as it is "
			 "configured");
		leave(pool, EXIT_WRONG);
		return;
	}
	member->pause =
	    member->ready || member->pause == 0 ? PAUSE : 2 * member->pause;
	if (member->pause > PAUSE_MOST)
		member->pause = PAUSE_MOST;
	member->due = monotonic_deadline(member->pause);
	log_line("serve: process %d has ended by %s %d; another one is started "
		 "in %.1f seconds",
	    (int)pid, how, number, (double)member->pause / 1000);
}

/* As the first process of a container we are told of others' children too. */
static void
reap(struct pool *pool)
{
	int status;
	pid_t pid;

	hear_ready(pool);
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (size_t i = 0; i < pool->count; i++)
			if (pool->all[i].pid == pid)
				replace(pool, &pool->all[i], pid, status);
}

static bool
is_any_there(const struct pool *pool)
{
	for (size_t i = 0; i < pool->count; i++)
		if (pool->all[i].pid != 0)
			return true;
	return false;
}

/* Milliseconds until something is to be done without a signal; -1: nothing. */
static int64_t
until_due(const struct pool *pool)
{
	int64_t least = pool->leaving ? monotonic_left(pool->end) : -1;

	for (size_t i = 0; !pool->leaving && i < pool->count; i++) {
		const int64_t left = monotonic_left(pool->all[i].due);

		if (pool->all[i].pid == 0 && (least == -1 || left < least))
			least = left;
	}
	return least;
}

/* The signal that has come; -1: it is time for something. */
static int
await(const struct pool *pool)
{
	const int64_t left = until_due(pool);
	const struct timespec time = {left / 1000, left % 1000 * 1000000};

	return left == -1 ? sigwaitinfo(&pool->awaited, NULL)
			  : sigtimedwait(&pool->awaited, NULL, &time);
}

/* The log of the supervisor follows the configuration, as far as that is any
 * good: the processes say what is wrong with it. */
static void
follow_log(struct pool *pool)
{
	struct arena *arena = arena_new();
	const char *why = NULL;
	const struct config *config = config_load(arena, config_path(), &why);

	if (config != NULL) {
		log_open(&config->log);
		arena_free(pool->read);
		pool->read = arena;
	} else
		arena_free(arena);
}

static void
obey(struct pool *pool, int number)
{
	if (number == SIGHUP) {
		follow_log(pool);
		log_line("serve: the processes read their configuration anew");
		signal_all(pool, SIGHUP);
	} else if (number == SIGTERM || number == SIGINT || number == SIGUSR1) {
		log_line("serve: leaves");
		leave(pool, EXIT_PASS);
	} else if (pool->leaving && monotonic_left(pool->end) == 0) {
		log_line("serve: kills those that do not leave");
		pool->end = monotonic_deadline(FAREWELL);
		signal_all(pool, SIGKILL);
	}
}

int
pool_run(command_door *serve, unsigned processes, const char *place,
    struct arena *arena)
{
	struct pool pool = {.serve = serve,
	    .all = arena_alloc(arena, processes * sizeof(*pool.all)),
	    .count = processes};
	static const struct log_setup usual;

	if (!open_pipe())
		return command_fail(EXIT_UNABLE, "serve: %s", strerror(errno));
	mind_signals(&pool);
	log_line("serve: %u processes answer requests that come to %s",
	    processes, place);
	while (!pool.leaving || is_any_there(&pool)) {
		start_due(&pool);
		obey(&pool, await(&pool));
		reap(&pool);
	}
	log_open(&usual);
	arena_free(pool.read);
	return pool.code;
}
