/* SPDX-License-Identifier: ISC */
/* Verifies the chain of seals over the audit trail. */
#include <inttypes.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/digest.h"
#include "store/lib/private.h"
#include "store/lib/rows.h"

/* How far the chain holds. */
struct link {
	uint64_t number;	  /* of the last seal */
	char digest[65];	  /* of its text */
	char last[JOURNAL_KEY];	  /* the record it ends with; "": none */
	struct chain_bound bound; /* what may be missing, */
	uint64_t pruned;	  /* and up to where that was proved */
	struct arena *arena;	  /* the report's */
	struct chain_report *report;
	const struct chain_watch *watch; /* or NULL */
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

/* The first thing that is wrong with the records of a batch; NULL: nothing. */
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

/* Records go oldest first: in front of the first one that is left there is
 * nothing, and behind it nothing is missing. */
static const char *
wrong_left(struct link *link, struct arena *arena,
    const struct chain_seal *seal, const struct chain_batch *batch,
    const char *digest)
{
	const char *wrong = NULL;

	if (batch->count == 0 && link->report->left == 0)
		return NULL;
	if (link->report->left > 0 || (int64_t)batch->count >= seal->count ||
	    strcmp(batch->last, seal->last) != 0 ||
	    strcmp(batch->first, seal->first) <= 0)
		wrong = wrong_batch(arena, seal, batch, digest);
	link->report->left += batch->count;
	return wrong;
}

/* Compares what a pruning says of itself with the seals that it went over. */
static enum stored
verify_pruned(
    struct store *store, struct link *link, const struct chain_seal *seal)
{
	struct chain_range range;
	char key[JOURNAL_KEY];
	enum stored stored;

	if (seal->through <= link->pruned || seal->through > link->number) {
		range = (struct chain_range){.records = -1};
		stored = STORED_OK;
	} else
		stored = chain_read_range(
		    store, link->pruned, seal->through, &range);
	if (stored != STORED_OK)
		return stored;
	journal_key(link->number + 1, key);
	if (range.records != seal->pruned ||
	    strcmp(range.digest, seal->digest) != 0 ||
	    strcmp(range.last, seal->until) != 0 ||
	    strcmp(link->last, seal->last) != 0)
		link->report->broken = arena_printf(link->arena,
		    "seal %s: what it says was pruned is not what was sealed",
		    key);
	link->report->pruned += seal->pruned;
	memcpy(link->report->pruned_until, seal->until, JOURNAL_KEY);
	link->pruned = seal->through;
	return STORED_OK;
}

static void
step(struct link *link, const struct chain_seal *seal)
{
	link->report->seals++;
	link->number++;
	memcpy(link->last, seal->last, JOURNAL_KEY);
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
	if (seal.pruned > 0) {
		stored = verify_pruned(store, link, &seal);
		if (link->report->broken == NULL)
			step(link, &seal);
		return stored;
	}
	memcpy(batch.until, seal.last, JOURNAL_KEY);
	batch.most = (size_t)seal.count;
	batch.most++;
	stored = chain_gather(store, arena, &batch, &digest);
	if (stored != STORED_OK)
		return stored;
	if (link->number < link->bound.through)
		link->report->broken =
		    wrong_left(link, link->arena, &seal, &batch, digest);
	else
		link->report->broken =
		    wrong_batch(link->arena, &seal, &batch, digest);
	if (link->report->broken != NULL)
		return STORED_OK;
	if (link->number >= link->bound.through)
		link->report->records += batch.count;
	step(link, &seal);
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

static enum stored
verify(struct store *store, struct link *link, struct chain_report *report)
{
	struct stored_record newest;
	uint64_t seals = 0;
	enum stored stored;

	memset(report, 0, sizeof *report);
	memcpy(
	    link->digest, digest_hex(link->arena, "", 0), sizeof link->digest);
	stored = chain_find_bound(store, &link->bound);
	if (stored == STORED_OK && link->watch != NULL)
		stored = chain_find_newest(store, link->arena, &seals, &newest);
	while (stored == STORED_OK && report->broken == NULL) {
		stored = verify_next(store, link);
		if (link->watch != NULL)
			link->watch->tell(link->watch->context, seals);
	}
	if (stored == STORED_MISSING)
		stored = rows_count(
		    store, TABLE_AUDIT, link->last, &report->waiting);
	return stored;
}

/* Records may go while we look for them.  Whoever prunes has appended his seal
 * before, and moves on: a fault of the chain stays where it is. */
enum stored
chain_verify_watched(struct store *store, struct arena *arena,
    const struct chain_watch *watch, struct chain_report *report)
{
	uint64_t broken = 0;

	for (;;) {
		struct link link = {
		    .arena = arena, .report = report, .watch = watch};
		struct chain_bound bound;
		enum stored stored = verify(store, &link, report);

		if (stored != STORED_OK || report->broken == NULL)
			return stored;
		stored = chain_find_bound(store, &bound);
		if (stored != STORED_OK || link.number >= bound.through ||
		    broken == link.number + 1)
			return stored;
		broken = link.number + 1;
	}
}

enum stored
chain_verify(
    struct store *store, struct arena *arena, struct chain_report *report)
{
	return chain_verify_watched(store, arena, NULL, report);
}
