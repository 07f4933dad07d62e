/* SPDX-License-Identifier: ISC */
/*
 * Spends what may be had once, or so many times: jtis, notes and counts.
 *
 * The name of a spent jti is its issuer, a NUL, and the jti: so issuer and jti
 * are ordered as one.  A client may choose a jti as long as a body is, and an
 * index has room for some 2700 bytes.  So the key is the name's beginning and,
 * when there is more of it, the digest of the whole; the rest is beside the
 * key.
 */
#include <string.h>

#include "kit/arena.h"
#include "kit/digest.h"
#include "store/pgsql/private.h"

#define HEAD 1000

void
pgsql_put_name(struct pgsql_values *values, struct arena *arena,
    const char *issuer, const char *jti)
{
	const size_t before = strlen(issuer) + 1, length = before + strlen(jti);
	const size_t head = length > HEAD ? HEAD : length;
	char *bytes = arena_alloc(arena, length);

	memcpy(bytes, issuer, before);
	memcpy(bytes + before, jti, length - before);
	pgsql_bytes(values, bytes, head);
	pgsql_text(
	    values, length > head ? digest_hex(arena, bytes, length) : "");
	pgsql_bytes(values, bytes + head, length - head);
}

void
pgsql_spend_jti(struct pgsql_trip *trip, struct arena *arena,
    const struct stored_change *change, const unsigned char mark[PGSQL_MARK])
{
	struct pgsql_values *values = pgsql_step_or(trip, SPEND, CLASH_JTI);

	pgsql_put_name(values, arena, change->jti_issuer, change->jti);
	pgsql_number(values, change->jti_expires);
	pgsql_bytes(values, mark, PGSQL_MARK);
	pgsql_number(values, change->now);
	pgsql_truth(values, change->kind == CHANGE_REVOKE);
}

/*
 * A row that is long over is put where there is none: a key that is not there
 * cannot be waited for, and the commit that is looked for may be about to put
 * it.
 */
void
pgsql_find_mark(struct pgsql_trip *trip, struct arena *arena,
    const struct stored_change *change, const unsigned char mark[PGSQL_MARK])
{
	struct pgsql_values *keep = pgsql_step(trip, KEEP_SPENT);
	struct pgsql_values *find = pgsql_step(trip, MARK_OF);

	pgsql_put_name(keep, arena, change->jti_issuer, change->jti);
	pgsql_number(keep, INT64_MIN);
	pgsql_text(keep, "");
	pgsql_put_name(find, arena, change->jti_issuer, change->jti);
	pgsql_bytes(find, mark, PGSQL_MARK);
}

static enum upshot
spent_work(struct pgsql *p, struct pgsql_job *job)
{
	bool spent;
	const enum upshot outcome =
	    pgsql_same(p, IS_SPENT, job->argument, &spent);

	return outcome == PGSQL_DONE && !spent ? PGSQL_MISSING : outcome;
}

enum stored
pgsql_spent(
    struct store *store, const char *issuer, const char *jti, int64_t now)
{
	struct pgsql_values values = {.count = 0};
	struct pgsql_job job = {
	    .work = spent_work, .argument = &values, .name = "spent"};
	struct arena *arena = arena_new();
	enum stored stored;

	pgsql_put_name(&values, arena, issuer, jti);
	pgsql_number(&values, now);
	stored = pgsql_run((struct pgsql *)store, &job);
	arena_free(arena);
	return stored;
}

/* No row: the source has had its number for today. */
static void
count(struct pgsql_trip *trip, const struct stored_count *count, int64_t now,
    enum stored_clash clash)
{
	struct pgsql_values *values = pgsql_step_or(trip, COUNT_NOTE, clash);

	pgsql_text(values, count->source);
	pgsql_number(values, now / JOURNAL_DAY);
	pgsql_number(values, count->most);
}

void
pgsql_spend_note(struct pgsql_trip *trip, const struct stored_change *change)
{
	const struct stored_count note = {
	    change->note_source, change->note_most};

	count(trip, &note, change->now, CLASH_NOTES);
}

/* Counts go in this order always: two changes that share the second wait there,
 * and not for each other. */
void
pgsql_spend_counts(struct pgsql_trip *trip, const struct stored_change *change)
{
	for (unsigned i = 0; i < CHANGE_COUNTS; i++) {
		if (change->counts[i].source == NULL)
			continue;
		count(trip, &change->counts[i], change->now, CLASH_COUNT);
		trip->steps[trip->count - 1].which = i;
	}
}

/* Deletes the oldest few rows, which an index knows.  The margin is for a clock
 * that is wrong for a while. */
void
pgsql_sweep(struct pgsql_trip *trip, const struct stored_change *change)
{
	if (change->now < JOURNAL_DAY)
		return;
	if (change->jti != NULL)
		pgsql_number(
		    pgsql_step(trip, SWEEP_SPENT), change->now - JOURNAL_DAY);
	if (change_counts(change))
		pgsql_number(pgsql_step(trip, SWEEP_NOTES),
		    change->now / JOURNAL_DAY - 1);
}
