/* SPDX-License-Identifier: ISC */
/* Draws how far a long command is, and lets a signal end it tidily. */
#include "commands/lib/progress.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "kit/monotonic.h"

#define EVERY_MILLISECONDS 200
#define WIDTH 40

static volatile sig_atomic_t interrupted;

static void
interrupt(int signal)
{
	(void)signal;
	interrupted = 1;
}

void
progress_catch(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action = {.sa_handler = interrupt};

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		(void)sigaction(signals[i], &action, NULL);
	action.sa_handler = SIG_IGN;
	(void)sigaction(SIGPIPE, &action, NULL);
}

bool
progress_interrupted(void)
{
	return interrupted != 0;
}

static void
draw(const struct progress *progress)
{
	static const char full[WIDTH + 1] =
	    "########################################";
	int part;

	if (progress->total <= 0) {
		fprintf(stderr, "\r%-8s %12" PRId64, progress->what,
		    progress->done);
		return;
	}
	part = progress->done >= progress->total
		   ? WIDTH
		   : (int)((double)progress->done / (double)progress->total *
			   WIDTH);
	fprintf(stderr, "\r%-8s [%-*.*s] %3d%%", progress->what, WIDTH, part,
	    full, part * 100 / WIDTH);
}

bool
progress_step(struct progress *progress, int64_t steps)
{
	progress->done += steps;
	if (isatty(STDERR_FILENO) &&
	    monotonic_since(progress->drawn) >= EVERY_MILLISECONDS) {
		progress->drawn = monotonic_now();
		draw(progress);
	}
	return !interrupted;
}

void
progress_end(struct progress *progress)
{
	if (progress->drawn != 0)
		fputs("\r\033[K", stderr);
	progress->drawn = 0;
}
