/* SPDX-License-Identifier: ISC */
#ifndef PAGES_TALLY_H
#define PAGES_TALLY_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/*
 * How often each of some names came in each slot of time.  Names come from
 * outside, and there may be any number of them: of TALLY_MOST each has counts
 * of its own, and all further ones are counted together.
 */
#define TALLY_MOST 2000
#define TALLY_SLOTS 64 /* at most */

struct tally_name {
	const char *name;
	int64_t total;
	int64_t last;		     /* seconds since the epoch; 0: never */
	int64_t counts[TALLY_SLOTS]; /* by slot */
};

struct tally {
	struct arena *arena;
	size_t count;
	struct tally_name others; /* the further ones; its name is NULL */
	struct tally_name *names[TALLY_MOST];
	size_t table[2 * TALLY_MOST + 1]; /* 0: empty, else index + 1 */
};

struct tally *tally_new(struct arena *arena);
void tally_add(struct tally *tally, const char *name, size_t slot, int64_t at);

/* The most frequent first; those of one number by name. */
void tally_sort(struct tally *tally);

/* How often the name came; 0: never. */
int64_t tally_total(const struct tally *tally, const char *name);

#endif
