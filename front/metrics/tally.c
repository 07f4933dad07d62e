/* SPDX-License-Identifier: ISC */
/* Counts in a table that all processes share, without a lock. */
#include <stdlib.h>
#include <string.h>

#include "front/metrics/private.h"
#include "kit/arena.h"

const uint32_t tally_bounds[TALLY_BOUNDS] = {100, 500, 1000, 5000, 10000, 50000,
    100000, 250000, 500000, 1000000, 2500000, 5000000, 10000000};

void
tally_add(tally *to, uint64_t count)
{
	atomic_fetch_add_explicit(to, count, memory_order_relaxed);
}

void
tally_time(struct histogram *to, int64_t microseconds)
{
	const uint64_t time = microseconds > 0 ? (uint64_t)microseconds : 0;
	size_t i = 0;

	while (i < TALLY_BOUNDS && time > tally_bounds[i])
		i++;
	tally_add(&to->counts[i], 1);
	tally_add(&to->microseconds, time);
}

/* FNV-1a.  *length is of the text, and at most `room`. */
static uint64_t
hash_text(uint64_t hash, const char *text, size_t room, size_t *length)
{
	size_t i = 0;

	for (; i < room && text[i] != '\0'; i++)
		hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3;
	*length = i;
	return (hash ^ 0xff) * 0x100000001b3;
}

static uint64_t
hash_name(enum slot_kind kind, const char *first, const char *second,
    uint32_t number, size_t lengths[2])
{
	uint64_t hash = 0xcbf29ce484222325 ^ number ^ (uint64_t)kind << 32;

	hash = hash_text(hash, first, TALLY_FIRST, &lengths[0]);
	return hash_text(hash, second, TALLY_SECOND, &lengths[1]);
}

static bool
is_printable(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

/* False: the slot is somebody else's. */
static bool
take(struct slot *slot, const struct slot *name)
{
	uint32_t empty = SLOT_EMPTY;

	if (!atomic_compare_exchange_strong_explicit(&slot->state, &empty,
		SLOT_TAKEN, memory_order_acq_rel, memory_order_relaxed))
		return false;
	slot->kind = name->kind;
	slot->hash = name->hash;
	slot->number = name->number;
	memcpy(slot->first, name->first, sizeof(slot->first));
	memcpy(slot->second, name->second, sizeof(slot->second));
	atomic_store_explicit(&slot->state, SLOT_READY, memory_order_release);
	return true;
}

/* Takes a slot for a name that is new, `from` the first place that was empty. */
static struct slot *
take_any(struct tallies *tallies, const struct slot *name, size_t from)
{
	if (is_printable(name->first) && is_printable(name->second))
		for (size_t i = from; i < TALLY_TRIED; i++) {
			struct slot *slot =
			    &tallies->slots[(name->hash + i) % TALLY_SLOTS];

			if (take(slot, name))
				return slot;
		}
	return &tallies->other[name->kind - 1];
}

struct slot *
tally_slot(struct tallies *tallies, enum slot_kind kind, const char *first,
    const char *second, uint32_t number)
{
	size_t lengths[2], i = 0;
	const uint64_t hash = hash_name(kind, first, second, number, lengths);
	uint32_t state = SLOT_TAKEN;

	if (lengths[0] == TALLY_FIRST || lengths[1] == TALLY_SECOND)
		return &tallies->other[kind - 1];
	for (; i < TALLY_TRIED && state != SLOT_EMPTY; i++) {
		struct slot *slot = &tallies->slots[(hash + i) % TALLY_SLOTS];

		state =
		    atomic_load_explicit(&slot->state, memory_order_acquire);
		if (state == SLOT_READY && slot->hash == hash &&
		    slot->kind == (uint32_t)kind && slot->number == number &&
		    memcmp(slot->first, first, lengths[0] + 1) == 0 &&
		    memcmp(slot->second, second, lengths[1] + 1) == 0)
			return slot;
	}
	struct slot name = {
	    .kind = (uint32_t)kind, .hash = hash, .number = number};
	memcpy(name.first, first, lengths[0]);
	memcpy(name.second, second, lengths[1]);
	return take_any(tallies, &name, i - 1);
}

void
tally_read(struct histogram *from, struct counted *to)
{
	for (size_t i = 0; i <= TALLY_BOUNDS; i++)
		to->counts[i] += atomic_load_explicit(
		    &from->counts[i], memory_order_relaxed);
	to->microseconds +=
	    atomic_load_explicit(&from->microseconds, memory_order_relaxed);
}

/* The name, if this is what a process has written there. */
static bool
read_name(struct slot *slot, struct arena *arena, struct counted *to)
{
	size_t lengths[2];

	if (atomic_load_explicit(&slot->state, memory_order_acquire) !=
	    SLOT_READY)
		return false;
	to->kind = slot->kind == SLOT_RULE ? SLOT_RULE : SLOT_REQUESTS;
	to->first = arena_strndup(
	    arena, slot->first, strnlen(slot->first, TALLY_FIRST));
	to->second = arena_strndup(
	    arena, slot->second, strnlen(slot->second, TALLY_SECOND));
	to->number = slot->number;
	return hash_name(to->kind, to->first, to->second, to->number,
		   lengths) == slot->hash &&
	       lengths[0] < TALLY_FIRST && lengths[1] < TALLY_SECOND &&
	       is_printable(to->first) && is_printable(to->second);
}

static int
compare(const void *a, const void *b)
{
	const struct counted *left = a, *right = b;
	int order = (int)left->kind - (int)right->kind;

	if (order == 0)
		order = strcmp(left->first, right->first);
	if (order == 0)
		order = strcmp(left->second, right->second);
	return order != 0 ? order
			  : (left->number > right->number) -
				(left->number < right->number);
}

/* One of each name, which they are in the order of. */
static size_t
merge(struct counted *all, size_t count)
{
	size_t kept = 0;

	for (size_t i = 1; i < count; i++) {
		struct counted *to = &all[kept];

		if (compare(to, &all[i]) != 0) {
			all[++kept] = all[i];
			continue;
		}
		for (size_t k = 0; k <= TALLY_BOUNDS; k++)
			to->counts[k] += all[i].counts[k];
		to->microseconds += all[i].microseconds;
	}
	return count > 0 ? kept + 1 : 0;
}

static void
add_other(struct tallies *tallies, size_t which, struct counted *to)
{
	*to = (struct counted){.kind = which == 0 ? SLOT_REQUESTS : SLOT_RULE,
	    .first = "other",
	    .second = which == 0 ? "other" : ""};
	tally_read(&tallies->other[which].histogram, to);
}

const struct counted *
tally_list(struct tallies *tallies, struct arena *arena)
{
	struct counted *all =
	    arena_alloc(arena, (TALLY_SLOTS + 3) * sizeof(*all));
	size_t count = 0;

	for (size_t i = 0; i < TALLY_SLOTS; i++)
		if (read_name(&tallies->slots[i], arena, &all[count]))
			tally_read(&tallies->slots[i].histogram, &all[count++]);
	add_other(tallies, 0, &all[count++]);
	add_other(tallies, 1, &all[count++]);
	qsort(all, count, sizeof(*all), compare);
	count = merge(all, count);
	all[count].first = NULL;
	return all;
}
