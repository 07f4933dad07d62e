/* SPDX-License-Identifier: ISC */
/* Plans and seals what is taken away of the audit trail. */
#include <string.h>

#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/json.h"
#include "store/lib/private.h"
#include "store/lib/rows.h"

static bool
take_bound(void *context, const struct stored_record *record)
{
	struct chain_bound *bound = context;
	struct arena *arena = arena_new();
	struct chain_seal seal;

	if (chain_read_seal(arena, record->text, &seal) && seal.pruned > 0) {
		bound->through = seal.through;
		memcpy(bound->until, seal.until, JOURNAL_KEY);
	}
	arena_free(arena);
	return true;
}

enum stored
chain_find_bound(struct store *store, struct chain_bound *bound)
{
	*bound = (struct chain_bound){.through = 0};
	return rows_records(store, TABLE_SEALS, NULL, take_bound, bound);
}

struct ranging {
	char through[JOURNAL_KEY];
	struct chain_range *range;
};

static bool
take_range(void *context, const struct stored_record *record)
{
	struct ranging *ranging = context;
	struct chain_range *range = ranging->range;
	struct arena *arena = arena_new();
	struct chain_seal seal;

	if (strcmp(record->key, ranging->through) <= 0 &&
	    chain_read_seal(arena, record->text, &seal) && seal.pruned == 0) {
		range->records += seal.count;
		memcpy(range->last, seal.last, JOURNAL_KEY);
		memcpy(range->digest,
		    digest_hex(arena, record->text, strlen(record->text)),
		    sizeof range->digest);
	}
	arena_free(arena);
	return strcmp(record->key, ranging->through) < 0;
}

enum stored
chain_read_range(struct store *store, uint64_t after, uint64_t through,
    struct chain_range *range)
{
	struct ranging ranging = {.range = range};
	char from[JOURNAL_KEY];

	*range = (struct chain_range){.records = 0};
	journal_key(after, from);
	journal_key(through, ranging.through);
	return rows_records(store, TABLE_SEALS, from, take_range, &ranging);
}

struct planning {
	const char *before;
	struct chain_bound bound;
	struct chain_pruning *plan;
	bool beyond;
};

/* Finds the last batch all of which is old. */
static bool
take_old(void *context, const struct stored_record *record)
{
	struct planning *planning = context;
	struct chain_pruning *plan = planning->plan;
	struct arena *arena = arena_new();
	struct chain_seal seal;
	uint64_t number;

	if (!chain_read_seal(arena, record->text, &seal) ||
	    !journal_number(record->key, &number) ||
	    strcmp(seal.last, planning->before) >= 0)
		planning->beyond = true;
	else if (seal.pruned == 0) {
		plan->records += seal.count;
		plan->through = number;
		memcpy(plan->until, seal.last, JOURNAL_KEY);
	}
	arena_free(arena);
	return !planning->beyond;
}

static bool
take_first(void *context, const struct stored_record *record)
{
	memcpy(context, record->key, JOURNAL_KEY);
	return false;
}

/* The plan for the records that a pruning has left which somebody did not
 * finish. */
static enum stored
plan_rest(struct store *store, const struct chain_bound *bound,
    struct chain_pruning *plan)
{
	char first[JOURNAL_KEY] = "";
	const enum stored stored =
	    rows_records(store, TABLE_AUDIT, NULL, take_first, first);

	*plan = (struct chain_pruning){.sealed = true};
	if (stored == STORED_OK && *first != '\0' &&
	    strcmp(first, bound->until) <= 0) {
		memcpy(plan->until, bound->until, JOURNAL_KEY);
		plan->through = bound->through;
	}
	return stored;
}

enum stored
chain_prune_plan(
    struct store *store, const char *before, struct chain_pruning *plan)
{
	struct planning planning = {.before = before, .plan = plan};
	char after[JOURNAL_KEY];
	enum stored stored = chain_find_bound(store, &planning.bound);

	*plan = (struct chain_pruning){.records = 0};
	if (stored != STORED_OK)
		return stored;
	journal_key(planning.bound.through, after);
	stored = rows_records(store, TABLE_SEALS, after, take_old, &planning);
	if (stored == STORED_OK && plan->records == 0)
		stored = plan_rest(store, &planning.bound, plan);
	return stored;
}

static const char *
write_pruned(struct arena *arena, const struct chain_pruning *plan,
    const struct chain_range *range, const char *last, const char *newest,
    int64_t now)
{
	struct json *json = json_new_object(arena);
	char through[JOURNAL_KEY];

	journal_key(plan->through, through);
	json_set_integer(json, "pruned", plan->records);
	json_set_string(json, "until", plan->until);
	json_set_string(json, "seal", through);
	json_set_integer(json, "at", now);
	json_set_string(json, "by", "operator");
	json_set_string(json, "last", last);
	json_set_string(
	    json, "previous", digest_hex(arena, newest, strlen(newest)));
	json_set_string(json, "sha256", range->digest);
	return json_text(arena, json);
}

enum stored
chain_prune_seal(
    struct store *store, const struct chain_pruning *plan, int64_t now)
{
	struct arena *arena = arena_new();
	struct stored_record newest = {"", ""};
	struct chain_seal seal = {.last = NULL};
	struct chain_range range;
	uint64_t number = 0;
	enum stored stored =
	    chain_newest_seal(store, arena, &number, &newest, &seal);

	if (stored == STORED_OK)
		stored = chain_read_range(store, 0, plan->through, &range);
	if (stored == STORED_OK && number < plan->through)
		stored = STORED_UNABLE;
	if (stored == STORED_OK)
		stored = chain_append_seal(store, number + 1,
		    write_pruned(
			arena, plan, &range, seal.last, newest.text, now));
	arena_free(arena);
	return stored;
}
