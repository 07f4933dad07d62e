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

enum upshot
pgsql_spend_jti(struct pgsql *p, struct stored_change *change,
    const unsigned char mark[PGSQL_MARK])
{
	struct pgsql_values values = {.count = 0};
	struct arena *arena = arena_new();
	enum upshot outcome;
	int64_t rows;

	pgsql_put_name(&values, arena, change->jti_issuer, change->jti);
	pgsql_number(&values, change->jti_expires);
	pgsql_bytes(&values, mark, PGSQL_MARK);
	pgsql_number(&values, change->now);
	pgsql_truth(&values, change->kind == CHANGE_REVOKE);
	outcome = pgsql_do(p, SPEND, &values, &rows);
	arena_free(arena);
	if (outcome != PGSQL_DONE || rows > 0)
		return outcome;
	change->clash = CLASH_JTI;
	return PGSQL_CLASH;
}

/*
 * A row that is long over is put where there is none: a key that is not there
 * cannot be waited for, and the commit that is looked for may be about to put
 * it.
 */
enum upshot
pgsql_is_marked(struct pgsql *p, const struct stored_change *change,
    const unsigned char mark[PGSQL_MARK], bool *marked)
{
	struct pgsql_values keep = {.count = 0}, find = {.count = 0};
	struct arena *arena = arena_new();
	enum upshot outcome;
	int64_t rows;

	pgsql_put_name(&keep, arena, change->jti_issuer, change->jti);
	pgsql_number(&keep, INT64_MIN);
	pgsql_text(&keep, "");
	pgsql_put_name(&find, arena, change->jti_issuer, change->jti);
	pgsql_bytes(&find, mark, PGSQL_MARK);
	outcome = pgsql_do(p, KEEP_SPENT, &keep, &rows);
	if (outcome == PGSQL_DONE)
		outcome = pgsql_same(p, MARK_OF, &find, marked);
	arena_free(arena);
	return outcome;
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

/* PGSQL_CLASH: the source has had its number for today. */
static enum upshot
count(struct pgsql *p, const char *source, unsigned most, int64_t now)
{
	struct pgsql_values values = {.count = 0};
	enum upshot outcome = PGSQL_DONE;
	int64_t rows = 0;

	pgsql_text(&values, source);
	pgsql_number(&values, now / JOURNAL_DAY);
	pgsql_number(&values, most);
	if (most > 0)
		outcome = pgsql_do(p, COUNT_NOTE, &values, &rows);
	return outcome == PGSQL_DONE && rows == 0 ? PGSQL_CLASH : outcome;
}

enum upshot
pgsql_spend_note(struct pgsql *p, struct stored_change *change)
{
	const enum upshot outcome =
	    count(p, change->note_source, change->note_most, change->now);

	if (outcome == PGSQL_CLASH)
		change->clash = CLASH_NOTES;
	return outcome;
}

/* Counts go in this order always: two changes that share the second wait there,
 * and not for each other. */
enum upshot
pgsql_spend_counts(struct pgsql *p, struct stored_change *change)
{
	enum upshot outcome = PGSQL_DONE;

	for (unsigned i = 0; outcome == PGSQL_DONE && i < CHANGE_COUNTS; i++) {
		const struct stored_count *one = &change->counts[i];

		if (one->source == NULL)
			continue;
		outcome = count(p, one->source, one->most, change->now);
		if (outcome == PGSQL_CLASH) {
			change->clash = CLASH_COUNT;
			change->full = i;
		}
	}
	return outcome;
}

static enum upshot
sweep(struct pgsql *p, enum sql statement, int64_t before)
{
	struct pgsql_values values = {.count = 0};
	int64_t rows;

	pgsql_number(&values, before);
	return pgsql_do(p, statement, &values, &rows);
}

/* Deletes the oldest few rows, which an index knows.  The margin is for a clock
 * that is wrong for a while. */
enum upshot
pgsql_sweep(struct pgsql *p, const struct stored_change *change)
{
	enum upshot outcome = PGSQL_DONE;

	if (change->now < JOURNAL_DAY)
		return PGSQL_DONE;
	if (change->jti != NULL)
		outcome = sweep(p, SWEEP_SPENT, change->now - JOURNAL_DAY);
	if (outcome == PGSQL_DONE && change_counts(change))
		outcome = sweep(p, SWEEP_NOTES, change->now / JOURNAL_DAY - 1);
	return outcome;
}
