/* SPDX-License-Identifier: ISC */
/*
 * What the text for Prometheus tells of the store.  To count clients, and what
 * waits for a receiver, is a walk over rows: what it found is told again until a
 * hundred times as long has gone by, so that it takes a hundredth of a process's
 * time at most.  The rest is told as it is now.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "deliver/standing.h"
#include "front/lib/service.h"
#include "front/metrics/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"
#include "kit/monotonic.h"
#include "store/lib/rows.h"
#include "store/store.h"

enum { TIMES = 100, LOOKS_ONE_IN = 256, COUNTING_MILLISECONDS = 2000 };
#define REST_MOST INT64_C(600000000000) /* nanoseconds: ten minutes */

static void
tell_figure(void *context, const char *name, int64_t value)
{
	FILE *out = context;
	char metric[64];

	(void)snprintf(metric, sizeof(metric), "dcr_%s", name);
	scrape_begin(out, metric, "gauge",
	    "As dcr stats tells it of the store (dcr(8)).");
	scrape_number(out, metric, NULL, value);
}

struct clients {
	int64_t all, now;
	int64_t states[CLIENT_STATES];
	int64_t deadline;
};

static bool
count_client(void *context, const struct client *client)
{
	struct clients *clients = context;

	clients->all++;
	clients->states[client_state_at(client, clients->now)]++;
	return clients->all % LOOKS_ONE_IN != 0 ||
	       monotonic_left(clients->deadline) > 0;
}

/* There may be too many to be counted while somebody waits: none is told then,
 * and dcr stats counts them. */
static bool
tell_clients(FILE *out, struct store *store)
{
	struct clients clients = {.now = time(NULL),
	    .deadline = monotonic_deadline(COUNTING_MILLISECONDS)};

	if (rows_clients(store, INDEX_SOFTWARE, NULL, count_client, &clients) !=
	    STORED_OK)
		return false;
	if (monotonic_left(clients.deadline) == 0)
		return true;
	tell_figure(out, "clients", clients.all);
	tell_figure(out, "clients_active", clients.states[CLIENT_ACTIVE]);
	tell_figure(out, "clients_suspended", clients.states[CLIENT_SUSPENDED]);
	tell_figure(out, "clients_pending", clients.states[CLIENT_PENDING]);
	tell_figure(out, "clients_expired", clients.states[CLIENT_EXPIRED]);
	return true;
}

/* The numbers of each receiver, which come name by name. */
struct receivers {
	FILE *out;
	const struct config_receiver *receivers;
	const struct standing *standings;
	const char *wanted;
	int64_t number;
};

static void
take_number(void *context, const char *name, int64_t number)
{
	struct receivers *receivers = context;

	if (strcmp(name, receivers->wanted) == 0)
		receivers->number = number;
}

static void
tell_number(void *context, const char *name, int64_t number)
{
	struct receivers *receivers = context;
	char metric[64];

	(void)number;
	(void)snprintf(metric, sizeof(metric), "dcr_receiver_%s", name);
	scrape_begin(receivers->out, metric, "gauge",
	    "As dcr stats tells it of each receiver (dcr(8)).");
	receivers->wanted = name;
	for (size_t i = 0; receivers->receivers[i].name != NULL; i++) {
		standing_numbers(
		    &receivers->standings[i], take_number, receivers);
		scrape_number(receivers->out, metric,
		    (const char *[]){
			"receiver", receivers->receivers[i].name, NULL},
		    receivers->number);
	}
}

static bool
tell_receivers(FILE *out, const struct config *config, struct store *store,
    struct arena *arena)
{
	static const struct standing names = {.known = false};
	const struct config_receiver *all = config->receivers;
	struct standing *standings;
	size_t count = 0;

	while (all[count].name != NULL)
		count++;
	standings = arena_alloc(arena, (count + 1) * sizeof(*standings));
	for (size_t i = 0; i < count; i++)
		if (standing_of(store, all[i].name, time(NULL), arena,
			&standings[i]) != STORED_OK)
			return false;
	struct receivers receivers = {out, all, standings, NULL, 0};
	if (count > 0)
		standing_numbers(&names, tell_number, &receivers);
	return true;
}

/* Half of a walk's figures would look like less: where one cannot be had there
 * are none, and they are asked for again the next time. */
static void
walk(const struct service *service, struct arena *arena)
{
	struct metrics *metrics = service->metrics;
	const int64_t start = monotonic_now();
	int64_t rest;
	FILE *out;

	free(metrics->stored);
	metrics->stored = NULL;
	out = open_memstream(&metrics->stored, &metrics->stored_length);
	if (out == NULL)
		abort();
	const bool told =
	    tell_clients(out, service->store) &&
	    tell_receivers(out, service->config, service->store, arena);
	if (fclose(out) != 0)
		abort();
	metrics->stored_told = told;
	rest = told ? (monotonic_now() - start) * TIMES : 0;
	metrics->stored_until =
	    monotonic_now() + (rest < REST_MOST ? rest : REST_MOST);
}

/* False: the store does not answer. */
static bool
tell_store(FILE *out, const struct service *service, struct arena *arena)
{
	struct metrics *metrics = service->metrics;
	struct store *store = service->store;

	if (store->ops->glance != NULL &&
	    store->ops->glance(store, tell_figure, out) != STORED_OK)
		return false;
	if (metrics->stored == NULL || monotonic_now() >= metrics->stored_until)
		walk(service, arena);
	if (metrics->stored_told)
		(void)fwrite(metrics->stored, 1, metrics->stored_length, out);
	return metrics->stored_told;
}

void
scrape_store(FILE *out, const struct service *service, struct arena *arena)
{
	const bool answers = tell_store(out, service, arena);

	scrape_begin(out, "dcr_store", "gauge", "1, with the kind of store.");
	scrape_number(out, "dcr_store",
	    (const char *[]){"kind", service->store->ops->name, NULL}, 1);
	scrape_begin(out, "dcr_store_answers", "gauge",
	    "1: the store could be counted; 0: it is out of order.");
	scrape_number(out, "dcr_store_answers", NULL, answers);
}
