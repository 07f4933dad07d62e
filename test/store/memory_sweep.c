/* SPDX-License-Identifier: ISC */
/* Forgets a few rows of a store in memory at a time: see store/bdb/sweep.c. */
#include <stddef.h>

#include "kit/arena.h"
#include "test/store/memory.h"

#define STEPS 4

/* A place is a link: the list's own, or one of a row that was looked at in
 * this round, and so is not freed before the next. */
void
memory_sweep_spent(struct memory *memory, int64_t now)
{
	struct spent **link = memory->spent_place;

	for (int i = 0; i < STEPS && *link != NULL; i++) {
		struct spent *spent = *link;

		if (now < JOURNAL_DAY || spent->expires >= now - JOURNAL_DAY) {
			link = &spent->next;
			continue;
		}
		*link = spent->next;
		arena_free(spent->arena);
	}
	memory->spent_place = *link == NULL ? &memory->spent : link;
}

void
memory_sweep_noted(struct memory *memory, int64_t now)
{
	struct noted **link = memory->noted_place;

	for (int i = 0; i < STEPS && *link != NULL; i++) {
		struct noted *noted = *link;

		if (noted->day >= now / JOURNAL_DAY - 1) {
			link = &noted->next;
			continue;
		}
		*link = noted->next;
		arena_free(noted->arena);
	}
	memory->noted_place = *link == NULL ? &memory->noted : link;
}
