/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "store/store.h"

/* Each thing kept has an arena of its own, and goes with it. */
struct entry {
	struct entry *next; /* by client_id */
	struct arena *arena;
	struct client client;
};

struct spent {
	struct spent *next;
	const char *issuer, *jti;
	int64_t expires;
};

struct memory {
	struct store store;
	struct arena *arena; /* owns the spent list */
	struct entry *entries;
	struct spent *spent;
};

static struct store *
memory_open(const char *place, struct arena *arena, const char **why)
{
	struct memory *memory;

	if (*place != '\0') {
		*why = arena_printf(
		    arena, "memory:%s: this store has no place", place);
		return NULL;
	}
	memory = calloc(1, sizeof *memory);
	*why = "out of memory";
	if (memory == NULL)
		return NULL;
	memory->store.ops = &store_memory;
	memory->arena = arena_new();
	return &memory->store;
}

static void
memory_close(struct store *store)
{
	struct memory *memory = (struct memory *)store;

	while (memory->entries != NULL) {
		struct entry *entry = memory->entries;

		memory->entries = entry->next;
		arena_free(entry->arena);
	}
	arena_free(memory->arena);
	free(memory);
}

static void
copy(struct arena *arena, const struct client *from, struct client *to)
{
	*to = *from;
	to->client_id = arena_strdup(arena, from->client_id);
	to->software_id = arena_strdup(arena, from->software_id);
	to->certificate = arena_strdup(arena, from->certificate);
	to->metadata = arena_strdup(arena, from->metadata);
}

static struct entry *
new_entry(const struct client *client, uint64_t version)
{
	struct arena *arena = arena_new();
	struct entry *entry = arena_alloc(arena, sizeof *entry);

	entry->arena = arena;
	copy(arena, client, &entry->client);
	entry->client.version = version;
	return entry;
}

/* The link to that client, or to where it would be. */
static struct entry **
link_to(struct memory *memory, const char *client_id)
{
	struct entry **link = &memory->entries;

	while (
	    *link != NULL && strcmp((*link)->client.client_id, client_id) < 0)
		link = &(*link)->next;
	return link;
}

static bool
is(const struct entry *entry, const char *client_id)
{
	return entry != NULL && strcmp(entry->client.client_id, client_id) == 0;
}

static struct spent *
find_spent(const struct memory *memory, const struct stored_add *add)
{
	struct spent *spent = memory->spent;

	while (
	    spent != NULL && (strcmp(spent->jti, add->jti) != 0 ||
				 strcmp(spent->issuer, add->jti_issuer) != 0))
		spent = spent->next;
	return spent;
}

static void
spend(struct memory *memory, const struct stored_add *add, struct spent *spent)
{
	if (spent == NULL) {
		spent = arena_alloc(memory->arena, sizeof *spent);
		spent->issuer = arena_strdup(memory->arena, add->jti_issuer);
		spent->jti = arena_strdup(memory->arena, add->jti);
		spent->next = memory->spent;
		memory->spent = spent;
	}
	spent->expires = add->jti_expires;
}

static bool
software_known(const struct memory *memory, const char *software_id)
{
	for (const struct entry *e = memory->entries; e != NULL; e = e->next)
		if (strcmp(e->client.software_id, software_id) == 0)
			return true;
	return false;
}

static enum stored
memory_add(struct store *store, struct stored_add *add)
{
	struct memory *memory = (struct memory *)store;
	const struct client *client = add->client;
	struct entry **link, *entry;
	struct spent *spent = NULL;

	add->clash = CLASH_NONE;
	if (!store_sound(client) ||
	    (add->jti != NULL && add->jti_issuer == NULL))
		return STORED_UNABLE;
	link = link_to(memory, client->client_id);
	if (add->jti != NULL)
		spent = find_spent(memory, add);
	if (spent != NULL && spent->expires >= client->registered)
		add->clash = CLASH_JTI;
	else if (add->software_once &&
		 software_known(memory, client->software_id))
		add->clash = CLASH_SOFTWARE;
	else if (is(*link, client->client_id))
		add->clash = CLASH_CLIENT_ID;
	if (add->clash != CLASH_NONE)
		return STORED_CONFLICT;
	if (add->jti != NULL)
		spend(memory, add, spent);
	entry = new_entry(client, 1);
	entry->next = *link;
	*link = entry;
	return STORED_OK;
}

static enum stored
memory_get(struct store *store, const char *client_id, struct arena *arena,
    struct client *out)
{
	struct entry *entry = *link_to((struct memory *)store, client_id);

	if (!is(entry, client_id))
		return STORED_MISSING;
	copy(arena, &entry->client, out);
	return STORED_OK;
}

static enum stored
memory_each(struct store *store, enum stored_index index, const char *key,
    bool (*each)(void *context, const struct client *client), void *context)
{
	const struct memory *memory = (struct memory *)store;

	for (const struct entry *e = memory->entries; e != NULL; e = e->next) {
		const char *value = index == STORED_BY_SOFTWARE
					? e->client.software_id
					: e->client.certificate;

		if (key != NULL && strcmp(value, key) != 0)
			continue;
		if (!each(context, &e->client))
			break;
	}
	return STORED_OK;
}

static enum stored
memory_replace(struct store *store, const struct client *client)
{
	struct entry **link, *old, *entry;

	if (!store_sound(client))
		return STORED_UNABLE;
	link = link_to((struct memory *)store, client->client_id);
	old = *link;
	if (!is(old, client->client_id))
		return STORED_MISSING;
	if (old->client.version != client->version)
		return STORED_CONFLICT;
	entry = new_entry(client, client->version + 1);
	entry->next = old->next;
	*link = entry;
	arena_free(old->arena);
	return STORED_OK;
}

static enum stored
memory_remove(struct store *store, const char *client_id)
{
	struct entry **link = link_to((struct memory *)store, client_id);
	struct entry *entry = *link;

	if (!is(entry, client_id))
		return STORED_MISSING;
	*link = entry->next;
	arena_free(entry->arena);
	return STORED_OK;
}

const struct store_ops store_memory = {
    .name = "memory",
    .open = memory_open,
    .close = memory_close,
    .add = memory_add,
    .get = memory_get,
    .each = memory_each,
    .replace = memory_replace,
    .remove = memory_remove,
};
