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
	struct arena *arena;
	const struct config *config;
	const struct profile *profile;
	struct watched *all;
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
		_exit(manager_run(watch->arena, watch->config, watch->profile,
		    one->receiver));
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
end_all(struct watch *watch)
{
	watch->leaving = true;
	for (size_t i = 0; i < watch->count; i++)
		if (watch->all[i].pid != 0)
			(void)kill(watch->all[i].pid, SIGTERM);
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

int
watch_run(struct arena *arena, const struct config *config,
    const struct profile *profile,
    const struct config_receiver *const *receivers)
{
	struct watch watch = {arena, config, profile, NULL, 0, false, 0};
	const struct timespec second = {1, 0};
	const sigset_t set = awaited();
	int number;

	while (receivers[watch.count] != NULL)
		watch.count++;
	watch.all = arena_alloc(arena, watch.count * sizeof(*watch.all));
	for (size_t i = 0; i < watch.count; i++)
		watch.all[i].receiver = receivers[i];
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	while (!watch.leaving || is_any_there(&watch)) {
		if (!watch.leaving)
			start_all(&watch);
		number = sigtimedwait(&set, NULL, &second);
		if (number == SIGINT || number == SIGTERM)
			end_all(&watch);
		reap(&watch);
	}
	return watch.code;
}
