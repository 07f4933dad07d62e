/* SPDX-License-Identifier: ISC */
#ifndef STORE_LIB_JOURNAL_H
#define STORE_LIB_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

struct arena;

/* The form of the records in audit trail and seals, in every kind of store. */

#define JOURNAL_KEY 17	  /* 16 lower-case hex digits and a NUL */
#define JOURNAL_DAY 86400 /* seconds; notes are counted by the day, in UTC */

void journal_key(uint64_t number, char key[JOURNAL_KEY]);

/* The number of a key; false: the key is malformed. */
bool journal_number(const char *key, uint64_t *number);

/* The second of a record, since the epoch, by its key, which is its time in
 * microseconds or later; 0 of what is no key. */
int64_t journal_moment(const char *key);

/* The least key of that second; the arena's. */
const char *journal_first(struct arena *arena, int64_t moment);

/* The key behind which the records of that second and later ones lie, the
 * arena's; NULL: all do. */
const char *journal_before(struct arena *arena, int64_t moment);

/* The key behind `last` in the audit trail: now in microseconds, or one more.
 * False when there is none. */
bool journal_next(uint64_t last, uint64_t *next);

/* The day that a source is counted on: that of `now`, or the one after where
 * it is counted on that one already.  *fresh: from zero. */
int64_t journal_day(int64_t now, int64_t counted, bool *fresh);

/* Whether these bytes are without control characters, and so one line. */
bool journal_line(const char *text, size_t length);

/* Whether a record can be written; logs why not. */
bool journal_sound(const struct stored_record *record);

#endif
