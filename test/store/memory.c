/* SPDX-License-Identifier: ISC */
/* A store for tests that keeps what it holds for the life of a process. */
#include "test/store/memory.h"

#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"

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
	memory->audit_end = &memory->journals[TABLE_AUDIT];
	memory->spent_place = &memory->spent;
	memory->noted_place = &memory->noted;
	memory->generation = 1;
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
	while (memory->spent != NULL) {
		struct spent *spent = memory->spent;

		memory->spent = spent->next;
		arena_free(spent->arena);
	}
	while (memory->noted != NULL) {
		struct noted *noted = memory->noted;

		memory->noted = noted->next;
		arena_free(noted->arena);
	}
	arena_free(memory->arena);
	free(memory);
}

void
memory_copy(struct arena *arena, const struct client *from, struct client *to)
{
	*to = *from;
	to->client_id = arena_strdup(arena, from->client_id);
	to->software = arena_strdup(arena, from->software);
	to->certificate = arena_strdup(arena, from->certificate);
	to->subject = arena_strdup(arena, from->subject);
	to->issuer = arena_strdup(arena, from->issuer);
	to->state_by = arena_strdup(arena, from->state_by);
	to->state_why = arena_strdup(arena, from->state_why);
	to->profile = arena_strdup(arena, from->profile);
	to->token = arena_strdup(arena, from->token);
	to->metadata = arena_strdup(arena, from->metadata);
}

struct entry **
memory_link(struct memory *memory, const char *client_id)
{
	struct entry **link = &memory->entries;

	while (
	    *link != NULL && strcmp((*link)->client.client_id, client_id) < 0)
		link = &(*link)->next;
	return link;
}

bool
memory_is(const struct entry *entry, const char *client_id)
{
	return entry != NULL && strcmp(entry->client.client_id, client_id) == 0;
}

static enum stored
memory_get(struct store *store, const char *client_id, struct arena *arena,
    struct client *out)
{
	struct entry *entry = *memory_link((struct memory *)store, client_id);

	if (!memory_is(entry, client_id))
		return STORED_MISSING;
	memory_copy(arena, &entry->client, out);
	return STORED_OK;
}

struct spent *
memory_find_spent(
    const struct memory *memory, const char *issuer, const char *jti)
{
	struct spent *spent = memory->spent;

	while (spent != NULL && (strcmp(spent->jti, jti) != 0 ||
				    strcmp(spent->issuer, issuer) != 0))
		spent = spent->next;
	return spent;
}

static enum stored
memory_spent(
    struct store *store, const char *issuer, const char *jti, int64_t now)
{
	const struct spent *spent =
	    memory_find_spent((struct memory *)store, issuer, jti);

	return spent != NULL && spent->expires >= now ? STORED_OK
						      : STORED_MISSING;
}

static uint64_t
memory_generation(struct store *store)
{
	return ((struct memory *)store)->generation;
}

struct kept *
memory_keep(struct memory *memory, const char *key, const char *text)
{
	struct kept *kept = arena_alloc(memory->arena, sizeof *kept);

	kept->record.key = arena_strdup(memory->arena, key);
	kept->record.text = arena_strdup(memory->arena, text);
	return kept;
}

static enum stored
memory_seal(struct store *store, const struct stored_record *record)
{
	struct memory *memory = (struct memory *)store;
	struct kept **link = &memory->journals[TABLE_SEALS], *kept;

	if (memory->frozen || !journal_sound(record))
		return STORED_UNABLE;
	while (*link != NULL && strcmp((*link)->record.key, record->key) < 0)
		link = &(*link)->next;
	if (*link != NULL && strcmp((*link)->record.key, record->key) == 0)
		return STORED_CONFLICT;
	kept = memory_keep(memory, record->key, record->text);
	kept->next = *link;
	*link = kept;
	return STORED_OK;
}

/* What they are made of goes with the store. */
static enum stored
memory_prune(struct store *store, const char *until, size_t *removed)
{
	struct memory *memory = (struct memory *)store;
	struct kept **first = &memory->journals[TABLE_AUDIT];

	*removed = 0;
	if (memory->frozen)
		return STORED_UNABLE;
	for (; *removed < 64 && *first != NULL && (*first)->next != NULL &&
	       strcmp((*first)->record.key, until) <= 0;
	     ++*removed)
		*first = (*first)->next;
	return STORED_OK;
}

const struct store_ops store_memory = {
    .name = "memory",
    .open = memory_open,
    .close = memory_close,
    .change = memory_change,
    .get = memory_get,
    .spent = memory_spent,
    .generation = memory_generation,
    .rows = memory_rows,
    .seal = memory_seal,
    .deliver = memory_deliver,
    .prune = memory_prune,
    .load = memory_load,
    .snapshot = memory_snapshot,
    .figures = memory_figures,
    .examine = memory_examine,
};
