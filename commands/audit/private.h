/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_AUDIT_PRIVATE_H
#define COMMANDS_AUDIT_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

struct arena;
struct json;
struct store;

/* Between commands/audit*.c. */

/* Which records of the audit trail are asked for. */
struct audit_filter {
	const char *client_id; /* NULL: all */
	const char *rule;      /* NULL: all */
	int64_t since, until;  /* seconds since the epoch; until is the first
				  that is not asked for */
};

/* "2026-11-22", "2026-11-22T08:00:00Z", "@SECONDS" since the epoch, or so long
 * ago: "-30s", "-15m", "-2h", "-7d".  False: it is none of these. */
bool audit_moment(const char *text, int64_t now, int64_t *out);

/* A record that cannot be read is one of anybody's: it is never left out. */
bool audit_wanted(const struct audit_filter *filter, const struct json *record);

/* The key behind which every record at `moment` or later is; NULL: at once. */
const char *audit_after(struct arena *arena, int64_t moment);

/* One line of standard output: in columns, or as JSON, where it is the record
 * as it was stored with its key put in front.  `json` is the record read, NULL
 * when it cannot be. */
void audit_heading(void);
void audit_row(struct arena *arena, const struct json *json);
void audit_line(const struct stored_record *record, const struct json *json);

/* dcr audit --verify and --seal; an exit code of commands/lib/command.h. */
int audit_verify(struct store *store, struct arena *arena);
int audit_seal(struct store *store);

/* dcr audit --prune: what is sealed and from before that second. */
int audit_prune(struct store *store, int64_t before, struct arena *arena);

#endif
