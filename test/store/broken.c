/* SPDX-License-Identifier: ISC */
/* A store for tests that opens, and answers every call with STORED_UNABLE. */
#include <stdlib.h>

#include "test/store/kinds.h"

static struct store *
broken_open(const char *place, struct arena *arena, const char **why)
{
	struct store *store = calloc(1, sizeof *store);

	(void)place;
	(void)arena;
	*why = "out of memory";
	if (store != NULL)
		store->ops = &store_broken;
	return store;
}

static void
broken_close(struct store *store)
{
	free(store);
}

static enum stored
broken_change(struct store *store, struct stored_change *change)
{
	(void)store;
	change->clash = CLASH_NONE;
	*change->key = '\0';
	return STORED_UNABLE;
}

static enum stored
broken_get(struct store *store, const char *client_id, struct arena *arena,
    struct client *out)
{
	(void)store;
	(void)client_id;
	(void)arena;
	(void)out;
	return STORED_UNABLE;
}

static enum stored
broken_spent(
    struct store *store, const char *issuer, const char *jti, int64_t now)
{
	(void)store;
	(void)issuer;
	(void)jti;
	(void)now;
	return STORED_UNABLE;
}

static uint64_t
broken_generation(struct store *store)
{
	(void)store;
	return 0;
}

static enum stored
broken_rows(struct store *store, const struct stored_range *range,
    store_row_fn *each, void *context)
{
	(void)store;
	(void)range;
	(void)each;
	(void)context;
	return STORED_UNABLE;
}

static enum stored
broken_seal(struct store *store, const struct stored_record *record)
{
	(void)store;
	(void)record;
	return STORED_UNABLE;
}

static enum stored
broken_deliver(struct store *store, const struct stored_delivery *was,
    const struct stored_delivery *rows, size_t count)
{
	(void)store;
	(void)was;
	(void)rows;
	(void)count;
	return STORED_UNABLE;
}

static enum stored
broken_prune(struct store *store, const char *until, size_t *removed)
{
	(void)store;
	(void)until;
	*removed = 0;
	return STORED_UNABLE;
}

static enum stored
broken_load(struct store *store, const struct stored_row *rows, size_t count,
    size_t *at)
{
	(void)store;
	(void)rows;
	(void)count;
	(void)at;
	return STORED_UNABLE;
}

static struct store *
broken_snapshot(struct store *store, struct arena *arena, const char **why)
{
	(void)store;
	(void)arena;
	*why = "this store is broken";
	return NULL;
}

static enum stored
broken_figures(struct store *store, store_figure_fn *tell, void *context)
{
	(void)store;
	(void)tell;
	(void)context;
	return STORED_UNABLE;
}

static enum stored
broken_examine(
    struct store *store, bool repair, store_finding_fn *tell, void *context)
{
	(void)store;
	(void)repair;
	(void)tell;
	(void)context;
	return STORED_UNABLE;
}

static enum stored
broken_migrate(struct store *store,
    void (*tell)(void *context, const char *step), void *context)
{
	(void)store;
	(void)tell;
	(void)context;
	return STORED_UNABLE;
}

const struct store_ops store_broken = {
    .name = "broken",
    .open = broken_open,
    .close = broken_close,
    .change = broken_change,
    .get = broken_get,
    .spent = broken_spent,
    .generation = broken_generation,
    .rows = broken_rows,
    .seal = broken_seal,
    .deliver = broken_deliver,
    .prune = broken_prune,
    .load = broken_load,
    .snapshot = broken_snapshot,
    .figures = broken_figures,
    .glance = broken_figures,
    .examine = broken_examine,
    .migrate = broken_migrate,
};
