/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "store/store.h"

/* Opens like a store that is right but out of order, and stays so. */

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
broken_add(struct store *store, struct stored_add *add)
{
	(void)store;
	add->clash = CLASH_NONE;
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
broken_each(struct store *store, enum stored_index index, const char *key,
    bool (*each)(void *context, const struct client *client), void *context)
{
	(void)store;
	(void)index;
	(void)key;
	(void)each;
	(void)context;
	return STORED_UNABLE;
}

static enum stored
broken_replace(struct store *store, const struct client *client)
{
	(void)store;
	(void)client;
	return STORED_UNABLE;
}

static enum stored
broken_remove(struct store *store, const char *client_id)
{
	(void)store;
	(void)client_id;
	return STORED_UNABLE;
}

const struct store_ops store_broken = {
    .name = "broken",
    .open = broken_open,
    .close = broken_close,
    .add = broken_add,
    .get = broken_get,
    .each = broken_each,
    .replace = broken_replace,
    .remove = broken_remove,
};
