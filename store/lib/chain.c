/* SPDX-License-Identifier: ISC */
/* Seals the audit trail, batch by batch, in a chain of hashes. */
#include "store/lib/chain.h"

#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/json.h"
#include "kit/log.h"
#include "store/lib/private.h"
#include "store/lib/rows.h"

struct found {
	struct arena *arena;
	struct stored_record *record;
	bool any;
};

static bool
take(void *context, const struct stored_record *record)
{
	struct found *found = context;

	found->any = true;
	found->record->key = arena_strdup(found->arena, record->key);
	found->record->text = arena_strdup(found->arena, record->text);
	return false;
}

enum stored
chain_next_seal(struct store *store, uint64_t number, struct arena *arena,
    struct stored_record *out)
{
	struct found found = {.arena = arena, .record = out};
	char after[JOURNAL_KEY];
	enum stored stored;

	journal_key(number, after);
	stored = rows_records(store, TABLE_SEALS, after, take, &found);
	return stored == STORED_OK && !found.any ? STORED_MISSING : stored;
}

static bool
is_key(const char *text)
{
	uint64_t number;

	return text != NULL && journal_number(text, &number);
}

static bool
read_pruned(const struct json *json, struct chain_seal *seal)
{
	const char *through = json_string(json_get(json, "seal"));

	seal->until = json_string(json_get(json, "until"));
	return json_integer(json_get(json, "pruned"), &seal->pruned) &&
	       seal->pruned > 0 && is_key(seal->until) && is_key(seal->last) &&
	       seal->previous != NULL && seal->digest != NULL &&
	       is_key(through) && journal_number(through, &seal->through);
}

bool
chain_read_seal(struct arena *arena, const char *text, struct chain_seal *seal)
{
	const struct json *json = json_parse(arena, text, strlen(text), NULL);

	*seal = (struct chain_seal){
	    .first = json_string(json_get(json, "first")),
	    .last = json_string(json_get(json, "last")),
	    .previous = json_string(json_get(json, "previous")),
	    .digest = json_string(json_get(json, "sha256")),
	};
	if (json_get(json, "pruned") != NULL)
		return read_pruned(json, seal);
	return is_key(seal->first) && is_key(seal->last) &&
	       seal->previous != NULL && seal->digest != NULL &&
	       json_integer(json_get(json, "count"), &seal->count) &&
	       seal->count > 0;
}

static const char *
write_seal(struct arena *arena, const struct chain_batch *batch,
    const char *digest, const char *before)
{
	struct json *json = json_new_object(arena);

	json_set_string(json, "first", batch->first);
	json_set_string(json, "last", batch->last);
	json_set_integer(json, "count", (int64_t)batch->count);
	json_set_string(
	    json, "previous", digest_hex(arena, before, strlen(before)));
	json_set_string(json, "sha256", digest);
	return json_text(arena, json);
}

static bool
gather(void *context, const struct stored_record *record)
{
	struct chain_batch *batch = context;

	if (batch->count == batch->most ||
	    strcmp(record->key, batch->until) > 0 ||
	    fprintf(batch->lines, "%s %s\n", record->key, record->text) < 0)
		return false;
	if (batch->count++ == 0)
		memcpy(batch->first, record->key, JOURNAL_KEY);
	memcpy(batch->last, record->key, JOURNAL_KEY);
	return true;
}

enum stored
chain_gather(struct store *store, struct arena *arena,
    struct chain_batch *batch, const char **digest)
{
	char *bytes = NULL;
	size_t size = 0;
	enum stored stored = STORED_UNABLE;
	bool whole;

	batch->lines = open_memstream(&bytes, &size);
	if (batch->lines == NULL)
		return STORED_UNABLE;
	stored = rows_records(store, TABLE_AUDIT, batch->after, gather, batch);
	whole = !ferror(batch->lines);
	whole = fclose(batch->lines) == 0 && whole;
	if (whole)
		*digest = digest_hex(arena, bytes, size);
	free(bytes);
	return whole ? stored : STORED_UNABLE;
}

