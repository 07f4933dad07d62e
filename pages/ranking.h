/* SPDX-License-Identifier: ISC */
#ifndef PAGES_RANKING_H
#define PAGES_RANKING_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/*
 * How often each of some names came in each slot of time.  Names come from
 * outside, and there may be any number of them: of RANKING_MOST each has counts
 * of its own, and all further ones are counted together.
 */
#define RANKING_MOST 2000
#define RANKING_SLOTS 64 /* at most */

struct ranked {
	const char *name;
	int64_t total;
	int64_t last;		       /* seconds since the epoch; 0: never */
	int64_t counts[RANKING_SLOTS]; /* by slot */
};

struct ranking {
	struct arena *arena;
	size_t count;
	struct ranked others; /* the further ones; its name is NULL */
	struct ranked *names[RANKING_MOST];
	size_t table[2 * RANKING_MOST + 1]; /* 0: empty, else index + 1 */
};

struct ranking *ranking_new(struct arena *arena);
void ranking_add(
    struct ranking *ranking, const char *name, size_t slot, int64_t at);

/* The most frequent first; those of one number by name. */
void ranking_sort(struct ranking *ranking);

/* How often the name came; 0: never. */
int64_t ranking_total(const struct ranking *ranking, const char *name);

#endif
