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

/* From this call on SIGINT, SIGTERM, SIGHUP and SIGPIPE do not end the process:
 * progress_step() says false, and the command tidies up and leaves. */
void progress_catch(void);
bool progress_interrupted(void);

/* Counts what was done; false when the command shall leave. */
bool progress_step(struct progress *progress, int64_t steps);

/* Takes the line of the progress away. */
void progress_end(struct progress *progress);

#endif
