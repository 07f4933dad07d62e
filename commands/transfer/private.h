/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_TRANSFER_PRIVATE_H
#define COMMANDS_TRANSFER_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "commands/lib/lines.h"
#include "commands/lib/progress.h"
#include "store/store.h"

struct arena;
struct json;

/*
 * Rows on their way in and out: what export, import, backup, restore and copy
 * share.  Memory is bounded, however many rows there are.  Functions that
 * return an int return a value of enum command_exit, after saying what is wrong
 * if that is not EXIT_PASS.
 */

/* How many rows of a table there are, and the SHA-256 of their lines. */
struct transfer_sum {
	int64_t rows;
	const char *sha256; /* the arena's */
};

/* Writes a table's rows, each a line. */
int transfer_write(
    struct store *store, enum stored_table table, struct lines_writer *lines);

/* Rows to be loaded, some at a time.  A batch's memory goes with it. */
#define TRANSFER_BATCH 256

struct transfer_load {
	struct store *store;
	struct progress progress;
	struct arena *arena; /* of this batch; NULL: none is begun */
	size_t count;
	struct stored_row rows[TRANSFER_BATCH];
};

/* A row of somebody else's memory, copied into that of the batch. */
struct stored_row transfer_keep(
    struct transfer_load *load, const struct stored_row *row);

/* Takes a row whose strings are in the batch's memory. */
int transfer_add(struct transfer_load *load, const struct stored_row *row);

/* Loads what waits. */
int transfer_flush(struct transfer_load *load);

/* Drops what waits. */
void transfer_drop(struct transfer_load *load);

/* Loads all rows of a table from a file of lines; without a store, only reads
 * them. */
int transfer_read(struct transfer_load *load, enum stored_table table,
    struct lines_reader *lines, const char *name);

/*
 * Compares a table with a file of its rows, both in the order of their keys.
 * `part`: every row of the store must be in the file.  Otherwise both must hold
 * the same ones.  EXIT_REFUSED after naming the first row that is not.
 */
int transfer_compare(struct store *store, enum stored_table table,
    struct lines_reader *lines, bool part);

/* A store that is being filled, and the source that its tables are compared
 * with. */
struct transfer_target {
	struct store *store;
	void *source;
	/* As transfer_compare() with the rows of the source. */
	int (*compare)(const struct transfer_target *target,
	    enum stored_table table, bool part);
};

/* Proves before the filling that the store has no rows but those that a run
 * which was cut off has put there; otherwise says `refusal`. */
int transfer_begun(const struct transfer_target *target, const char *refusal);

/* Proves after the filling that all rows are there, and no others: nobody else
 * may have written meanwhile. */
int transfer_done(const struct transfer_target *target,
    const struct transfer_sum sums[TABLES], struct arena *arena);

/* The order of filling.  Clients come last: whoever looks before all is there
 * finds no client whose spent jtis or records are missing. */
extern const enum stored_table transfer_order[TABLES];

/* What a file of rows tells of itself: {"format":S,"version":N,"program":S,
 * "store":S,"at":S}. */
struct json *transfer_head(struct arena *arena, const char *format,
    int64_t version, const struct store *store);

/* The exit code for the end of a table: EXIT_UNABLE after saying that the store
 * cannot be read, or that a signal has ended the command. */
int transfer_stopped(enum stored stored);

/*
 * A backup is a folder: a file of lines (commands/lib/row_text.h) for each
 * table, all of one moment, and MANIFEST, which tells how many lines each has
 * and their SHA-256.
 */
struct backup {
	const char *folder;
	int held;			  /* the folder, open; -1: not */
	int files[TABLES];		  /* open; -1: not */
	struct transfer_sum sums[TABLES]; /* as MANIFEST has them */
};

#define BACKUP_MANIFEST "MANIFEST"

/* "clients.jsonl" */
const char *backup_name(struct arena *arena, enum stored_table table);

/* The functions on backups that return an int return a value of enum
 * command_exit, after saying what is wrong if that is not EXIT_PASS. */

/* Opens a backup and reads its MANIFEST. */
int backup_open(struct backup *backup, struct arena *arena, const char *folder);
void backup_close(struct backup *backup);

/* Whether the files are those that MANIFEST tells of. */
int backup_verify(const struct backup *backup);

/* MANIFEST's text for these sums. */
const char *backup_manifest(struct arena *arena, const struct backup *backup,
    const struct store *store);

/* A reader of a table's file, from its beginning.  False with errno. */
bool backup_lines(const struct backup *backup, enum stored_table table,
    struct arena *arena, struct lines_reader *lines);

/* Prints how many rows there are, a line for each table. */
void backup_tell(const struct transfer_sum sums[TABLES]);

#endif
