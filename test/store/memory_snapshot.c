/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "test/store/memory.h"

/* A store of its own, with a copy of all rows; and the rows in order. */

struct copying {
	struct store *to;
	bool failed;
};

static bool
copy_row(void *context, const struct stored_row *row)
{
	struct copying *copying = context;
	size_t at;

	copying->failed = memory_load(copying->to, row, 1, &at) != STORED_OK;
	return !copying->failed;
}

struct store *
memory_snapshot(struct store *store, struct arena *arena, const char **why)
{
	struct copying copying = {.to = NULL};

	*why = "memory: this is a snapshot already";
	if (!((struct memory *)store)->frozen)
		copying.to = store_memory.open("", arena, why);
	if (copying.to == NULL)
		return NULL;
	for (int table = 0; table < TABLES && !copying.failed; table++)
		(void)store_rows(
		    store, (enum stored_table)table, copy_row, &copying);
	if (copying.failed) {
		*why = "memory: a row cannot be copied";
		store_close(copying.to);
		return NULL;
	}
	((struct memory *)copying.to)->frozen = true;
	return copying.to;
}

static int
by_key(const void *a, const void *b)
{
	const struct stored_spent *x = a, *y = b;
	const int issuers = strcmp(x->issuer, y->issuer);

	return issuers != 0 ? issuers : strcmp(x->jti, y->jti);
}

enum stored
memory_each_spent(struct store *store,
    bool (*each)(void *context, const struct stored_spent *spent),
    void *context)
{
	const struct memory *memory = (struct memory *)store;
	struct arena *arena = arena_new();
	struct stored_spent *sorted;
	size_t count = 0, i = 0;

	for (const struct spent *s = memory->spent; s != NULL; s = s->next)
		count++;
	sorted = arena_alloc(arena, count * sizeof(*sorted));
	for (const struct spent *s = memory->spent; s != NULL; s = s->next)
		sorted[i++] =
		    (struct stored_spent){s->issuer, s->jti, s->expires};
	qsort(sorted, count, sizeof(*sorted), by_key);
	for (i = 0; i < count && each(context, &sorted[i]); i++)
		continue;
	arena_free(arena);
	return STORED_OK;
}
