/* SPDX-License-Identifier: ISC */
#ifndef DELIVER_SUSPEND_H
#define DELIVER_SUSPEND_H

#include <stdint.h>

#include "store/store.h"

struct arena;
struct profile;

struct suspension {
	const char *client_id;
	const char *by;	 /* "directory" or "receiver" */
	const char *why; /* for operators, a line */
	int64_t now;	 /* seconds */
};

/*
 * Suspends the client, if it is active: nobody but serving processes suspends
 * by this, on the word of somebody else.  STORED_OK: it is suspended, or there
 * is none.  STORED_UNABLE: the store has not done it.
 */
enum stored suspend(struct store *store, const struct profile *profile,
    const struct suspension *it, struct arena *arena);

#endif
