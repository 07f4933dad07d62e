/* SPDX-License-Identifier: ISC */
/* Opens and closes a store, whichever kind its URI names. */
#include <string.h>

#include "kit/arena.h"
#include "store/store.h"

const struct store_ops *
store_kind(const char *uri)
{
	const size_t length = strcspn(uri, ":");

	for (size_t i = 0; stores[i] != NULL; i++)
		if (uri[length] == ':' && strlen(stores[i]->name) == length &&
		    memcmp(uri, stores[i]->name, length) == 0)
			return stores[i];
	return NULL;
}

struct store *
store_open(const char *uri, struct arena *arena, const char **why)
{
	const struct store_ops *ops = store_kind(uri);
	const size_t length = strcspn(uri, ":");

	if (ops != NULL)
		return ops->open(uri + length + 1, arena, why);
	if (length == 10 && strncmp(uri, "postgresql:", 11) == 0) {
		*why = "store: this dcr was built without PostgreSQL";
		return NULL;
	}
	/* Only the scheme is told: a password may follow it. */
	*why = arena_printf(arena,
	    "store: no kind of store is called \"%.*s:\"; "
	    "allowed are bdb:FOLDER and postgresql:CONNECTION",
	    length > 64 ? 64 : (int)length, uri);
	return NULL;
}

const char *
store_shown(struct arena *arena, const char *uri)
{
	const struct store_ops *ops = store_kind(uri);
	const size_t length = strcspn(uri, ":");

	if (ops != NULL && ops->shown == NULL)
		return uri;
	return arena_printf(arena, "%.*s:%s", (int)length, uri,
	    ops == NULL ? "***" : ops->shown(arena, uri + length + 1));
}

void
store_close(struct store *store)
{
	if (store != NULL)
		store->ops->close(store);
}

enum stored
store_get_unspent(struct store *store, const char *client_id,
    const struct stored_spent *spent, int64_t now, struct arena *arena,
    struct client *out)
{
	const struct store_ops *ops = store->ops;
	enum stored stored;

	if (ops->get_unspent != NULL)
		return ops->get_unspent(
		    store, client_id, spent, now, arena, out);
	stored = ops->spent(store, spent->issuer, spent->jti, now);
	if (stored == STORED_OK)
		return STORED_CONFLICT;
	return stored == STORED_MISSING ? ops->get(store, client_id, arena, out)
					: stored;
}

void
store_limit(struct store *store, int64_t milliseconds)
{
	if (store->ops->limit != NULL)
		store->ops->limit(store, milliseconds);
}

/* A row that is put and taken away in one transaction is never there for
 * anybody; no receiver can have that name. */
enum stored
store_try(struct store *store)
{
	static const struct stored_delivery rows[] = {
	    {"/try", "{}"}, {"/try", NULL}};

	return store->ops->deliver(store, NULL, rows, 2);
}
