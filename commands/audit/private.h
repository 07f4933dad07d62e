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

/* Print one line: a heading, a record in columns, or the record as it was
 * stored with its key put in front.  `json` is the record parsed, NULL where
 * that fails. */
void audit_heading(void);
void audit_row(struct arena *arena, const struct json *json);
void audit_line(const struct stored_record *record, const struct json *json);

/* Verifies the chain of seals, and shows at a terminal how far that is. */
enum stored audit_verify_chain(
    struct store *store, struct arena *arena, struct chain_report *report);

/* As comma-separated values (commands/lib/csv.h), with the members of the record
 * that somebody sorts or filters by. */
void audit_csv_heading(void);
void audit_csv(struct arena *arena, const struct stored_record *record,
    const struct json *json);

/* How many records there are of each day, event and rule: begin, count each
 * record in the order of the trail, end.  A refusal counts under each of its
 * rules, or under `only` alone (NULL: all). */
enum audit_form { AUDIT_ROWS, AUDIT_JSON, AUDIT_CSV };
struct audit_counts {
	enum audit_form form;
	int64_t day; /* days since the epoch; -1: none yet */
	struct arena *arena;
	struct audit_count *first;
};
void audit_count_begin(struct audit_counts *counts, enum audit_form form);
void audit_count(struct audit_counts *counts,
    const struct stored_record *record, const struct json *json,
    const char *only);
void audit_count_end(struct audit_counts *counts);

/* Nothing was printed: says so on standard error where a rule or a client was
 * asked for.  EXIT_REFUSED where there is no such rule or client, and never
 * was. */
int audit_absent(struct store *store, const struct config *config,
    const struct audit_filter *filter, struct arena *arena);

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
