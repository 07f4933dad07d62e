/* SPDX-License-Identifier: ISC */
#ifndef PAGES_ACTIVITY_H
#define PAGES_ACTIVITY_H

#include <stdbool.h>
#include <stdint.h>

#include "pages/slots.h"
#include "store/store.h"

struct arena;
struct json;
struct ranking;

/* What the audit trail says of a period, counted in one reading. */
struct activity {
	struct slots slots;
	struct ranking *events;	       /* what was done, by the event's word */
	struct ranking *rules;	       /* requests refused, by each rule */
	struct ranking *organisations; /* and by whose they were */
	int64_t records;	       /* that were read, */
	int64_t refused;	       /* that are refusals, */
	int64_t unreadable;	       /* and that are no records */
	bool cut; /* there are more records than were to be read */
};

/* Reads the records of the period from the first on, `most` at most. */
enum stored activity_read(struct store *store, struct arena *arena,
    int64_t since, int64_t until, int64_t most, struct activity *out);

#endif
