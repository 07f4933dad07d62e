/* SPDX-License-Identifier: ISC */
#ifndef DELIVER_STANDING_H
#define DELIVER_STANDING_H

#include <stdbool.h>
#include <stdint.h>

#include "deliver/ledger.h"

/* How a receiver stands, as its rows and the audit trail say. */
struct standing {
	bool known;		 /* it has a row: somebody has begun */
	bool held;		 /* somebody delivers, or did a moment ago */
	int64_t waiting;	 /* events that it has not taken so far, */
	int64_t parked;		 /* and those that are not tried again */
	int64_t oldest_seconds;	 /* age of the oldest of both; 0: none */
	int64_t failing_seconds; /* nobody has answered for so long; 0 */
	int64_t events_behind;	 /* of the trail, behind its cursor */
	int64_t clients_behind;	 /* that are still to be handed over to it */
	const char *last_error;	 /* the arena's; "": there was none */
};

/* At `now`, in seconds since the epoch. */
enum stored standing_of(struct store *store, const char *name, int64_t now,
    struct arena *arena, struct standing *out);

/* Tells the names of receivers that have rows, each once, in their order. */
enum stored standing_names(struct store *store, struct arena *arena,
    void (*each)(void *context, const char *name), void *context);

/* Tells the numbers of it, by name. */
void standing_numbers(const struct standing *standing,
    void (*each)(void *context, const char *name, int64_t number),
    void *context);

#endif
