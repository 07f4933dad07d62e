/* SPDX-License-Identifier: ISC */
/*
 * Writes the audit trail and the seals over it, and takes the oldest records of
 * the trail away.
 *
 * The keys of the audit trail grow in the order of the commits, whatever the
 * clocks of several machines say, and whoever reads on behind the last record
 * that it saw misses none: the last key is in a row of its own, dcr_tail, which
 * a change locks as its last step and holds until it is committed.  So audited
 * commits wait for each other; not for what is marked to become durable, see
 * change.c.
 * A chain of hashes over the trail would be wrong for ever if a smaller key
 * came in behind its seal.
 *
 * A key is a number of 64 bits without a sign; with its highest bit turned it
 * is a number with a sign, and the order is the same.
 */
#include <string.h>

#include "store/pgsql/private.h"

int64_t
pgsql_signed(uint64_t key)
{
	return (int64_t)(key ^ (uint64_t)1 << 63);
}

void
pgsql_touch(struct pgsql_trip *trip)
{
	(void)pgsql_step(trip, TOUCH_TAIL);
}

bool
pgsql_audit(struct pgsql_trip *trip, enum sql how, const char *text)
{
	struct pgsql_values *values;
	uint64_t number;

	if (!journal_next(0, &number))
		return false;
	values = pgsql_step(trip, how);
	pgsql_number(values, pgsql_signed(number));
	pgsql_text(values, text);
	return true;
}

bool
pgsql_audit_key(
    struct pgsql *p, const struct pgsql_step *step, char key[JOURNAL_KEY])
{
	if (step->rows != 1 ||
	    p->pq->length(step->result, 0, 0) != JOURNAL_KEY - 1) {
		pgsql_say(p, "dcr_audit gives no key");
		return false;
	}
	memcpy(key, p->pq->value(step->result, 0, 0), JOURNAL_KEY - 1);
	key[JOURNAL_KEY - 1] = '\0';
	return true;
}

/* 23502: the key is NULL; 23505: it is there. */
void
pgsql_audit_failed(struct pgsql *p)
{
	if (strncmp(p->why, "23502", 5) == 0)
		pgsql_say(p, "dcr_tail has no row: dcr doctor mends that");
	else if (strncmp(p->why, "23505", 5) == 0)
		pgsql_say(p, "dcr_tail is behind the audit trail: dcr doctor "
			     "mends that");
}

/* A standby has only what it was sent, and one who may not lock the row is told
 * what there is. */
static bool
may_settle(const struct pgsql *p)
{
	static const char *const names[] = {
	    "in_hot_standby", "default_transaction_read_only"};
	const char *value;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		value = p->pq->parameter(p->conn, names[i]);
		if (value != NULL && strcmp(value, "on") == 0)
			return false;
	}
	return true;
}

enum upshot
pgsql_settle_trail(struct pgsql *p, char last[JOURNAL_KEY])
{
	const struct pgsql_values none = {.count = 0};
	PGresult *result;
	enum upshot outcome;
	int64_t number = INT64_MAX;

	journal_key(UINT64_MAX, last);
	if (p->frozen || !may_settle(p))
		return PGSQL_DONE;
	outcome = pgsql_ask(p, SETTLE, &none, &result);
	if (outcome == PGSQL_FAILED && strncmp(p->why, "42501", 5) == 0)
		return PGSQL_DONE;
	if (outcome != PGSQL_DONE)
		return outcome;
	if (p->pq->rows(result) > 0 &&
	    !pgsql_get_number(p, result, 0, 0, &number))
		outcome = PGSQL_FAILED;
	p->pq->clear(result);
	journal_key((uint64_t)pgsql_signed((uint64_t)number), last);
	return outcome;
}

static enum upshot
seal_work(struct pgsql *p, struct pgsql_job *job)
{
	const struct stored_record *record = job->argument;
	struct pgsql_values values = {.count = 0};
	struct pgsql_trip touch = {.count = 0};
	enum upshot outcome = PGSQL_DONE;
	int64_t rows;
	bool same = false;

	pgsql_touch(&touch);
	if (job->unsure)
		outcome = pgsql_go(p, &touch);
	pgsql_trip_end(p, &touch);
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
