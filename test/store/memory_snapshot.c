/* SPDX-License-Identifier: ISC */
/* A snapshot of a store in memory is a copy of all of its rows. */
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "test/store/memory.h"

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
		(void)rows_all(
		    store, (enum stored_table)table, copy_row, &copying);
	if (copying.failed) {
		*why = "memory: a row cannot be copied";
		store_close(copying.to);
		return NULL;
	}
	((struct memory *)copying.to)->frozen = true;
	return copying.to;
}
