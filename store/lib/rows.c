/* SPDX-License-Identifier: ISC */
/* Rows as a copy has them: reads them, and says whether they can be loaded. */
#include "store/lib/rows.h"

#include <string.h>

#include "kit/log.h"
#include "store/lib/journal.h"

enum stored
rows_all(struct store *store, enum stored_table table, store_row_fn *each,
    void *context)
{
	const struct stored_range all = {.table = table};

	return store->ops->rows(store, &all, each, context);
}

struct client_reader {
	bool (*each)(void *context, const struct client *client);
	void *context;
};

static bool
hand_client(void *context, const struct stored_row *row)
{
	const struct client_reader *reader = context;

	return reader->each(reader->context, &row->client);
}

enum stored
rows_clients(struct store *store, enum stored_index index, const char *key,
    bool (*each)(void *context, const struct client *client), void *context)
{
	struct client_reader reader = {each, context};
	const struct stored_range range = {
	    .table = TABLE_CLIENTS, .index = index, .key = key};

	return store->ops->rows(store, &range, hand_client, &reader);
}

struct record_reader {
	bool (*each)(void *context, const struct stored_record *record);
	void *context;
};

static bool
hand_record(void *context, const struct stored_row *row)
{
	const struct record_reader *reader = context;

	return reader->each(reader->context, &row->record);
}

enum stored
rows_records(struct store *store, enum stored_table table, const char *after,
    bool (*each)(void *context, const struct stored_record *record),
    void *context)
{
	struct record_reader reader = {each, context};
	const struct stored_range range = {.table = table, .after = after};

	return store->ops->rows(store, &range, hand_record, &reader);
}

static bool
count(void *context, const struct stored_row *row)
{
	(void)row;
	++*(size_t *)context;
	return true;
}

enum stored
rows_count(struct store *store, enum stored_table table, const char *after,
    size_t *number)
{
	const struct stored_range range = {.table = table, .after = after};

	*number = 0;
	return store->ops->rows(store, &range, count, number);
}

static bool
client_sound(const struct client *client)
{
	const struct stored_change change = {
	    .kind = CHANGE_ADD, .client = client};

	if (!change_sound(&change))
		return false;
	if (client->version >= 1 && client->version <= INT64_MAX)
		return true;
	log_line("store: refused a row: the client has no version");
	return false;
}

static bool
spent_sound(const struct stored_spent *spent)
{
	const struct stored_change change = {.kind = CHANGE_SPEND,
	    .jti = spent->jti,
	    .jti_issuer = spent->issuer};

	return change_sound(&change);
}

static bool
record_sound(const struct stored_record *record)
{
	static const char any[] = "0000000000000000";
	const struct stored_record keyed = {
	    record->key == NULL ? any : record->key, record->text};

	return journal_sound(&keyed);
}

static bool
is_follower(const struct stored_row *row)
{
	return row->table == TABLE_AUDIT && row->record.key == NULL;
}

static bool
row_sound(const struct stored_row *row, const struct stored_row *before)
{
	switch (row->table) {
	case TABLE_CLIENTS:
		return client_sound(&row->client);
	case TABLE_SPENT:
		return spent_sound(&row->spent);
	case TABLE_AUDIT:
		if (!is_follower(row) ||
		    (before != NULL && !is_follower(before)))
			return record_sound(&row->record);
		log_line("store: refused a row: an audit record without a key "
			 "follows no other row");
		return false;
	case TABLE_SEALS:
		return journal_sound(&row->record);
	case TABLE_DELIVERIES:
		break;
	}
	log_line("store: refused a row: no copy has such a table");
	return false;
}

bool
rows_sound(const struct stored_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!row_sound(&rows[i], i > 0 ? &rows[i - 1] : NULL))
			return false;
	return true;
}

static bool
same_text(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

bool
rows_same_client(const struct client *a, const struct client *b)
{
	return same_text(a->client_id, b->client_id) &&
	       same_text(a->software, b->software) &&
	       same_text(a->certificate, b->certificate) &&
	       a->registered == b->registered && a->changed == b->changed &&
	       a->expires == b->expires && same_text(a->profile, b->profile) &&
	       a->version == b->version && a->state == b->state &&
	       a->state_since == b->state_since &&
	       same_text(a->state_why, b->state_why) &&
	       same_text(a->subject, b->subject) &&
	       same_text(a->issuer, b->issuer) &&
	       same_text(a->state_by, b->state_by) &&
	       a->withdrawn == b->withdrawn && same_text(a->token, b->token) &&
	       same_text(a->metadata, b->metadata);
}
