/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_LIB_PROGRESS_H
#define COMMANDS_LIB_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * How far a command is that takes its time: a line on standard error that is
 * drawn again and again, when that is a terminal; and whether it shall go on.
 */
struct progress {
	const char *what; /* "clients" */
	int64_t total;	  /* 0: nobody knows */
	int64_t done;
	int64_t drawn; /* when, by monotonic_now(); 0: never */
};

/* From now on SIGINT, SIGTERM, SIGHUP and SIGPIPE do not end the process, but
 * have progress_step say so: it tidies up and leaves. */
void progress_catch(void);
bool progress_interrupted(void);

/* So much more was done; false: leave. */
bool progress_step(struct progress *progress, int64_t steps);

/* Takes the line away. */
void progress_end(struct progress *progress);

#endif
