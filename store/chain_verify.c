/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/digest.h"
#include "store/chain_parts.h"

/* How far the chain holds. */
struct link {
	uint64_t number;	/* of the last seal */
	char digest[65];	/* of its text */
	char last[JOURNAL_KEY]; /* the record it ends with; "": none */
	struct arena *arena;	/* the report's */
	struct chain_report *report;
};

/* Reports what is wrong with the seal itself. */
static bool
in_place(const struct link *link, struct arena *arena,
    const struct stored_record *record, struct chain_seal *seal)
{
	char key[JOURNAL_KEY];
	const char *wrong;

	journal_key(link->number + 1, key);
	if (strcmp(record->key, key) != 0)
		wrong = "is missing";
	else if (!chain_read_seal(arena, record->text, seal))
		wrong = "cannot be read";
	else if (strcmp(seal->previous, link->digest) != 0)
		wrong = "does not follow the one before";
	else
		return true;
	link->report->broken =
	    arena_printf(link->arena, "seal %s: %s", key, wrong);
	return false;
}

/* What is wrong with the records; NULL: nothing. */
static const char *
wrong_batch(struct arena *arena, const struct chain_seal *seal,
    const struct chain_batch *batch, const char *digest)
{
	const int order =
	    batch->count == 0 ? 1 : strcmp(batch->first, seal->first);

	if (order > 0)
		return arena_printf(
		    arena, "record %s: is missing", seal->first);
	if (order < 0)
		return arena_printf(
		    arena, "record %s: was not sealed", batch->first);
	if ((int64_t)batch->count != seal->count)
		return arena_printf(arena,
		    "record %s: of the %" PRId64 " from here to %s, %s",
		    seal->first, seal->count, seal->last,
		    (int64_t)batch->count < seal->count ? "some are missing"
							: "there are more");
	if (strcmp(batch->last, seal->last) != 0)
		return arena_printf(arena, "record %s: is missing", seal->last);
	if (strcmp(digest, seal->digest) != 0)
		return arena_printf(arena,
		    "record %s: from here to %s, something was altered",
		    seal->first, seal->last);
	return NULL;
}

static enum stored
verify_seal(struct store *store, struct arena *arena, struct link *link,
    const struct stored_record *record)
{
	struct chain_batch batch = {.after = link->last};
	struct chain_seal seal;
	const char *digest = NULL;
	enum stored stored;

	if (!in_place(link, arena, record, &seal))
		return STORED_OK;
	memcpy(batch.until, seal.last, JOURNAL_KEY);
	batch.most = (size_t)seal.count;
	batch.most++;
	stored = chain_gather(store, arena, &batch, &digest);
	if (stored != STORED_OK)
		return stored;
	link->report->broken = wrong_batch(link->arena, &seal, &batch, digest);
	if (link->report->broken != NULL)
		return STORED_OK;
	link->report->seals++;
	link->report->records += batch.count;
	link->number++;
	memcpy(link->last, seal.last, JOURNAL_KEY);
	return STORED_OK;
}

static enum stored
verify_next(struct store *store, struct link *link)
{
	struct arena *arena = arena_new();
	struct stored_record record;
	enum stored stored =
	    chain_next_seal(store, link->number, arena, &record);

	if (stored == STORED_OK)
		stored = verify_seal(store, arena, link, &record);
	if (stored == STORED_OK)
		memcpy(link->digest,
		    digest_hex(arena, record.text, strlen(record.text)),
		    sizeof link->digest);
	arena_free(arena);
	return stored;
}

static bool
count_waiting(void *context, const struct stored_record *record)
{
	struct chain_report *report = context;

	(void)record;
	report->waiting++;
	return true;
}

enum stored
chain_verify(
    struct store *store, struct arena *arena, struct chain_report *report)
{
	struct link link = {.arena = arena, .report = report};
	enum stored stored = STORED_OK;

	memset(report, 0, sizeof *report);
	memcpy(link.digest, digest_hex(arena, "", 0), sizeof link.digest);
	while (stored == STORED_OK && report->broken == NULL)
		stored = verify_next(store, &link);
	if (stored == STORED_MISSING)
		stored = store->ops->read(
		    store, STORED_AUDIT, link.last, count_waiting, report);
	return stored;
}
