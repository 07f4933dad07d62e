/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_LIB_TRACE_H
#define COMMANDS_LIB_TRACE_H

#include "validators/judge/judge.h"

struct arena;
struct json;

/* What each validator said of one request, and how long it took. */
struct trace {
	struct arena *arena;
	struct json *answers;	 /* objects, in the order of the run: validator,
				 origin, outcome ("not asked" too), why,
				 microseconds, findings, metadata */
	struct judge_trace told; /* for struct judge */
};

void trace_begin(struct trace *trace, struct arena *arena);

/* Prints a line for each validator. */
void trace_print(const struct trace *trace);

/* Prints the answers of the external validators alone, with what they found and
 * would add. */
void trace_print_added(const struct trace *trace);

/* "pass", "refuse", "unable" */
const char *trace_word(enum outcome outcome);

/* The finding as `dcr check --json` has it. */
const struct json *trace_finding(struct arena *arena,
    const struct profile *profile, const struct finding *finding);

/* The exit code for an outcome (commands/lib/command.h). */
int trace_exit(enum outcome outcome);

#endif
