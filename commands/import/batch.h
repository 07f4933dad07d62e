/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_IMPORT_BATCH_H
#define COMMANDS_IMPORT_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "commands/import/private.h"
#include "store/store.h"

/* Clients of an import, on their way into the store some at a time, each with
 * its record; and how it went so far. */
#define IMPORT_BATCH 128

struct import_batch {
	struct store *store;
	const struct judge *judge;
	struct import_terms terms;
	const char *name; /* of the file, for messages */
	bool dry;	  /* write nothing */
	int64_t fresh, same, refused, lost;
	struct arena *arena; /* of what waits; NULL: nothing does */
	size_t lines;	     /* that were read into it */
	size_t count;	     /* clients: half as many as rows */
	int64_t numbers[IMPORT_BATCH];
	bool lost_ones[IMPORT_BATCH];
	struct stored_row rows[2 * IMPORT_BATCH];
};

/* A line is taken, or refused and told on standard error: EXIT_PASS; or
 * EXIT_UNABLE after saying why. */
int import_batch_line(struct import_batch *batch, int64_t number,
    const char *text, size_t length);
int import_batch_flush(struct import_batch *batch);
void import_batch_drop(struct import_batch *batch);

/* `member` may be NULL. */
void import_batch_refuse(struct import_batch *batch, int64_t number,
    const char *member, const char *what);

/* How many there were, to standard output. */
void import_batch_tell(const struct import_batch *batch);

#endif
