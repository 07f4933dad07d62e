/* SPDX-License-Identifier: ISC */
/* The rows of lanes: events that could not be delivered so far. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "commands/deliver/private.h"
#include "kit/monotonic.h"

void
lane_keep(struct lanes *lanes, struct lane *lane, const char *key,
    const char *event, const char *answer, int64_t milliseconds, bool parked)
{
	const int64_t now = time(NULL);
	struct ledger_lane *row = &lane->row;

	if (!lane->kept) {
		lanes->kept++;
		row->since = now;
		row->attempts = 0;
	} else
		lanes->parked -= row->parked;
	lane->kept = true;
	if (key != row->key)
		memcpy(row->key, key, sizeof(row->key));
	if (event != row->event)
		(void)snprintf(row->event, sizeof(row->event), "%s", event);
	(void)snprintf(row->answer, sizeof(row->answer), "%s", answer);
	row->attempts++;
	row->parked = parked;
	lanes->parked += parked;
	row->next = parked ? 0 : now + (milliseconds + 999) / 1000;
	lane->due = monotonic_deadline(milliseconds);
	if (!parked && lane->due < lanes->earliest)
		lanes->earliest = lane->due;
	lane_soil(lanes, lane);
}

void
lane_drop(struct lanes *lanes, struct lane *lane)
{
	if (!lane->kept)
		return;
	lane->kept = false;
	lanes->kept--;
	lanes->parked -= lane->row.parked;
	lane->row.parked = false;
	lane_soil(lanes, lane);
}

static bool
take(void *context, const struct ledger_lane *row)
{
	struct lanes *lanes = context;
	struct lane *lane = lane_of(lanes, row->client_id);
	const int64_t wait = row->next - time(NULL);

	lane->seen = lanes->looks;
	if (lane->dirty || lane->busy)
		return true;
	lanes->kept += !lane->kept;
	lanes->parked -= lane->kept && lane->row.parked;
	lane->kept = true;
	lane->row = *row;
	lane->row.client_id = lane->client_id;
	lanes->parked += row->parked;
	lane->due = monotonic_deadline(wait > 0 ? wait * 1000 : 0);
	if (!row->parked && lane->due < lanes->earliest)
		lanes->earliest = lane->due;
	return true;
}

/* A row that is in the store no more. */
static void
forget_unseen(void *context, struct lane *lane)
{
	struct lanes *lanes = context;

	if (lane->seen == lanes->looks || lane->dirty || lane->busy)
		return;
	lane->kept = false;
	lanes->kept--;
	lanes->parked -= lane->row.parked;
	lane_forget(lanes, lane);
}

enum stored
lane_load(struct lanes *lanes, struct store *store, const char *name)
{
	enum stored stored;

	lanes->looks++;
	stored = ledger_lanes(store, name, take, lanes);
	if (stored == STORED_OK)
		lane_each_kept(lanes, forget_unseen, lanes);
	return stored;
}
