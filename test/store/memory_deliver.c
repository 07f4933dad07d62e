/* SPDX-License-Identifier: ISC */
/* Writes deliveries into a store in memory. */
#include <string.h>

#include "store/lib/delivery.h"
#include "test/store/memory.h"

static struct kept **
link_of(struct memory *memory, const char *key)
{
	struct kept **link = &memory->journals[TABLE_DELIVERIES];

	while (*link != NULL && strcmp((*link)->record.key, key) < 0)
		link = &(*link)->next;
	return link;
}

static bool
is_there(const struct kept *kept, const char *key)
{
	return kept != NULL && strcmp(kept->record.key, key) == 0;
}

static bool
is_as_it_was(struct memory *memory, const struct stored_delivery *was)
{
	const struct kept *kept = *link_of(memory, was->key);

	if (!is_there(kept, was->key))
		return was->text == NULL;
	return was->text != NULL && strcmp(kept->record.text, was->text) == 0;
}

/* What the rows are made of goes with the store. */
static void
write_row(struct memory *memory, const struct stored_delivery *row)
{
	struct kept **link = link_of(memory, row->key), *kept;

	if (is_there(*link, row->key))
		*link = (*link)->next;
	if (row->text == NULL)
		return;
	kept = memory_keep(memory, row->key, row->text);
	kept->next = *link;
	*link = kept;
}

enum stored
memory_deliver(struct store *store, const struct stored_delivery *was,
    const struct stored_delivery *rows, size_t count)
{
	struct memory *memory = (struct memory *)store;

	if (memory->frozen || !delivery_sound(was, rows, count))
		return STORED_UNABLE;
	if (was != NULL && !is_as_it_was(memory, was))
		return STORED_CONFLICT;
	for (size_t i = 0; i < count; i++)
		write_row(memory, &rows[i]);
	return STORED_OK;
}
