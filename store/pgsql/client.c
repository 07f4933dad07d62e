/* SPDX-License-Identifier: ISC */
/*
 * Locks, adds, replaces and removes a client, as a part of a change, and looks
 * whether that has happened; change.c explains the locks.
 */
#include <string.h>

#include "kit/arena.h"
#include "store/pgsql/private.h"

void
pgsql_lock_software(struct pgsql_trip *trip, const char *software)
{
	pgsql_text(pgsql_step(trip, LOCK_SOFTWARE), software);
}

/* Nobody else can change the client meanwhile. */
enum upshot
pgsql_find_client(struct pgsql *p, const struct stored_change *change,
    struct arena *arena, struct client *old)
{
	struct pgsql_values values = {.count = 0};
	PGresult *result;
	enum upshot outcome;
	int64_t version;

	pgsql_text(&values, change->client->client_id);
	outcome = pgsql_ask(p, FIND_CLIENT, &values, &result);
	if (outcome != PGSQL_DONE)
		return outcome;
	if (p->pq->rows(result) == 0)
		outcome = PGSQL_MISSING;
	else if (!pgsql_get_number(p, result, 0, 0, &version) ||
		 !pgsql_get_text(p, result, 0, 1, arena, &old->software))
		outcome = PGSQL_FAILED;
	else
		old->version = (uint64_t)version;
	p->pq->clear(result);
	return outcome;
}

static void
lock_both(struct pgsql_trip *trip, const char *one, const char *other)
{
	const int order = strcmp(one, other);

	pgsql_lock_software(trip, order <= 0 ? one : other);
	if (order != 0)
		pgsql_lock_software(trip, order <= 0 ? other : one);
}

void
pgsql_lock_change(struct pgsql_trip *trip, const struct stored_change *change,
    const struct client *old)
{
	if (change->kind == CHANGE_ADD)
		pgsql_lock_software(trip, change->client->software);
	else if (change_is_of_old(change))
		lock_both(trip, old->software,
		    change->kind == CHANGE_REPLACE ? change->client->software
						   : old->software);
}

static void
add_client(struct pgsql_trip *trip, const struct client *client, int64_t now)
{
	struct pgsql_values *claim = pgsql_step(trip, CLAIM_SOFTWARE);

	pgsql_text(claim, client->software);
	pgsql_number(claim, now);
	pgsql_put_client(
	    pgsql_step_or(trip, INSERT_CLIENT, CLASH_CLIENT_ID), client, 1);
}

static void
remove_client(struct pgsql_trip *trip, const struct client *client,
    const struct client *old)
{
	struct pgsql_values *values =
	    pgsql_step_or(trip, DELETE_CLIENT, CLASH_VERSION);

	pgsql_text(values, client->client_id);
	pgsql_number(values, (int64_t)client->version);
	pgsql_text(pgsql_step(trip, FORGET_SOFTWARE), old->software);
}

void
pgsql_write_client(struct pgsql_trip *trip, const struct stored_change *change,
    const struct client *old)
{
	const struct client *client = change->client;
	struct pgsql_values *values;

	if (change->kind == CHANGE_ADD)
		add_client(trip, client, change->now);
	if (change->kind == CHANGE_REMOVE)
		remove_client(trip, client, old);
	if (change->kind != CHANGE_REPLACE)
		return;
	values = pgsql_step_or(trip, UPDATE_CLIENT, CLASH_VERSION);
	pgsql_put_client(values, client, client->version + 1);
	pgsql_number(values, (int64_t)client->version);
}

/* Of the software of a client that is added: whether one that it has is
 * suspended, and whether it has any. */
static enum upshot
claim(struct pgsql *p, const struct pgsql_step *step,
    const struct stored_change *change, enum stored_clash *clash)
{
	bool suspended, any;

	if (!pgsql_get_truth(p, step->result, 0, 0, &suspended) ||
	    !pgsql_get_truth(p, step->result, 0, 1, &any))
		return PGSQL_FAILED;
	if (suspended)
		*clash = CLASH_SUSPENDED;
	else if (any && change->software_once)
		*clash = CLASH_SOFTWARE;
	return PGSQL_DONE;
}

enum upshot
pgsql_clashes(struct pgsql *p, const struct pgsql_trip *trip,
    struct stored_change *change)
{
	enum stored_clash clash = CLASH_NONE;

	for (int i = 0; i < trip->count && trip->steps[i].rows >= 0; i++) {
		const struct pgsql_step *step = &trip->steps[i];

		if (step->rows == 0)
			clash = step->clash;
		else if (step->statement == CLAIM_SOFTWARE &&
			 claim(p, step, change, &clash) != PGSQL_DONE)
			return PGSQL_FAILED;
		if (clash == CLASH_NONE)
			continue;
		change->clash = clash;
		change->full = step->which;
		return PGSQL_CLASH;
	}
	return PGSQL_DONE;
}

enum upshot
pgsql_is_written(struct pgsql *p, const struct stored_change *change,
    struct arena *arena, bool *happened)
{
	const struct client *client = change->client;
	struct pgsql_trip trip = {.count = 0};
	struct client old;
	enum upshot outcome;

	if (change->kind == CHANGE_REMOVE) {
		outcome = pgsql_find_client(p, change, arena, &old);
		*happened = outcome == PGSQL_MISSING;
		return *happened ? PGSQL_DONE : outcome;
	}
	pgsql_lock_software(&trip, client->software);
	pgsql_put_client(pgsql_step(&trip, SAME_CLIENT), client,
	    change->kind == CHANGE_ADD ? 1 : client->version + 1);
	outcome = pgsql_go(p, &trip);
	*happened = trip.steps[1].rows > 0;
	pgsql_trip_end(p, &trip);
	return outcome;
}
