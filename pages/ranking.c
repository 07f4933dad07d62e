/* SPDX-License-Identifier: ISC */
/* Counts names by slots of time, in bounded memory. */
#include "pages/ranking.h"

#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"

enum { PLACES = 2 * RANKING_MOST + 1 };

struct ranking *
ranking_new(struct arena *arena)
{
	struct ranking *ranking = arena_alloc(arena, sizeof(*ranking));

	ranking->arena = arena;
	return ranking;
}

/* Where the name is, or would be.  There is always an empty place. */
static size_t
place_of(const struct ranking *ranking, const char *name)
{
	size_t place = 5381;

	for (const char *c = name; *c != '\0'; c++)
		place = place * 33 + (unsigned char)*c;
	place %= PLACES;
	while (
	    ranking->table[place] != 0 &&
	    strcmp(ranking->names[ranking->table[place] - 1]->name, name) != 0)
		place = (place + 1) % PLACES;
	return place;
}

static struct ranked *
entry_of(struct ranking *ranking, const char *name)
{
	const size_t place = place_of(ranking, name);
	struct ranked *entry;

	if (ranking->table[place] != 0)
		return ranking->names[ranking->table[place] - 1];
	if (ranking->count == RANKING_MOST)
		return &ranking->others;
	entry = arena_alloc(ranking->arena, sizeof(*entry));
	entry->name = arena_strdup(ranking->arena, name);
	ranking->names[ranking->count++] = entry;
	ranking->table[place] = ranking->count;
	return entry;
}

void
ranking_add(struct ranking *ranking, const char *name, size_t slot, int64_t at)
{
	struct ranked *entry = entry_of(ranking, name);

	entry->total++;
	if (slot < RANKING_SLOTS)
		entry->counts[slot]++;
	if (at > entry->last)
		entry->last = at;
}

static int
compare(const void *a, const void *b)
{
	const struct ranked *one = *(struct ranked *const *)a;
	const struct ranked *two = *(struct ranked *const *)b;

	if (one->total != two->total)
		return one->total < two->total ? 1 : -1;
	return strcmp(one->name, two->name);
}

void
ranking_sort(struct ranking *ranking)
{
	qsort(ranking->names, ranking->count, sizeof(struct ranked *), compare);
	memset(ranking->table, 0, sizeof(ranking->table));
	for (size_t i = 0; i < ranking->count; i++)
		ranking->table[place_of(ranking, ranking->names[i]->name)] =
		    i + 1;
}

int64_t
ranking_total(const struct ranking *ranking, const char *name)
{
	const size_t place = place_of(ranking, name);

	return ranking->table[place] == 0
		   ? 0
		   : ranking->names[ranking->table[place] - 1]->total;
}
