/* SPDX-License-Identifier: ISC */
/*
 * Loads rows into a store in memory: all are looked at before one is written.
 */
#include <string.h>

#include "kit/arena.h"
#include "test/store/memory.h"

enum meeting { MEETS_NONE, MEETS_SAME, MEETS_OTHER };

static enum meeting
same(bool truth)
{
	return truth ? MEETS_SAME : MEETS_OTHER;
}

static struct kept **
record_link(struct kept **link, const char *key)
{
	while (*link != NULL && strcmp((*link)->record.key, key) < 0)
		link = &(*link)->next;
	return link;
}

static enum meeting
meet_record(
    struct memory *memory, int journal, const struct stored_record *record)
{
	const struct kept *kept;

	if (record->key == NULL)
		return MEETS_NONE;
	kept = *record_link(&memory->journals[journal], record->key);
	if (kept == NULL || strcmp(kept->record.key, record->key) != 0)
		return MEETS_NONE;
	return same(strcmp(kept->record.text, record->text) == 0);
}

static enum meeting
meet(struct memory *memory, const struct stored_row *row)
{
	const struct entry *entry;

	switch (row->table) {
	case TABLE_CLIENTS:
		entry = *memory_link(memory, row->client.client_id);
		if (!memory_is(entry, row->client.client_id))
			return MEETS_NONE;
		return same(rows_same_client(&entry->client, &row->client));
	case TABLE_SPENT:
		return MEETS_NONE;
	case TABLE_AUDIT:
		return meet_record(memory, TABLE_AUDIT, &row->record);
	case TABLE_SEALS:
	case TABLE_DELIVERIES:
		break;
	}
	return meet_record(memory, TABLE_SEALS, &row->record);
}

/* Two of one load may have one key. */
static enum meeting
meet_row(const struct stored_row *a, const struct stored_row *b)
{
	if (a->table != b->table || a->table == TABLE_SPENT)
		return MEETS_NONE;
	if (a->table == TABLE_CLIENTS) {
		if (strcmp(a->client.client_id, b->client.client_id) != 0)
			return MEETS_NONE;
		return same(rows_same_client(&a->client, &b->client));
	}
	if (a->record.key == NULL || b->record.key == NULL ||
	    strcmp(a->record.key, b->record.key) != 0)
		return MEETS_NONE;
	return same(strcmp(a->record.text, b->record.text) == 0);
}

static bool
load_spent(struct memory *memory, const struct stored_spent *fresh)
{
	struct spent *spent =
	    memory_find_spent(memory, fresh->issuer, fresh->jti);
	struct arena *arena;

	if (spent != NULL && spent->expires >= fresh->expires)
		return false;
	if (spent == NULL) {
		arena = arena_new();
		spent = arena_alloc(arena, sizeof *spent);
		spent->arena = arena;
		spent->issuer = arena_strdup(arena, fresh->issuer);
		spent->jti = arena_strdup(arena, fresh->jti);
		spent->next = memory->spent;
		memory->spent = spent;
	}
	spent->expires = fresh->expires;
	return true;
}

static void
load_record(
    struct memory *memory, int journal, const struct stored_record *record)
{
	struct kept **link =
	    record_link(&memory->journals[journal], record->key);
	struct kept *kept = memory_keep(memory, record->key, record->text);
	uint64_t number;

	kept->next = *link;
	*link = kept;
	if (journal != TABLE_AUDIT || kept->next != NULL)
		return;
	memory->audit_end = &kept->next;
	if (journal_number(record->key, &number))
		memory->audit_last = number;
}

/* *written says whether the row before it was. */
static void
load_row(struct memory *memory, const struct stored_row *row, bool *written)
{
	const bool follows =
	    row->table == TABLE_AUDIT && row->record.key == NULL;
	char key[JOURNAL_KEY];

	if (!follows)
		*written = meet(memory, row) == MEETS_NONE;
	if (!*written)
		return;
	if (row->table == TABLE_CLIENTS) {
		memory_insert(memory_link(memory, row->client.client_id),
		    &row->client, row->client.version);
		memory->generation++;
	} else if (row->table == TABLE_SPENT) {
		*written = load_spent(memory, &row->spent);
		memory->generation++;
	} else if (follows) {
		(void)memory_audit(memory, row->record.text, key);
	} else {
		load_record(memory,
		    row->table == TABLE_AUDIT ? TABLE_AUDIT : TABLE_SEALS,
		    &row->record);
	}
}

enum stored
memory_load(struct store *store, const struct stored_row *rows, size_t count,
    size_t *at)
{
	struct memory *memory = (struct memory *)store;
	bool written = false;

	if (memory->frozen || !rows_sound(rows, count))
		return STORED_UNABLE;
	for (size_t i = 0; i < count; i++) {
		bool other = meet(memory, &rows[i]) == MEETS_OTHER;

		for (size_t j = 0; j < i && !other; j++)
			other = meet_row(&rows[j], &rows[i]) == MEETS_OTHER;
		if (other) {
			*at = i;
			return STORED_CONFLICT;
		}
	}
	for (size_t i = 0; i < count; i++)
		load_row(memory, &rows[i], &written);
	return STORED_OK;
}
