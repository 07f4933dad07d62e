/* SPDX-License-Identifier: ISC */
/* Counts what requests came to, and says who may read that. */
#include "front/metrics/metrics.h"

#include <stdlib.h>
#include <string.h>

#include "front/lib/reply.h"
#include "front/lib/served.h"
#include "front/metrics/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/net/prefix.h"
#include "kit/request.h"
#include "kit/spent.h"

static void
close_metrics(void *closed)
{
	struct metrics *metrics = closed;

	tally_file_close(&metrics->file);
	free(metrics->stored);
}

struct metrics *
metrics_open(const struct config *config, struct arena *arena)
{
	struct metrics *metrics;

	if (config->metrics == NULL)
		return NULL;
	metrics = arena_alloc(arena, sizeof(*metrics));
	metrics->config = config;
	tally_file_open(&metrics->file, config->cache, arena);
	arena_defer(arena, close_metrics, metrics);
	return metrics;
}

/* Counts each of the ids, which have commas between them. */
static void
count_rules(struct tallies *tallies, const char *rules)
{
	char id[TALLY_FIRST + 1];

	while (*rules != '\0') {
		const size_t length = strcspn(rules, ",");
		const size_t kept =
		    length < sizeof(id) ? length : sizeof(id) - 1;

		memcpy(id, rules, kept);
		id[kept] = '\0';
		tally_add(&tally_slot(tallies, SLOT_RULE, id, "", 0)
			       ->histogram.counts[0],
		    1);
		rules += length + (rules[length] == ',');
	}
}

static void
count_spent(struct tallies *tallies, const struct spent *spent)
{
	if (spent->store_us > 0)
		tally_time(&tallies->store, spent->store_us);
	if (spent->fetches > 0) {
		tally_time(&tallies->fetch, spent->fetch_us);
		tally_add(&tallies->fetches, spent->fetches);
		tally_add(&tallies->fetches_failed, spent->fetches_failed);
	}
	if (spent->ocsp > 0) {
		tally_add(&tallies->ocsp, spent->ocsp);
		tally_add(&tallies->ocsp_failed, spent->ocsp_failed);
	}
}

static struct histogram *
histogram_of(struct metrics *metrics, const char *endpoint, const char *outcome,
    int status)
{
	return &tally_slot(metrics->file.tallies, SLOT_REQUESTS, endpoint,
	    outcome, (uint32_t)status)
		    ->histogram;
}

/* Most of all answers by far are the same one. */
static struct histogram *
histogram_without_outcome(
    struct metrics *metrics, const char *endpoint, int status)
{
	if (metrics->last.endpoint != endpoint ||
	    metrics->last.status != status) {
		metrics->last.endpoint = endpoint;
		metrics->last.status = status;
		metrics->last.histogram =
		    histogram_of(metrics, endpoint, "ok", status);
	}
	return metrics->last.histogram;
}

void
metrics_count(struct metrics *metrics, const struct served *served)
{
	const struct reply *reply = served->reply;
	struct histogram *histogram;

	if (metrics == NULL)
		return;
	if (reply->outcome == NULL)
		histogram = histogram_without_outcome(
		    metrics, served->endpoint, reply->status);
	else
		histogram = histogram_of(
		    metrics, served->endpoint, reply->outcome, reply->status);
	tally_time(histogram, served->microseconds);
	if (reply->rules != NULL)
		count_rules(metrics->file.tallies, reply->rules);
	count_spent(metrics->file.tallies, served->spent);
}

void
metrics_reloaded(struct metrics *metrics, bool good)
{
	struct tallies *tallies;

	if (metrics == NULL)
		return;
	tallies = metrics->file.tallies;
	tally_add(good ? &tallies->reloads : &tallies->reloads_failed, 1);
	atomic_store_explicit(
	    &tallies->reload_failed, !good, memory_order_relaxed);
}

/* What was counted in a file that is gone is gone with it. */
void
metrics_rest(struct metrics *metrics)
{
	struct arena *arena;
	struct tally_file file;

	if (metrics == NULL || tally_file_stands(&metrics->file))
		return;
	arena = arena_new();
	tally_file_open(&file, metrics->config->cache, arena);
	if (file.shared || metrics->file.shared) {
		file.path = metrics->file.path;
		tally_file_close(&metrics->file);
		metrics->file = file;
		metrics->last.endpoint = NULL;
	} else
		tally_file_close(&file);
	arena_free(arena);
}

/* A proxy in front of the web server would lend its address to everybody who
 * comes through it: it says that it is one. */
const char *
metrics_stranger(const struct service *service, const struct request *request)
{
	const struct config_metrics *allowed = service->config->metrics;

	if (request->forwarded)
		return "a proxy has handed this on (Forwarded, "
		       "X-Forwarded-For, X-Real-IP or Via): peers of metrics "
		       "ask the web server itself";
	for (size_t i = 0; i < allowed->count; i++)
		if (prefix_has(&allowed->peers[i], request->peer))
			return NULL;
	return "the address of the peer is not in metrics.peers";
}
