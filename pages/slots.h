/* SPDX-License-Identifier: ISC */
#ifndef PAGES_SLOTS_H
#define PAGES_SLOTS_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/* A period of time, cut into slots of one length, such as a day in UTC.  A week
 * begins on Monday. */
struct slots {
	int64_t since, until; /* seconds since the epoch; until is not in it */
	int64_t begin;	      /* of the first slot, at or before `since` */
	int64_t seconds;      /* of each */
	size_t count;	      /* RANKING_SLOTS at most, and 1 at least */
	const char *each;     /* "day" */
};

struct slots slots_of(int64_t since, int64_t until);

/* The slot of a time; one that is outside goes into the nearest. */
size_t slots_at(const struct slots *slots, int64_t at);

/* What a slot is called: its first day, or hour; the arena's. */
const char *slots_name(
    struct arena *arena, const struct slots *slots, size_t slot);

#endif
