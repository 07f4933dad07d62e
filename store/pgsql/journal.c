/* SPDX-License-Identifier: ISC */
/*
 * Writes the audit trail and the seals over it, and takes the oldest records of
 * the trail away.
 *
 * The keys of the audit trail grow in the order of the commits, whatever the
 * clocks of several machines say, and whoever reads on behind the last record
 * that it saw misses none: the last key is in a row of its own, dcr_tail, which
 * a change locks as its last step and holds until it is committed.  So audited
 * commits wait for each other, for the time that one takes to become durable.
 * A chain of hashes over the trail would be wrong for ever if a smaller key
 * came in behind its seal.
 *
 * A key is a number of 64 bits without a sign; with its highest bit turned it
 * is a number with a sign, and the order is the same.
 */
#include "store/pgsql/private.h"

int64_t
pgsql_signed(uint64_t key)
{
	return (int64_t)(key ^ (uint64_t)1 << 63);
}

enum upshot
pgsql_touch(struct pgsql *p)
{
	const struct pgsql_values none = {.count = 0};
	int64_t rows;

	return pgsql_do(p, TOUCH_TAIL, &none, &rows);
}

static enum upshot
take_key(struct pgsql *p, uint64_t *number)
{
	struct pgsql_values values = {.count = 0};
	PGresult *result;
	enum upshot outcome;
	int64_t last;

	if (!journal_next(0, number))
		return PGSQL_FAILED;
	pgsql_number(&values, pgsql_signed(*number));
	outcome = pgsql_ask(p, TAKE_KEY, &values, &result);
	if (outcome != PGSQL_DONE)
		return outcome;
	if (p->pq->rows(result) != 1) {
		pgsql_say(p, "dcr_tail has no row: dcr doctor mends that");
		outcome = PGSQL_FAILED;
	} else if (!pgsql_get_number(p, result, 0, 0, &last))
		outcome = PGSQL_FAILED;
	else
		*number = (uint64_t)pgsql_signed((uint64_t)last);
	p->pq->clear(result);
	return outcome;
}

enum upshot
pgsql_audit(struct pgsql *p, const char *text, char key[JOURNAL_KEY])
{
	struct pgsql_values values = {.count = 0};
	uint64_t number;
	enum upshot outcome = take_key(p, &number);
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

static enum upshot
seal_work(struct pgsql *p, struct pgsql_job *job)
{
	const struct stored_record *record = job->argument;
	struct pgsql_values values = {.count = 0};
	enum upshot outcome = PGSQL_DONE;
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

/* The room of the rows is for autovacuum to give back. */
static enum upshot
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
