/* SPDX-License-Identifier: ISC */
/* Starts another program with pipes to it, and kills it. */
#include "kit/child.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/monotonic.h"

enum { INPUT, OUTPUT, ERROR, STATUS, PIPES };
enum { LAST_SIGNAL = 64, KILLED_MILLISECONDS = 100 };

struct start {
	const char *const *argv;
	unsigned cpu_seconds;
	pid_t parent;
	int ours[PIPES], its[PIPES];
};

/* Moves the descriptor past 0, 1 and 2, which may be free in this process and
 * are filled in the child. */
static bool
raise_above(int *fd)
{
	int low = *fd;

	if (low > STDERR_FILENO)
		return true;
	*fd = fcntl(low, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	close(low);
	return *fd >= 0;
}

static bool
make_pipe(struct start *start, int which)
{
	int ends[2], *read_end, *write_end;

	if (pipe2(ends, O_CLOEXEC) == -1)
		return false;
	read_end = which == INPUT ? &start->its[which] : &start->ours[which];
	write_end = which == INPUT ? &start->ours[which] : &start->its[which];
	*read_end = ends[0];
	*write_end = ends[1];
	if (!raise_above(read_end) || !raise_above(write_end))
		return false;
	return which == STATUS ||
	       fcntl(start->ours[which], F_SETFL, O_NONBLOCK) != -1;
}

static void
close_ends(int *ends)
{
	for (int i = 0; i < PIPES; i++) {
		if (ends[i] >= 0)
			close(ends[i]);
		ends[i] = -1;
	}
}

static bool
limit(unsigned cpu_seconds)
{
	const struct rlimit none = {0, 0}, cpu = {cpu_seconds, cpu_seconds};

	return setrlimit(RLIMIT_CORE, &none) == 0 &&
	       (cpu_seconds == 0 || setrlimit(RLIMIT_CPU, &cpu) == 0);
}

static bool
stand_alone(const struct start *start)
{
	sigset_t none;

	for (int i = 1; i <= LAST_SIGNAL; i++)
		(void)signal(i, SIG_DFL);
	sigemptyset(&none);
	return setsid() != -1 && prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
	       getppid() == start->parent &&
	       sigprocmask(SIG_SETMASK, &none, NULL) == 0 && chdir("/") == 0;
}

/* Runs in the child, and calls only what may be called between fork() and
 * exec(). */
static void
become(const struct start *start, char *const *environment)
{
	int fault;

	umask(077);
	if (stand_alone(start) && limit(start->cpu_seconds) &&
	    dup2(start->its[INPUT], STDIN_FILENO) != -1 &&
	    dup2(start->its[OUTPUT], STDOUT_FILENO) != -1 &&
	    dup2(start->its[ERROR], STDERR_FILENO) != -1 &&
	    close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
		execve(start->argv[0], (char *const *)start->argv, environment);
	fault = errno;
	if (write(start->its[STATUS], &fault, sizeof(fault)) == -1)
		_exit(126);
	_exit(127);
}

/* Waits for exec: it closes the pipe of the status, or errno comes out of
 * that. */
static int
outcome(int status, int64_t deadline)
{
	struct pollfd ready = {.fd = status, .events = POLLIN};
	int fault = 0;

	do {
		if (poll(&ready, 1, (int)monotonic_left(deadline)) == 0)
			return ETIMEDOUT;
	} while (read(status, &fault, sizeof(fault)) == -1 && errno == EINTR);
	return fault;
}

static pid_t
run(const struct start *start, struct arena *arena)
{
	static char path[] = "PATH=/usr/local/bin:/usr/bin:/bin";
	static char language[] = "LANG=C.UTF-8";
	const char *zone = getenv("TZ");
	char *environment[] = {path, language,
	    zone != NULL ? arena_printf(arena, "TZ=%s", zone) : NULL, NULL};
	pid_t pid = fork();

	if (pid == 0)
		become(start, environment);
	return pid;
}

static void
mind_signals(void)
{
	struct sigaction now;

	if (sigaction(SIGPIPE, NULL, &now) == 0 && now.sa_handler == SIG_DFL)
		(void)signal(SIGPIPE, SIG_IGN);
	/* While SIGCHLD is ignored nobody can say how a child ended. */
	if (sigaction(SIGCHLD, NULL, &now) == 0 && now.sa_handler == SIG_IGN)
		(void)signal(SIGCHLD, SIG_DFL);
}

static int
start_child(struct child *child, struct start *start, int64_t deadline,
    struct arena *arena)
{
	int fault;

	for (int i = 0; i < PIPES; i++)
		if (!make_pipe(start, i))
			return errno;
	if ((child->pid = run(start, arena)) == -1) {
		child->pid = 0;
		return errno;
	}
	child->ended = (int)syscall(SYS_pidfd_open, child->pid, 0);
	fault = child->ended == -1 ? errno : 0;
	child->in = start->ours[INPUT];
	child->out = start->ours[OUTPUT];
	child->err = start->ours[ERROR];
	start->ours[INPUT] = start->ours[OUTPUT] = start->ours[ERROR] = -1;
	close(start->its[STATUS]);
	start->its[STATUS] = -1;
	return fault != 0 ? fault : outcome(start->ours[STATUS], deadline);
}

const char *
child_start(struct child *child, const char *const *argv, unsigned cpu_seconds,
    int64_t deadline, struct arena *arena)
{
	struct start start = {
	    argv, cpu_seconds, getpid(), {-1, -1, -1, -1}, {-1, -1, -1, -1}};
	int fault;

	*child = (struct child){
	    .owner = start.parent, .ended = -1, .in = -1, .out = -1, .err = -1};
	mind_signals();
	fault = start_child(child, &start, deadline, arena);
	close_ends(start.ours);
	close_ends(start.its);
	if (fault == 0)
		return NULL;
	child_kill(child);
	if (fault == ETIMEDOUT)
		return "does not start in time";
	return arena_printf(
	    arena, "%s cannot be started: %s", argv[0], strerror(fault));
}

bool
child_is_quiet(const struct child *child)
{
	struct pollfd out = {.fd = child->out, .events = POLLIN};

	return child->pid != 0 && child->owner == getpid() &&
	       poll(&out, 1, 0) == 0;
}

static void
close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void
child_kill(struct child *child)
{
	struct pollfd ended = {.fd = child->ended, .events = POLLIN};

	if (child->pid == 0)
		return;
	if (child->owner == getpid()) {
		/* The group is named by its leader, which is not reaped yet; a
		 * child that has just begun may not lead one. */
		(void)kill(-child->pid, SIGKILL);
		(void)kill(child->pid, SIGKILL);
		/* The wait has an end, for the child may be stuck in the
		 * kernel. */
		if (child->ended >= 0)
			(void)poll(&ended, 1, KILLED_MILLISECONDS);
		(void)waitpid(child->pid, NULL, WNOHANG);
	}
	close_end(&child->ended);
	close_end(&child->in);
	close_end(&child->out);
	close_end(&child->err);
	child->pid = 0;
}
