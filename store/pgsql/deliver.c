/* SPDX-License-Identifier: ISC */
/*
 * Writes what is left to do for those who are told of each change.
 *
 * That a row is as it was is asked by locking it, and that it is not there by
 * putting an empty one in its place: two who do that at once come one after the
 * other, and the second finds what the first has written.  No empty one is left
 * at the end.
 */
#include "store/lib/delivery.h"
#include "store/pgsql/private.h"

struct delivering {
	const struct stored_delivery *was, *rows;
	size_t count;
};

static void
put_row(struct pgsql_values *values, const struct stored_delivery *row)
{
	pgsql_text(values, row->key);
	if (row->text != NULL)
		pgsql_text(values, row->text);
}

/* Further rows, from *from on, as many as go together.  True: that is all. */
static bool
plan(struct pgsql_trip *trip, const struct delivering *delivering, size_t *from)
{
	const struct stored_delivery *was = delivering->was, *row;
	const bool claimed = was != NULL && was->text == NULL;

	for (; *from < delivering->count && trip->count < PGSQL_STEPS;
	     ++*from) {
		row = &delivering->rows[*from];
		put_row(pgsql_step(trip,
			    row->text == NULL ? DROP_DELIVERY : PUT_DELIVERY),
		    row);
	}
	if (*from < delivering->count ||
	    (claimed && trip->count == PGSQL_STEPS))
		return false;
	if (claimed)
		pgsql_text(pgsql_step(trip, UNCLAIM_DELIVERY), was->key);
	return true;
}

static enum upshot
write_rows(struct pgsql *p, const struct delivering *delivering)
{
	const struct stored_delivery *was = delivering->was;
	struct pgsql_trip trip = {.count = 0};
	enum upshot outcome;
	size_t from = 0;
	bool all;

	if (was != NULL)
		put_row(pgsql_step_or(&trip,
			    was->text == NULL ? CLAIM_DELIVERY : HOLD_DELIVERY,
			    CLASH_VERSION),
		    was);
	do {
		all = plan(&trip, delivering, &from);
		outcome = pgsql_go(p, &trip);
		if (outcome == PGSQL_DONE && trip.count > 0 &&
		    trip.steps[0].clash != CLASH_NONE &&
		    trip.steps[0].rows == 0)
			outcome = PGSQL_CLASH;
		pgsql_trip_end(p, &trip);
	} while (!all && outcome == PGSQL_DONE);
	return outcome;
}

/* Whether the row is as it should be, once whoever is writing it has ended. */
static enum upshot
compare(struct pgsql *p, const struct stored_delivery *row, bool *same)
{
	struct pgsql_trip trip = {.count = 0};
	const struct pgsql_step *is = &trip.steps[1];
	enum upshot outcome;

	pgsql_text(pgsql_step(&trip, CLAIM_DELIVERY), row->key);
	pgsql_text(pgsql_step(&trip, HOLD_DELIVERY), row->key);
	pgsql_text(&trip.steps[1].values, row->text == NULL ? "" : row->text);
	pgsql_text(pgsql_step(&trip, UNCLAIM_DELIVERY), row->key);
	outcome = pgsql_go(p, &trip);
	*same = *same && is->rows > 0;
	pgsql_trip_end(p, &trip);
	return outcome;
}

static enum upshot
deliver_work(struct pgsql *p, struct pgsql_job *job)
{
	const struct delivering *delivering = job->argument;
	enum upshot outcome = PGSQL_DONE;
	bool same = job->unsure;

	for (size_t i = 0;
	     job->unsure && outcome == PGSQL_DONE && i < delivering->count; i++)
		outcome = compare(p, &delivering->rows[i], &same);
	if (outcome != PGSQL_DONE || same)
		return outcome;
	return write_rows(p, delivering);
}

enum stored
pgsql_deliver(struct store *store, const struct stored_delivery *was,
    const struct stored_delivery *rows, size_t count)
{
	struct delivering delivering = {was, rows, count};
	struct pgsql_job job = {.work = deliver_work,
	    .argument = &delivering,
	    .name = "deliver",
	    .writes = true};
	enum stored stored;

	if (!delivery_sound(was, rows, count))
		return STORED_UNABLE;
	stored = pgsql_run((struct pgsql *)store, &job);
	return delivery_outcome(stored, job.unsure);
}
