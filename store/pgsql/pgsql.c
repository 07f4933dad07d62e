/* SPDX-License-Identifier: ISC */
/* Opens and closes a store of PostgreSQL, and reads one client of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "store/pgsql/private.h"

/* Behind "postgresql:" there is "KEY=VALUE ..." or "//HOST/...", and the latter
 * is a URI with these letters before it. */
static struct store *
open_place(const char *place, struct arena *arena, const char **why)
{
	const char *scheme = strncmp(place, "//", 2) == 0 ? "postgresql:" : "";
	struct pgsql *p;

	if (!pgsql_takes(arena, place)) {
		*why =
		    "store: libpq does not take what follows postgresql: "
		    "(KEY=VALUE ... or //HOST/...; not repeated here, it may "
		    "hold a password)";
		return NULL;
	}
	p = calloc(1, sizeof *p);
	if (p == NULL || asprintf(&p->conninfo, "%s%s", scheme, place) < 0) {
		*why = "out of memory";
		free(p);
		return NULL;
	}
	p->store.ops = &store_postgresql;
	return &p->store;
}

static void
close_store(struct store *store)
{
	struct pgsql *p = (struct pgsql *)store;

	pgsql_drop(p);
	if (p->options != NULL)
		p->pq->parse_free(p->options);
	free(p->conninfo);
	free(p);
}

struct getting {
	const char *client_id;
	const struct stored_spent *spent; /* NULL: it is not asked about */
	int64_t now;
	struct arena *arena;
	struct client *out;
};

static enum upshot
read_client(struct pgsql *p, const struct getting *getting,
    const struct pgsql_step *step)
{
	if (step->rows == 0)
		return PGSQL_MISSING;
	return pgsql_get_client(
		   p, step->result, 0, getting->arena, getting->out)
		   ? PGSQL_DONE
		   : PGSQL_FAILED;
}

/* Both questions go together. */
static enum upshot
get_work(struct pgsql *p, struct pgsql_job *job)
{
	const struct getting *getting = job->argument;
	const struct stored_spent *spent = getting->spent;
	struct pgsql_trip trip = {.count = 0};
	enum upshot outcome;

	pgsql_text(pgsql_step(&trip, GET_CLIENT), getting->client_id);
	if (spent != NULL) {
		struct pgsql_values *is = pgsql_step(&trip, IS_SPENT);

		pgsql_put_name(is, getting->arena, spent->issuer, spent->jti);
		pgsql_number(is, getting->now);
	}
	outcome = pgsql_go(p, &trip);
	if (outcome == PGSQL_DONE && spent != NULL && trip.steps[1].rows > 0)
		outcome = PGSQL_CLASH;
	if (outcome == PGSQL_DONE)
		outcome = read_client(p, getting, &trip.steps[0]);
	pgsql_trip_end(p, &trip);
	return outcome;
}

static enum stored
get_client(struct store *store, const char *client_id, struct arena *arena,
    struct client *out)
{
	struct getting getting = {client_id, NULL, 0, arena, out};
	struct pgsql_job job = {
	    .work = get_work, .argument = &getting, .name = "get"};

	return pgsql_run((struct pgsql *)store, &job);
}

static enum stored
get_unspent(struct store *store, const char *client_id,
    const struct stored_spent *spent, int64_t now, struct arena *arena,
    struct client *out)
{
	struct getting getting = {client_id, spent, now, arena, out};
	struct pgsql_job job = {
	    .work = get_work, .argument = &getting, .name = "get"};

	return pgsql_run((struct pgsql *)store, &job);
}

/* Without a round trip there is nothing that all processes of all machines
 * could look at. */
static uint64_t
generation(struct store *store)
{
	(void)store;
	return 0;
}

const struct store_ops store_postgresql = {
    .name = "postgresql",
    .open = open_place,
    .close = close_store,
    .change = pgsql_change,
    .get = get_client,
    .spent = pgsql_spent,
    .get_unspent = get_unspent,
    .generation = generation,
    .limit = pgsql_limit,
    .rows = pgsql_rows,
    .seal = pgsql_seal,
    .deliver = pgsql_deliver,
    .prune = pgsql_prune,
    .load = pgsql_load,
    .publish = pgsql_publish,
    .unpublish = pgsql_unpublish,
    .published = pgsql_published,
    .snapshot = pgsql_snapshot,
    .figures = pgsql_figures,
    .glance = pgsql_glance,
    .examine = pgsql_examine,
    .migrate = pgsql_migrate,
    .shown = pgsql_shown,
};
