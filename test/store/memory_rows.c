/* SPDX-License-Identifier: ISC */
/* Reads the rows of a store in memory, in the order of their keys. */
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "test/store/memory.h"

struct reading {
	const struct stored_range *range;
	store_row_fn *each;
	void *context;
};

static void
read_clients(const struct memory *memory, const struct reading *reading)
{
	const struct stored_range *range = reading->range;

	for (const struct entry *e = memory->entries; e != NULL; e = e->next) {
		const struct stored_row row = {
		    .table = TABLE_CLIENTS, .client = e->client};
		const char *value = range->index == INDEX_SOFTWARE
					? e->client.software
					: e->client.certificate;

		if (range->key != NULL && strcmp(value, range->key) != 0)
			continue;
		if (range->key == NULL && range->after != NULL &&
		    strcmp(e->client.client_id, range->after) <= 0)
			continue;
		if (!reading->each(reading->context, &row))
			break;
	}
}

static int
by_key(const void *a, const void *b)
{
	const struct stored_spent *x = a, *y = b;
	const int issuers = strcmp(x->issuer, y->issuer);

	return issuers != 0 ? issuers : strcmp(x->jti, y->jti);
}

static void
read_spent(const struct memory *memory, const struct reading *reading)
{
	struct arena *arena = arena_new();
	struct stored_spent *sorted;
	size_t count = 0, i = 0;
	bool more = true;

	for (const struct spent *s = memory->spent; s != NULL; s = s->next)
		count++;
	sorted = arena_alloc(arena, count * sizeof(*sorted));
	for (const struct spent *s = memory->spent; s != NULL; s = s->next)
		sorted[i++] =
		    (struct stored_spent){s->issuer, s->jti, s->expires};
	qsort(sorted, count, sizeof(*sorted), by_key);
	for (i = 0; i < count && more; i++) {
		const struct stored_row row = {
		    .table = TABLE_SPENT, .spent = sorted[i]};

		more = reading->each(reading->context, &row);
	}
	arena_free(arena);
}

static void
read_journal(const struct memory *memory, const struct reading *reading)
{
	const struct stored_range *range = reading->range;
	const struct kept *kept = memory->journals[range->table];
	bool more = true;

	while (kept != NULL && range->after != NULL &&
	       strcmp(kept->record.key, range->after) <= 0)
		kept = kept->next;
	for (; kept != NULL && more; kept = kept->next) {
		const struct stored_row row = {
		    .table = range->table, .record = kept->record};

		more = reading->each(reading->context, &row);
	}
}

enum stored
memory_rows(struct store *store, const struct stored_range *range,
    store_row_fn *each, void *context)
{
	const struct reading reading = {range, each, context};

	if (range->table == TABLE_CLIENTS)
		read_clients((struct memory *)store, &reading);
	else if (range->table == TABLE_SPENT)
		read_spent((struct memory *)store, &reading);
	else
		read_journal((struct memory *)store, &reading);
	return STORED_OK;
}
