/* SPDX-License-Identifier: ISC */
/*
 * Makes a change in one transaction: all that belongs to it happens, or
 * nothing.
 *
 * READ COMMITTED is enough for that.  A claim on a software is about rows that
 * are not there yet, and no lock on the clients' rows would keep another one
 * from coming in.  So whoever adds, replaces or removes a client first writes
 * the row of its software in dcr_software, and holds that to the end.  Whoever
 * comes second waits there; each statement of READ COMMITTED sees what was
 * committed before it began, and so its look at the clients sees what the first
 * one did.  A replacement locks its client before the software, since the
 * client's row says which software that is, and two of these in the order of
 * their bytes.  All else that must happen once has a unique key.  At a higher
 * level of isolation, which a server may have that knows no lower one, the
 * second is told 40001 instead of being let on, and is tried again.
 *
 * Locks are taken in one order: client, software, jti, sources of notes and
 * counts, what is swept, the trail's end.  Where chance has it otherwise (a jti
 * that is swept and spent again) the server finds the deadlock, and one of the
 * two begins again.
 */
#include <string.h>
#include <sys/random.h>

#include "kit/arena.h"
#include "kit/log.h"
#include "store/pgsql/private.h"

#define MARKED_SECONDS 60
#define RECENT_MICROSECONDS 3600000000 /* more than clocks may differ by */

struct changing {
	struct stored_change *change;
	struct arena *arena;
	unsigned char mark[PGSQL_MARK]; /* of the jti's row */
	bool marked;	       /* which tells whether all of it happened */
	char key[JOURNAL_KEY]; /* of the audit record; known before the commit,
				   where nothing is marked */
};

static void
plan_write(struct pgsql_trip *trip, const struct stored_change *change,
    const struct client *old)
{
	switch (change->kind) {
	case CHANGE_ADD:
	case CHANGE_REPLACE:
	case CHANGE_REMOVE:
		pgsql_write_client(trip, change, old);
		break;
	case CHANGE_NOTE:
		pgsql_spend_note(trip, change);
		break;
	case CHANGE_SPEND:
	case CHANGE_REVOKE:
		break;
	}
}

/*
 * The end of a change that its jti's mark stands for.  Its commit does not wait
 * for the disk or a standby, so that whoever waits for the end of the trail does
 * not wait for that either; then the mark is locked, which is written, and
 * committed, and all that was committed before is then durable, too: of many
 * changes at once by one write.  Only now it is acknowledged.
 */
static bool
plan_end(struct pgsql_trip *last, const struct changing *changing)
{
	const struct stored_change *change = changing->change;
	struct pgsql_values *hold;

	if (!pgsql_audit(last, AUDIT_MARKED, change->audit))
		return false;
	(void)pgsql_step(last, COMMIT_CHANGE);
	hold = pgsql_step(last, HOLD_MARK);
	pgsql_put_name(hold, changing->arena, change->jti_issuer, change->jti);
	pgsql_bytes(hold, changing->mark, PGSQL_MARK);
	return true;
}

/* The steps of the change, and its last ones. */
static bool
plan(struct pgsql_trip *trip, struct pgsql_trip *last,
    const struct changing *changing, const struct client *old)
{
	const struct stored_change *change = changing->change;

	pgsql_lock_change(trip, change, old);
	if (change->jti != NULL)
		pgsql_spend_jti(trip, changing->arena, change, changing->mark);
	plan_write(trip, change, old);
	pgsql_spend_counts(trip, change);
	pgsql_sweep(trip, change);
	if (changing->marked)
		return plan_end(last, changing);
	return change->audit == NULL || pgsql_audit(trip, AUDIT, change->audit);
}

/* What is known when all steps have been done.  A step that was an error takes
 * nothing from what those before it have found. */
static enum upshot
judge(struct pgsql *p, struct changing *changing, const struct pgsql_trip *trip,
    enum upshot outcome)
{
	const struct pgsql_step *end = &trip->steps[trip->count - 1];
	enum upshot clash = PGSQL_DONE;

	if (outcome == PGSQL_DONE ||
	    (outcome == PGSQL_FAILED && p->conn != NULL))
		clash = pgsql_clashes(p, trip, changing->change);
	if (clash != PGSQL_DONE)
		return clash;
	if (end->statement != AUDIT)
		return outcome;
	if (outcome == PGSQL_FAILED)
		pgsql_audit_failed(p);
	if (outcome == PGSQL_DONE && !pgsql_audit_key(p, end, changing->key))
		return PGSQL_FAILED;
	return outcome;
}

static enum upshot
write_change(
    struct pgsql *p, struct changing *changing, struct pgsql_trip *last)
{
	struct stored_change *change = changing->change;
	struct client old = {.version = 0};
	struct pgsql_trip trip = {.count = 0};
	enum upshot outcome = PGSQL_DONE;

	if (change_is_of_old(change))
		outcome = pgsql_find_client(p, change, changing->arena, &old);
	if (outcome != PGSQL_DONE)
		return outcome;
	if (!plan(&trip, last, changing, &old))
		return PGSQL_FAILED;
	outcome = judge(p, changing, &trip, pgsql_go(p, &trip));
	pgsql_trip_end(p, &trip);
	return outcome;
}

