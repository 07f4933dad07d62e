/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_TRANSFER_BACKUP_H
#define COMMANDS_TRANSFER_BACKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "commands/transfer/transfer.h"
#include "store/store.h"

struct arena;

/*
 * A backup is a folder: a file of lines (commands/lib/row_text.h) for each table,
 * all of one moment, and MANIFEST, which tells how many lines each has and
 * their SHA-256.
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

/* All of these return a value of enum command_exit, after saying what is
 * wrong if it is not EXIT_PASS. */

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

/* What there is, to standard output: a line for each table. */
void backup_tell(const struct transfer_sum sums[TABLES]);

#endif
