/* SPDX-License-Identifier: ISC */
#include "store/reading.h"

enum stored
reading_change(struct store *store, struct stored_change *change)
{
	(void)store;
	change->clash = CLASH_NONE;
	return STORED_UNABLE;
}

enum stored
reading_seal(struct store *store, const struct stored_record *record)
{
	(void)store;
	(void)record;
	return STORED_UNABLE;
}

enum stored
reading_prune(struct store *store, const char *until, size_t *removed)
{
	(void)store;
	(void)until;
	*removed = 0;
	return STORED_UNABLE;
}

enum stored
reading_load(struct store *store, const struct stored_row *rows, size_t count,
    size_t *at)
{
	(void)store;
	(void)rows;
	(void)count;
	(void)at;
	return STORED_UNABLE;
}

struct store *
reading_snapshot(struct store *store, struct arena *arena, const char **why)
{
	(void)store;
	(void)arena;
	*why = "this is a snapshot already";
	return NULL;
}
