/* SPDX-License-Identifier: ISC */
/* Asks a program that child_start() has started, and hears its answer out. */
#include <sys/wait.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/child.h"
#include "kit/monotonic.h"

enum { IN, OUT, ERR, END, ENDS };

/* Each function below that takes a step returns NULL when the talk goes on or
 * is `done`, and otherwise why it has failed. */
struct step {
	struct child *child;
	struct child_talk *talk;
	struct arena *arena;
	bool done;
};

static bool
later(void)
{
	return errno == EAGAIN || errno == EINTR;
}

static void
close_end(int *fd)
{
	close(*fd);
	*fd = -1;
}

/* A command need not read what it does not want to know. */
static const char *
feed(struct step *step)
{
	struct child_talk *talk = step->talk;
	int *in = &step->child->in;

	while (talk->length > 0) {
		ssize_t n = write(*in, talk->input, talk->length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return NULL;
		if (n < 0 && talk->line)
			return "reads no more";
		if (n < 0)
			break;
		talk->input += n;
		talk->length -= (size_t)n;
	}
	talk->length = 0;
	if (!talk->line && *in >= 0)
		close_end(in);
	return NULL;
}

static const char *
too_much(const struct step *step)
{
	return arena_printf(
	    step->arena, "says more than %zu bytes", step->talk->room - 1);
}

/* Keeps the last of what the child says on its standard error. */
static void
keep(struct child *child, const char *text, size_t length)
{
	const size_t room = sizeof(child->said);
	size_t old = child->said_length;

	if (length > room) {
		text += length - room;
		length = room;
	}
	if (old > room - length) {
		memmove(child->said, child->said + old - (room - length),
		    room - length);
		old = room - length;
	}
	memcpy(child->said + old, text, length);
	child->said_length = old + length;
}

static const char *
overhear(struct step *step)
{
	struct child *child = step->child;
	char text[4096];
	ssize_t n = read(child->err, text, sizeof(text));

	if (n < 0 && later())
		return NULL;
	if (n <= 0) {
		close_end(&child->err);
		return NULL;
	}
	keep(child, text, (size_t)n);
	step->talk->besides += (size_t)n;
	return step->talk->besides >= step->talk->room ? too_much(step) : NULL;
}

static const char *
end_of_line(struct step *step, const char *fresh, size_t length)
{
	const char *end = memchr(fresh, '\n', length);

	if (end == NULL)
		return NULL;
	step->done = true;
	return end + 1 == fresh + length ? NULL : "says more than one line";
}

static const char *
hear(struct step *step)
{
	struct child_talk *talk = step->talk;
	char *fresh = talk->output + talk->got;
	ssize_t n = read(step->child->out, fresh, talk->room - talk->got);

	if (n < 0 && later())
		return NULL;
	if (n <= 0 && talk->line)
		return "has ended";
	if (n <= 0) {
		close_end(&step->child->out);
		return NULL;
	}
	talk->got += (size_t)n;
	if (talk->got == talk->room)
		return too_much(step);
	return talk->line ? end_of_line(step, fresh, (size_t)n) : NULL;
}

/* Hears what an ended child left in the pipe, which other processes may hold
 * open and write to. */
static const char *
hear_rest(struct step *step)
{
	const char *why = NULL;
	size_t before;

	do {
		before = step->talk->got;
		if (step->child->out >= 0)
			why = hear(step);
	} while (why == NULL && step->talk->got > before);
	return why;
}

static const char *
how_it_ended(const struct step *step)
{
	siginfo_t info = {0};

	/* WNOWAIT: the child stays to be reaped, for its number is that of the
	 * group. */
	if (waitid(P_PID, (id_t)step->child->pid, &info, WEXITED | WNOWAIT) ==
	    -1)
		return "has ended, and nobody knows how";
	if (info.si_code != CLD_EXITED)
		return arena_printf(
		    step->arena, "was killed by signal %d", info.si_status);
	if (info.si_status != 0)
		return arena_printf(
		    step->arena, "ended with status %d", info.si_status);
	return NULL;
}

static const char *
end(struct step *step)
{
	const char *why;

	(void)kill(-step->child->pid, SIGKILL);
	step->done = true;
	if (step->child->err >= 0 && (why = overhear(step)) != NULL)
		return why;
	why = how_it_ended(step);
	return why != NULL ? why : hear_rest(step);
}

/* How many ends are ready; 0: the deadline has come. */
static int
wait_for(struct step *step, struct pollfd *ends)
{
	const struct child *child = step->child;
	int n;

	ends[IN] = (struct pollfd){
	    step->talk->length > 0 ? child->in : -1, POLLOUT, 0};
	ends[OUT] = (struct pollfd){child->out, POLLIN, 0};
	ends[ERR] = (struct pollfd){child->err, POLLIN, 0};
	ends[END] =
	    (struct pollfd){step->talk->line ? -1 : child->ended, POLLIN, 0};
	do {
		int64_t left = monotonic_left(step->talk->deadline);

		n = left > 0 ? poll(ends, ENDS, (int)left) : 0;
	} while (n == -1 && errno == EINTR);
	return n;
}

static const char *
go_on(struct step *step)
{
	struct pollfd ends[ENDS];
	const char *why = NULL;

	if (step->talk->length > 0 || !step->talk->line)
		why = feed(step);
	if (why != NULL)
		return why;
	if (wait_for(step, ends) <= 0)
		return "does not answer in time";
	if (ends[ERR].revents != 0)
		why = overhear(step);
	if (why == NULL && ends[OUT].revents != 0)
		why = hear(step);
	if (why == NULL && !step->done && ends[END].revents != 0)
		why = end(step);
	return why;
}

const char *
child_talk(struct child *child, struct child_talk *talk, struct arena *arena)
{
	struct step step = {child, talk, arena, false};
	const char *why = NULL;

	talk->got = talk->besides = 0;
	while (why == NULL && !step.done)
		why = go_on(&step);
	return why;
}
