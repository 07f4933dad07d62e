/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/arena.h"
#include "kit/log.h"
#include "store/store.h"

const struct store_ops *const stores[] = {
    &store_bdb,
    &store_memory,
    &store_broken,
    NULL,
};

struct store *
store_open(const char *uri, struct arena *arena, const char **why)
{
	const size_t length = strcspn(uri, ":");

	for (size_t i = 0; stores[i] != NULL; i++)
		if (uri[length] == ':' && strlen(stores[i]->name) == length &&
		    memcmp(uri, stores[i]->name, length) == 0)
			return stores[i]->open(uri + length + 1, arena, why);
	/* Only the scheme: what follows it may hold a password. */
	*why =
	    arena_printf(arena, "store: no kind of store is called \"%.*s:\"",
		length > 64 ? 64 : (int)length, uri);
	return NULL;
}

void
store_close(struct store *store)
{
	if (store != NULL)
		store->ops->close(store);
}

static bool
line_sound(const char *name, const char *text)
{
	if (text == NULL) {
		log_line("store: a client without %s", name);
		return false;
	}
	for (const char *c = text; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == '\x7f') {
			log_line("store: control character in %s", name);
			return false;
		}
	return true;
}

bool
store_sound(const struct client *client)
{
	if (!line_sound("client_id", client->client_id) ||
	    !line_sound("software_id", client->software_id) ||
	    !line_sound("certificate", client->certificate))
		return false;
	if (*client->client_id == '\0' || client->metadata == NULL) {
		log_line("store: a client without %s",
		    client->metadata == NULL ? "metadata" : "client_id");
		return false;
	}
	return true;
}