/*
 * The greatest number that a seal has, 0 when there is none; found in few
 * looks, for there may be years of seals.  The number is never less than `low`
 * nor more than `high`; the strides double until they are too long.
 */
enum stored
chain_find_newest(struct store *store, struct arena *arena, uint64_t *low,
    struct stored_record *newest)
{
	uint64_t high = UINT64_MAX, stride = 0;

	for (*low = 0; *low < high;) {
		uint64_t middle =
		    *low + (high - *low > stride ? stride : (high - *low) / 2);
		enum stored stored =
		    chain_next_seal(store, middle, arena, newest);

		if (stored == STORED_MISSING) {
			high = middle;
			continue;
		}
		if (stored != STORED_OK || !journal_number(newest->key, low) ||
		    *low <= middle)
			return STORED_UNABLE;
		stride = stride == 0 ? 1 : 2 * stride;
	}
	return STORED_OK;
}

enum stored
chain_append_seal(struct store *store, uint64_t number, const char *text)
{
	char key[JOURNAL_KEY];
	const struct stored_record record = {key, text};
	enum stored stored;

	journal_key(number, key);
	stored = store->ops->seal(store, &record);
	if (stored == STORED_OK)
		log_line("store: seal %s %s", key, text);
	return stored;
}

enum stored
chain_newest_seal(struct store *store, struct arena *arena, uint64_t *number,
    struct stored_record *newest, struct chain_seal *seal)
{
	const enum stored stored =
	    chain_find_newest(store, arena, number, newest);

	if (stored != STORED_OK)
		return stored;
	if (*number < UINT64_MAX &&
	    (*number == 0 || chain_read_seal(arena, newest->text, seal)))
		return STORED_OK;
	log_line("store: the seal %s cannot be read: the chain is broken",
	    newest->key);
	return STORED_UNABLE;
}

/* Seals the records behind the newest seal; a chain without any begins as if
 * with an empty one. */
static enum stored
seal_batch(struct store *store, struct arena *arena, struct chain_batch *batch)
{
	struct stored_record newest = {"", ""};
	struct chain_seal seal = {.last = NULL};
	const char *digest = NULL;
	uint64_t number;
	enum stored stored =
	    chain_newest_seal(store, arena, &number, &newest, &seal);

	if (stored != STORED_OK)
		return stored;
	batch->after = seal.last;
	stored = chain_gather(store, arena, batch, &digest);
	if (stored != STORED_OK || batch->count == 0)
		return stored;
	return chain_append_seal(
	    store, number + 1, write_seal(arena, batch, digest, newest.text));
}

enum stored
chain_seal(struct store *store, int64_t now, size_t *sealed)
{
	const int64_t settled = now - CHAIN_SETTLE_SECONDS;
	struct chain_batch batch = {.most = CHAIN_BATCH};
	struct arena *arena;
	enum stored stored;

	*sealed = 0;
	if (settled < 0 || settled > INT64_MAX / 1000000)
		return STORED_OK;
	journal_key((uint64_t)settled * 1000000, batch.until);
	arena = arena_new();
	stored = seal_batch(store, arena, &batch);
	arena_free(arena);
	if (stored == STORED_OK)
		*sealed = batch.count;
	return stored == STORED_CONFLICT ? STORED_OK : stored;
}

enum stored
chain_waiting(struct store *store, size_t *waiting)
{
	struct arena *arena = arena_new();
	struct stored_record newest = {"", ""};
	struct chain_seal seal = {.last = NULL};
	uint64_t number;
	enum stored stored =
	    chain_newest_seal(store, arena, &number, &newest, &seal);

	*waiting = 0;
	if (stored == STORED_OK)
		stored = rows_count(store, TABLE_AUDIT, seal.last, waiting);
	arena_free(arena);
	return stored;
}
