/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/arena.h"
#include "store/pgsql/walk.h"

/*
 * The keys of the audit trail grow in the order of the commits, whatever the
 * clocks of several machines say, and whoever reads on behind the last record
 * that it saw misses none: the last key is in a row of its own, which a change
 * locks as its last step and holds until it is committed.  So audited commits
 * wait for each other, for the time that one takes to become durable.  A chain
 * of hashes over the trail would be wrong for ever if a smaller key came in
 * behind its seal.
 *
 * A key is a number of 64 bits without a sign; with its highest bit turned it
 * is one with a sign, and the order is the same.
 */
#define TURN ((uint64_t)1 << 63)

enum pgsql_outcome
pgsql_touch(struct pgsql *p)
{
	const struct pgsql_values none = {.count = 0};
	int64_t rows;

	return pgsql_do(p, TOUCH_TAIL, &none, &rows);
}

static enum pgsql_outcome
take_key(struct pgsql *p, uint64_t *number)
{
	struct pgsql_values values = {.count = 0};
	PGresult *result;
	enum pgsql_outcome outcome;
	int64_t last;

	if (!journal_next(0, number))
		return PGSQL_FAILED;
	pgsql_number(&values, (int64_t)(*number ^ TURN));
	outcome = pgsql_ask(p, TAKE_KEY, &values, &result);
	if (outcome != PGSQL_DONE)
		return outcome;
	if (p->pq->rows(result) != 1) {
		pgsql_say(p, "dcr_tail has no row: dcr doctor mends that");
		outcome = PGSQL_FAILED;
	} else if (!pgsql_get_number(p, result, 0, 0, &last))
		outcome = PGSQL_FAILED;
	else
		*number = (uint64_t)last ^ TURN;
	p->pq->clear(result);
	return outcome;
}

enum pgsql_outcome
pgsql_audit(struct pgsql *p, const char *text, char key[JOURNAL_KEY])
{
	struct pgsql_values values = {.count = 0};
	uint64_t number;
	enum pgsql_outcome outcome = take_key(p, &number);
	int64_t rows;

	if (outcome != PGSQL_DONE)
		return outcome;
	journal_key(number, key);
	pgsql_text(&values, key);
	pgsql_text(&values, text);
	outcome = pgsql_do(p, INSERT_AUDIT, &values, &rows);
	if (outcome == PGSQL_DONE && rows == 0) {
		pgsql_say(p, "dcr_tail is behind the audit trail: dcr doctor "
			     "mends that");
		return PGSQL_FAILED;
	}
	return outcome;
}

struct reading {
	const char *after;
	bool (*each)(void *context, const struct stored_record *record);
	void *context;
};

static void
behind_record(const struct pgsql_walk *walk, const struct stored_row *last,
    struct arena *arena, struct pgsql_values *values)
{
	const struct reading *reading = walk->argument;

	(void)arena;
	pgsql_text(values, last == NULL ? reading->after : last->record.key);
}

/* Nothing that would make two texts look alike, or one look like two. */
static bool
read_record(struct pgsql *p, const PGresult *result, int row,
    struct arena *arena, struct stored_row *out)
{
	struct stored_record *record = &out->record;
	uint64_t number;

	if (!pgsql_get_text(p, result, row, 0, arena, &record->key) ||
	    !pgsql_get_text(p, result, row, 1, arena, &record->text))
		return false;
	if (journal_number(record->key, &number) &&
	    journal_line(record->text, strlen(record->text)))
		return true;
	pgsql_say(p, "a journal has a record that cannot be read");
	return false;
}

static bool
hand_record(const struct pgsql_walk *walk, const struct stored_row *row)
{
	const struct reading *reading = walk->argument;

	return reading->each(reading->context, &row->record);
}

enum stored
pgsql_read(struct store *store, enum stored_journal journal, const char *after,
    bool (*each)(void *context, const struct stored_record *record),
    void *context)
{
	struct reading argument = {after == NULL ? "" : after, each, context};
	const struct pgsql_walk walk = {
	    .name = "read",
	    .statement = journal == STORED_AUDIT ? READ_AUDIT : READ_SEALS,
	    .behind = behind_record,
	    .read = read_record,
	    .hand = hand_record,
	    .argument = &argument,
	};

	return pgsql_walk(store, &walk);
}

static enum pgsql_outcome
seal_work(struct pgsql *p, struct pgsql_job *job)
{
	const struct stored_record *record = job->argument;
	struct pgsql_values values = {.count = 0};
	enum pgsql_outcome outcome = PGSQL_DONE;
	int64_t rows;
	bool same = false;

	if (job->unsure)
		outcome = pgsql_touch(p);
	if (outcome != PGSQL_DONE)
		return outcome;
	pgsql_text(&values, record->key);
	pgsql_text(&values, record->text);
	outcome = pgsql_do(p, INSERT_SEAL, &values, &rows);
	if (outcome != PGSQL_DONE || rows > 0)
		return outcome;
	if (job->unsure)
		outcome = pgsql_same(p, SAME_SEAL, &values, &same);
	return outcome == PGSQL_DONE && !same ? PGSQL_CLASH : outcome;
}

enum stored
pgsql_seal(struct store *store, const struct stored_record *record)
{
	struct pgsql_job job = {.work = seal_work,
	    .argument = (void *)(uintptr_t)record,
	    .name = "seal",
	    .writes = true};

	return journal_sound(record) ? pgsql_run((struct pgsql *)store, &job)
				     : STORED_UNABLE;
}

struct pruning {
	const char *until;
	int64_t removed;
};

/* The rows are autovacuum's to give back. */
static enum pgsql_outcome
prune_work(struct pgsql *p, struct pgsql_job *job)
{
	struct pruning *pruning = job->argument;
	struct pgsql_values values = {.count = 0};

	pgsql_text(&values, pruning->until);
	return pgsql_do(p, PRUNE_AUDIT, &values, &pruning->removed);
}

enum stored
pgsql_prune(struct store *store, const char *until, size_t *removed)
{
	struct pruning pruning = {.until = until};
	struct pgsql_job job = {.work = prune_work,
	    .argument = &pruning,
	    .name = "prune",
	    .writes = true};
	const enum stored stored = pgsql_run((struct pgsql *)store, &job);

	*removed = stored == STORED_OK ? (size_t)pruning.removed : 0;
	return stored;
}