/* The record of an attempt: with the key that it was given, or, of what is
 * marked, the newest one with that text.  That it is there the mark tells. */
static void
find_record(struct pgsql_trip *trip, struct changing *changing)
{
	struct pgsql_values *values =
	    pgsql_step(trip, changing->marked ? FIND_AUDIT : SAME_AUDIT);
	uint64_t now = 0;

	if (changing->marked && journal_next(0, &now))
		journal_key(now - RECENT_MICROSECONDS, changing->key);
	pgsql_text(values, changing->key);
	pgsql_text(values, changing->change->audit);
}

/*
 * Whether an attempt whose commit was not answered has happened all the same.
 * The attempt's server process may still be about to commit.  Whoever looks for
 * the record or the mark waits for that, since both want the same lock.  And he
 * writes: his own commit is durable only when all that was committed before it
 * is, on a standby as well.
 *
 * An attempt that has spent a jti may itself still wait for the end of the
 * trail, so that is touched behind the jti's row.
 */
static enum upshot
look_back(struct pgsql *p, struct changing *changing, bool *happened)
{
	const struct stored_change *change = changing->change;
	const bool by_mark =
	    changing->marked || (change->audit == NULL && change->jti != NULL);
	struct pgsql_trip trip = {.count = 0};
	enum upshot outcome;

	if (by_mark)
		pgsql_find_mark(&trip, changing->arena, change, changing->mark);
	pgsql_touch(&trip);
	if (change->audit != NULL)
		find_record(&trip, changing);
	outcome = pgsql_go(p, &trip);
	*happened = trip.count > 1 && trip.steps[1].rows > 0;
	if (outcome == PGSQL_DONE && *happened && changing->marked &&
	    !pgsql_audit_key(p, &trip.steps[trip.count - 1], changing->key))
		outcome = PGSQL_FAILED;
	pgsql_trip_end(p, &trip);
	if (outcome != PGSQL_DONE || by_mark || change->audit != NULL)
		return outcome;
	return pgsql_is_written(p, change, changing->arena, happened);
}

static enum upshot
change_work(struct pgsql *p, struct pgsql_job *job)
{
	struct changing *changing = job->argument;
	bool happened = false;
	enum upshot outcome = PGSQL_DONE;

	changing->change->clash = CLASH_NONE;
	if (job->unsure)
		outcome = look_back(p, changing, &happened);
	if (outcome == PGSQL_DONE && !happened)
		outcome = write_change(p, changing, job->last);
	return outcome;
}

/* The key of the record that went with the commit. */
static enum upshot
told(struct pgsql *p, struct pgsql_job *job)
{
	struct changing *changing = job->argument;

	for (int i = 0; i < job->last->count; i++)
		if (job->last->steps[i].statement == AUDIT_MARKED &&
		    !pgsql_audit_key(p, &job->last->steps[i], changing->key))
			return PGSQL_GONE;
	return PGSQL_DONE;
}

/*
 * A jti that nobody else can spend while this is tried again stands, by its
 * mark, for the whole of the transaction; then the record goes with the commit
 * and its key need not be known before.
 */
static bool
is_marked(const struct stored_change *change)
{
	return change->audit != NULL && change->jti != NULL &&
	       (change->kind == CHANGE_ADD || change->kind == CHANGE_REPLACE) &&
	       change->jti_expires > MARKED_SECONDS &&
	       change->jti_expires - MARKED_SECONDS > change->now;
}

static enum upshot
hold_work(struct pgsql *p, struct pgsql_job *job)
{
	const struct pgsql_values none = {.count = 0};
	int64_t rows;

	(void)job;
	return pgsql_do(p, HOLD_TAIL, &none, &rows);
}

/* Whoever is told that the software has a client may be answered with that one,
 * as if it were his: so it is to be durable. */
static enum stored
tell_clash(struct pgsql *p, enum stored_clash clash)
{
	struct pgsql_job job = {
	    .work = hold_work, .name = "claim", .writes = true};

	if (clash != CLASH_SOFTWARE || pgsql_run(p, &job) == STORED_OK)
		return STORED_CONFLICT;
	return STORED_UNABLE;
}

enum stored
pgsql_change(struct store *store, struct stored_change *change)
{
	struct changing changing = {
	    .change = change, .marked = is_marked(change)};
	struct pgsql_job job = {.work = change_work,
	    .argument = &changing,
	    .writes = true,
	    .told = told};
	enum stored stored;

	change->clash = CLASH_NONE;
	*change->key = '\0';
	if (!change_sound(change))
		return STORED_UNABLE;
	if (getrandom(changing.mark, sizeof changing.mark, 0) !=
	    sizeof changing.mark) {
		log_line("store: the kernel gives no random bytes");
		return STORED_UNABLE;
	}
	job.name = change_name(change->kind);
	changing.arena = arena_new();
	stored = pgsql_run((struct pgsql *)store, &job);
	arena_free(changing.arena);
	if (stored == STORED_CONFLICT)
		stored = tell_clash((struct pgsql *)store, change->clash);
	if (stored != STORED_CONFLICT)
		change->clash = CLASH_NONE;
	if (stored == STORED_OK && change->audit != NULL)
		memcpy(change->key, changing.key, sizeof changing.key);
	return stored;
}
