/* SPDX-License-Identifier: ISC */
/* Counts names by slots of time, in bounded memory. */
#include "pages/tally.h"

#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"

enum { PLACES = 2 * TALLY_MOST + 1 };

struct tally *
tally_new(struct arena *arena)
{
	struct tally *tally = arena_alloc(arena, sizeof(*tally));

	tally->arena = arena;
	return tally;
}

/* Where the name is, or would be.  There is always an empty place. */
static size_t
place_of(const struct tally *tally, const char *name)
{
	size_t place = 5381;

	for (const char *c = name; *c != '\0'; c++)
		place = place * 33 + (unsigned char)*c;
	place %= PLACES;
	while (tally->table[place] != 0 &&
	       strcmp(tally->names[tally->table[place] - 1]->name, name) != 0)
		place = (place + 1) % PLACES;
	return place;
}

static struct tally_name *
entry_of(struct tally *tally, const char *name)
{
	const size_t place = place_of(tally, name);
	struct tally_name *entry;

	if (tally->table[place] != 0)
		return tally->names[tally->table[place] - 1];
	if (tally->count == TALLY_MOST)
		return &tally->others;
	entry = arena_alloc(tally->arena, sizeof(*entry));
	entry->name = arena_strdup(tally->arena, name);
	tally->names[tally->count++] = entry;
	tally->table[place] = tally->count;
	return entry;
}

void
tally_add(struct tally *tally, const char *name, size_t slot, int64_t at)
{
	struct tally_name *entry = entry_of(tally, name);

	entry->total++;
	if (slot < TALLY_SLOTS)
		entry->counts[slot]++;
	if (at > entry->last)
		entry->last = at;
}

static int
compare(const void *a, const void *b)
{
	const struct tally_name *one = *(struct tally_name *const *)a;
	const struct tally_name *two = *(struct tally_name *const *)b;

	if (one->total != two->total)
		return one->total < two->total ? 1 : -1;
	return strcmp(one->name, two->name);
}

void
tally_sort(struct tally *tally)
{
	qsort(tally->names, tally->count, sizeof(struct tally_name *), compare);
	memset(tally->table, 0, sizeof(tally->table));
	for (size_t i = 0; i < tally->count; i++)
		tally->table[place_of(tally, tally->names[i]->name)] = i + 1;
}

int64_t
tally_total(const struct tally *tally, const char *name)
{
	const size_t place = place_of(tally, name);

	return tally->table[place] == 0
		   ? 0
		   : tally->names[tally->table[place] - 1]->total;
}
