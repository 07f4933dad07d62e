/* SPDX-License-Identifier: ISC */
/*
 * Locks, adds, replaces and removes a client, as a part of a change; change.c
 * explains the locks.
 */
#include <string.h>

#include "kit/arena.h"
#include "store/pgsql/private.h"

static enum upshot
clash(struct stored_change *change, enum stored_clash clash)
{
	change->clash = clash;
	return PGSQL_CLASH;
}

enum upshot
pgsql_lock_software(struct pgsql *p, const char *software)
{
	struct pgsql_values values = {.count = 0};
	int64_t rows;

	pgsql_text(&values, software);
	return pgsql_do(p, LOCK_SOFTWARE, &values, &rows);
}

/* Nobody else can change the client meanwhile. */
static enum upshot
find_client(struct pgsql *p, const struct stored_change *change,
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

static enum upshot
lock_both(struct pgsql *p, const char *one, const char *other)
{
	const int order = strcmp(one, other);
	enum upshot outcome = pgsql_lock_software(p, order <= 0 ? one : other);

	if (outcome == PGSQL_DONE && order != 0)
		outcome = pgsql_lock_software(p, order <= 0 ? other : one);
	return outcome;
}

enum upshot
pgsql_lock_change(struct pgsql *p, const struct stored_change *change,
    struct arena *arena, struct client *old)
{
	enum upshot outcome;

	if (change->kind == CHANGE_ADD)
		return pgsql_lock_software(p, change->client->software);
	if (!change_is_of_old(change))
		return PGSQL_DONE;
	outcome = find_client(p, change, arena, old);
	if (outcome != PGSQL_DONE)
		return outcome;
	return lock_both(p, old->software,
	    change->kind == CHANGE_REPLACE ? change->client->software
					   : old->software);
}

static enum upshot
claim_software(struct pgsql *p, struct stored_change *change)
{
	struct pgsql_values values = {.count = 0};
	bool suspended, any;
	PGresult *result;
	enum upshot outcome;

	pgsql_text(&values, change->client->software);
	outcome = pgsql_ask(p, CLAIM_SOFTWARE, &values, &result);
	if (outcome != PGSQL_DONE)
		return outcome;
	if (!pgsql_get_truth(p, result, 0, 0, &suspended) ||
	    !pgsql_get_truth(p, result, 0, 1, &any))
		outcome = PGSQL_FAILED;
	else if (suspended)
		outcome = clash(change, CLASH_SUSPENDED);
	else if (any && change->software_once)
		outcome = clash(change, CLASH_SOFTWARE);
	p->pq->clear(result);
	return outcome;
}

enum upshot
pgsql_add_client(struct pgsql *p, struct stored_change *change)
{
	struct pgsql_values values = {.count = 0};
	enum upshot outcome = claim_software(p, change);
	int64_t rows;

	if (outcome != PGSQL_DONE)
		return outcome;
	pgsql_put_client(&values, change->client, 1);
	outcome = pgsql_do(p, INSERT_CLIENT, &values, &rows);
	if (outcome == PGSQL_DONE && rows == 0)
		return clash(change, CLASH_CLIENT_ID);
	return outcome;
}

enum upshot
pgsql_write_client(
    struct pgsql *p, struct stored_change *change, const struct client *old)
{
	const struct client *client = change->client;
	struct pgsql_values values = {.count = 0}, software = {.count = 0};
	const bool removes = change->kind == CHANGE_REMOVE;
	enum upshot outcome;
	int64_t rows;

	if (old->version != client->version)
		return clash(change, CLASH_VERSION);
	if (removes)
		pgsql_text(&values, client->client_id);
	else
		pgsql_put_client(&values, client, client->version + 1);
	pgsql_number(&values, (int64_t)client->version);
	outcome = pgsql_do(
	    p, removes ? DELETE_CLIENT : UPDATE_CLIENT, &values, &rows);
	if (outcome == PGSQL_DONE && rows == 0)
		return clash(change, CLASH_VERSION);
	if (outcome != PGSQL_DONE || !removes)
		return outcome;
	pgsql_text(&software, old->software);
	return pgsql_do(p, FORGET_SOFTWARE, &software, &rows);
}
