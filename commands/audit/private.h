/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_AUDIT_PRIVATE_H
#define COMMANDS_AUDIT_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

struct arena;
struct chain_report;
struct config;
struct json;
struct store;

/* What the files of commands/audit share, and nobody else. */

/* Which records of the audit trail are asked for. */
struct audit_filter {
	const char *client_id; /* NULL: all */
	const char *rule;      /* NULL: all */
	int64_t since, until;  /* seconds since the epoch; until is the first
				  that is not asked for */
};

/* Is the record asked for?  A record that cannot be read may be about anybody,
 * and always is. */
bool audit_wanted(const struct audit_filter *filter, const struct json *record);

/* The key behind which every record of `moment` and later lies; NULL where that
 * is every record. */
const char *audit_after(struct arena *arena, int64_t moment);

/* Print one line: a heading, a record in columns, or the record as it was
 * stored with its key put in front.  `json` is the record parsed, NULL where
 * that fails. */
void audit_heading(void);
void audit_row(struct arena *arena, const struct json *json);
void audit_line(const struct stored_record *record, const struct json *json);

/* Verifies the chain of seals, and shows at a terminal how far that is. */
enum stored audit_verify_chain(
    struct store *store, struct arena *arena, struct chain_report *report);

/* dcr audit --verify and --seal; an exit code of commands/lib/command.h. */
int audit_verify(struct store *store, struct arena *arena);
int audit_seal(struct store *store);

/* Have the receivers of dcr.conf been told of what happened before that second?
 * An exit code. */
int audit_told(struct store *store, const struct config *config, int64_t before,
    struct arena *arena);

/* dcr audit --prune: removes the sealed records from before that second. */
int audit_prune(struct store *store, int64_t before, struct arena *arena);

#endif
