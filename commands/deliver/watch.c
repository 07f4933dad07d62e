/* SPDX-License-Identifier: ISC */
/* Runs a manager for each receiver, and starts one again that has ended. */
#include <sys/prctl.h>
#include <sys/wait.h>

#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "commands/deliver/private.h"
#include "commands/lib/command.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"
#include "kit/log.h"
#include "kit/monotonic.h"

enum { PAUSE = 1000 /* milliseconds between two starts */ };

struct watched {
	const struct config_receiver *receiver;
	pid_t pid; /* 0: none runs */
	int64_t started;
};

struct watch {
	int argc; /* the words that chose the receivers */
	char **argv;
	struct plan plan;
	struct plan next; /* takes its place when no manager is left; its arena
			     NULL: there is none */
	bool renewed;	  /* the plan's arena is ours */
	struct watched *all; /* the plan's arena's */
	size_t count;
	bool leaving;
	int code;
};

static sigset_t
awaited(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGCHLD);
	return set;
}

static void
start(struct watch *watch, struct watched *one)
{
	const pid_t parent = getpid();

	one->started = monotonic_now();
	one->pid = fork();
	if (one->pid == -1)
		one->pid = 0;
	else if (one->pid == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
		if (getppid() != parent)
			_exit(0);
		_exit(manager_run(watch->plan.arena, watch->plan.config,
		    watch->plan.profile, one->receiver));
	}
}

/* Starts those that have ended, each not too often. */
static void
start_all(struct watch *watch)
{
	for (size_t i = 0; i < watch->count; i++) {
		struct watched *one = &watch->all[i];

		if (one->pid == 0 &&
		    (one->started == 0 ||
			monotonic_since(one->started) >= PAUSE))
			start(watch, one);
	}
}

static void
end_managers(const struct watch *watch)
{
	for (size_t i = 0; i < watch->count; i++)
		if (watch->all[i].pid != 0)
			(void)kill(watch->all[i].pid, SIGTERM);
}

static void
end_all(struct watch *watch)
{
	watch->leaving = true;
	end_managers(watch);
}

static void
reap(struct watch *watch)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		for (size_t i = 0; i < watch->count; i++)
			if (watch->all[i].pid == pid)
				watch->all[i].pid = 0;
		if (WIFEXITED(status) && WEXITSTATUS(status) == MANAGER_WRONG) {
			watch->code = EXIT_WRONG;
			end_all(watch);
		}
	}
}

static bool
is_any_there(const struct watch *watch)
{
	for (size_t i = 0; i < watch->count; i++)
		if (watch->all[i].pid != 0)
			return true;
	return false;
}

static void
begin(struct watch *watch, const struct plan *plan)
{
	watch->plan = *plan;
	watch->count = 0;
	while (plan->receivers[watch->count] != NULL)
		watch->count++;
	watch->all =
	    arena_alloc(plan->arena, watch->count * sizeof(*watch->all));
	for (size_t i = 0; i < watch->count; i++)
		watch->all[i].receiver = plan->receivers[i];
}

/* The managers of the old plan finish what they have sent.  A plan that would
 * not do changes nothing. */
static void
make_next(struct watch *watch)
{
	struct arena *arena = arena_new();
	const char *why = NULL;
	struct plan plan;

	if (!plan_make(&plan, watch->argc, watch->argv, arena, &why) ||
	    !plan_works(&plan, &why)) {
		log_line(
		    "reload: REFUSED, and what was in force stays: %s", why);
		arena_free(arena);
		return;
	}
	arena_free(watch->next.arena);
	watch->next = plan;
	end_managers(watch);
}

static void
take_next(struct watch *watch)
{
	struct arena *before = watch->renewed ? watch->plan.arena : NULL;

	begin(watch, &watch->next);
	watch->next.arena = NULL;
	watch->renewed = true;
	log_open(&watch->plan.config->log);
	log_line(
	    "reload: %s is in force as it is now", watch->plan.config->path);
	arena_free(before);
}

int
watch_run(const struct plan *plan, int argc, char **argv)
{
	struct watch watch = {.argc = argc, .argv = argv};
	static const struct log_setup usual;
	const struct timespec second = {1, 0};
	const sigset_t set = awaited();
	int number;

	begin(&watch, plan);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	while (!watch.leaving || is_any_there(&watch)) {
		if (watch.next.arena != NULL && !is_any_there(&watch))
			take_next(&watch);
		if (!watch.leaving && watch.next.arena == NULL)
			start_all(&watch);
		number = sigtimedwait(&set, NULL, &second);
		if (number == SIGINT || number == SIGTERM)
			end_all(&watch);
		if (number == SIGHUP && !watch.leaving)
			make_next(&watch);
		reap(&watch);
	}
	log_open(&usual);
	if (watch.renewed)
		arena_free(watch.plan.arena);
	return watch.code;
}
