/* SPDX-License-Identifier: ISC */
/* What follows when an event was delivered, or was not. */
#include <string.h>
#include <time.h>

#include "commands/deliver/private.h"
#include "deliver/refused.h"
#include "kit/arena.h"
#include "kit/conf/config_receivers.h"
#include "kit/log.h"
#include "kit/monotonic.h"

enum {
	FIRST = 100,	      /* milliseconds until the next try */
	MOST = 60000,	      /* until any later one */
	PARKED_AFTER = 86400, /* seconds of failing on end */
	FAILURES = 4 /* different events on end: it is not the events */
};

/* Doubles with each try, and is between half of that and all of it. */
static int64_t
back_off(int64_t tries)
{
	int64_t wait = FIRST;

	while (tries-- > 1 && wait < MOST)
		wait *= 2;
	if (wait > MOST)
		wait = MOST;
	return wait / 2 + monotonic_now() / 1000 % (wait / 2);
}

static int64_t
greater(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

void
outcome_answers(struct manager *manager)
{
	if (manager->row.failing_since != 0)
		log_line("deliver: %s: answers again", manager->receiver->name);
	manager->row.failing_since = 0;
	manager->row.last_error = NULL;
}

void
outcome_away(struct manager *manager, const char *words)
{
	if (manager->row.failing_since != 0)
		return;
	manager->row.failing_since = time(NULL);
	manager->row.last_error = arena_strdup(manager->row_arena, words);
	manager->settle_at = 0;
	log_line("deliver: %s: is away, and all waits for it: %s",
	    manager->receiver->name, words);
}

static void
came_back(struct manager *manager)
{
	manager->away = manager->failures = 0;
	manager->away_until = 0;
	outcome_answers(manager);
}

static void
went_away(struct manager *manager, const struct sent *sent)
{
	manager->away++;
	manager->away_until =
	    monotonic_deadline(greater(sent->after, back_off(manager->away)));
	outcome_away(manager, sent->words);
}

/* The event goes back to where it was. */
static void
put_back(struct manager *manager, struct lane *lane, struct item *item)
{
	if (item == NULL)
		manager->lanes.earliest = lane->due;
	else if (lane->waiting == NULL)
		lane->waiting = item;
	else
		item->settled = true;
}

static void
delivered(struct manager *manager, struct lane *lane, struct item *item)
{
	came_back(manager);
	manager->delivered++;
	if (item != NULL)
		item->settled = true;
	else if (strcmp(lane->row.key, lane->flying_key) == 0)
		lane_drop(&manager->lanes, lane);
	else
		lane->due = manager->lanes.earliest = monotonic_now();
}

/* The event that was under way goes into the lane's row, unless a newer one is
 * there, or waits, that says more. */
static void
keep(struct manager *manager, struct lane *lane, struct item *item,
    const struct sent *sent, bool parked)
{
	const bool fresh = item != NULL;
	const int64_t tries = fresh ? 1 : lane->row.attempts + 1;
	const int64_t wait = greater(sent->after, back_off(tries));

	if (fresh)
		item->settled = true;
	if (lane->waiting != NULL)
		return;
	if (!fresh && strcmp(lane->row.key, lane->flying_key) != 0) {
		lane->due = manager->lanes.earliest = monotonic_now();
		return;
	}
	if (!fresh && time(NULL) - lane->row.since >= PARKED_AFTER)
		parked = true;
	lane_keep(&manager->lanes, lane, lane->flying_key,
	    fresh ? item->event : lane->row.event, sent->words, wait, parked);
	if (parked)
		log_line("deliver: %s: event %s of client %s is parked: %s",
		    manager->receiver->name, lane->flying_key, lane->client_id,
		    sent->words);
}

static void
failed(struct manager *manager, struct lane *lane, struct item *item,
    const struct sent *sent)
{
	unsigned most = manager->receiver->lanes;

	if (most < FAILURES)
		most = FAILURES;
	if (item != NULL && ++manager->failures >= most) {
		put_back(manager, lane, item);
		went_away(manager, sent);
	} else
		keep(manager, lane, item, sent, false);
}

/* What cannot be put on record is sent, and refused, once more. */
static void
was_refused(struct manager *manager, struct lane *lane, struct item *item,
    const struct sent *sent)
{
	const bool on_record =
	    refused(manager->store, manager->profile, manager->receiver,
		lane->client_id, lane->flying_key, sent->words,
		time(NULL)) == STORED_OK;

	came_back(manager);
	keep(manager, lane, item, sent, on_record);
}

void
outcome_take(
    struct manager *manager, struct worker *worker, const struct sent *sent)
{
	struct lane *lane = worker->lane;
	struct item *item = lane->flying;

	worker->lane = NULL;
	manager->under_way--;
	lane->busy = false;
	lane->flying = NULL;
	switch (sent->as) {
	case SENT_DONE:
		delivered(manager, lane, item);
		break;
	case SENT_REFUSED:
		was_refused(manager, lane, item, sent);
		break;
	case SENT_AWAY:
		put_back(manager, lane, item);
		went_away(manager, sent);
		break;
	default:
		failed(manager, lane, item, sent);
	}
	lane_wait(&manager->lanes, lane);
	lane_forget(&manager->lanes, lane);
}
