/* SPDX-License-Identifier: ISC */
#ifndef PAGES_HISTORY_H
#define PAGES_HISTORY_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "store/store.h"

struct arena;
struct profile;

/* Records of the audit trail that somebody looks for: each that has one of the
 * texts (NULL ends; none: all have), and all of what else is not NULL. */
#define HISTORY_TEXTS 4
struct history_search {
	const char *after; /* a key; records behind it */
	const char *until; /* a key; records before it */
	int64_t scan;	   /* records to be looked at, at most */
	const char *texts[HISTORY_TEXTS];
	const char *text; /* in letters of either case */
	const char *rule;
	bool refused; /* refusals alone */
};

#define HISTORY_ROWS 50

/* The newest of those that were found. */
struct history {
	struct stored_record rows[HISTORY_ROWS]; /* from `first` on, round */
	size_t first, count;
	int64_t matches; /* how many there are in what was looked at */
	int64_t scanned;
	bool cut;      /* not all was looked at: there are later records */
	char last[17]; /* the key that was looked at last */
};

/* All of it is the arena's. */
enum stored history_find(struct store *store, struct arena *arena,
    const struct history_search *search, struct history *out);

/* A table of them, the newest first.  `link` has client_ids and rules lead to
 * their pages. */
void history_put(FILE *out, const struct profile *profile,
    const struct history *history, const char *caption, bool link);

/* The key of the oldest row; NULL: there is none. */
const char *history_oldest(const struct history *history);

#endif
