/* SPDX-License-Identifier: ISC */
/* GET /metrics: the text format of Prometheus, 0.0.4. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "front/lib/reply.h"
#include "front/metrics/metrics.h"
#include "front/metrics/private.h"
#include "kit/arena.h"

#define MICROSECONDS UINT64_C(1000000)

void
scrape_begin(FILE *out, const char *name, const char *type, const char *help)
{
	fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* A value in which what would end it is escaped. */
static void
write_value(FILE *out, const char *value)
{
	for (; *value != '\0'; value++)
		if (*value == '\n')
			fputs("\\n", out);
		else if (*value == '"' || *value == '\\')
			fprintf(out, "\\%c", *value);
		else
			fputc(*value, out);
}

void
scrape_labels(FILE *out, const char *name, const char *const *labels)
{
	fputs(name, out);
	for (size_t i = 0; labels != NULL && labels[i] != NULL; i += 2) {
		fprintf(out, "%s%s=\"", i == 0 ? "{" : ",", labels[i]);
		write_value(out, labels[i + 1]);
		fputs(labels[i + 2] == NULL ? "\"}" : "\"", out);
	}
	fputc(' ', out);
}

void
scrape_number(
    FILE *out, const char *name, const char *const *labels, int64_t value)
{
	scrape_labels(out, name, labels);
	fprintf(out, "%" PRId64 "\n", value);
}

static void
count(FILE *out, const char *name, const char *help, tally *value)
{
	scrape_begin(out, name, "counter", help);
	fprintf(out, "%s %" PRIu64 "\n", name,
	    atomic_load_explicit(value, memory_order_relaxed));
}

static uint64_t
total(const struct counted *counted)
{
	uint64_t all = 0;

	for (size_t i = 0; i <= TALLY_BOUNDS; i++)
		all += counted->counts[i];
	return all;
}

/* What one endpoint's requests took, or all of them. */
static void
write_histogram(FILE *out, const char *name, const char *endpoint,
    const struct counted *counted)
{
	const char *label = endpoint != NULL ? "endpoint" : "le";
	char bound[24];
	uint64_t below = 0;

	for (size_t i = 0; i <= TALLY_BOUNDS; i++) {
		below += counted->counts[i];
		if (i < TALLY_BOUNDS)
			(void)snprintf(bound, sizeof(bound), "%g",
			    (double)tally_bounds[i] / (double)MICROSECONDS);
		else
			memcpy(bound, "+Inf", sizeof("+Inf"));
		fprintf(out, "%s_bucket", name);
		scrape_labels(out, "",
		    (const char *[]){label, endpoint != NULL ? endpoint : bound,
			endpoint != NULL ? "le" : NULL, bound, NULL});
		fprintf(out, "%" PRIu64 "\n", below);
	}
	for (int i = 0; i < 2; i++) {
		fprintf(out, "%s_%s", name, i == 0 ? "sum" : "count");
		scrape_labels(out, "",
		    (const char *[]){
			endpoint != NULL ? label : NULL, endpoint, NULL});
		if (i == 0)
			fprintf(out, "%" PRIu64 ".%06" PRIu64 "\n",
			    counted->microseconds / MICROSECONDS,
			    counted->microseconds % MICROSECONDS);
		else
			fprintf(out, "%" PRIu64 "\n", below);
	}
}

static void
write_alone(
    FILE *out, const char *name, const char *help, struct histogram *histogram)
{
	struct counted counted = {.first = ""};

	tally_read(histogram, &counted);
	scrape_begin(out, name, "histogram", help);
	write_histogram(out, name, NULL, &counted);
}

static void
write_requests(FILE *out, const struct counted *all)
{
	static const char name[] = "dcr_requests_total";
	char status[16];

	scrape_begin(out, name, "counter",
	    "Requests answered, by endpoint, outcome and status.");
	for (; all->first != NULL; all++) {
		if (all->kind != SLOT_REQUESTS || total(all) == 0)
			continue;
		(void)snprintf(status, sizeof(status), "%u", all->number);
		scrape_labels(out, name,
		    (const char *[]){"endpoint", all->first, "outcome",
			all->second, "status", status, NULL});
		fprintf(out, "%" PRIu64 "\n", total(all));
	}
}

/* Those of one endpoint lie together. */
static void
write_durations(FILE *out, const struct counted *all)
{
	static const char name[] = "dcr_request_duration_seconds";
	struct counted sum;

	scrape_begin(out, name, "histogram",
	    "Time from a request to its answer, by endpoint.");
	while (all->first != NULL && all->kind == SLOT_REQUESTS) {
		sum = *all;
		while ((++all)->first != NULL && all->kind == SLOT_REQUESTS &&
		       strcmp(all->first, sum.first) == 0) {
			for (size_t i = 0; i <= TALLY_BOUNDS; i++)
				sum.counts[i] += all->counts[i];
			sum.microseconds += all->microseconds;
		}
		if (total(&sum) > 0)
			write_histogram(out, name, sum.first, &sum);
	}
}

static void
write_refusals(FILE *out, const struct counted *all)
{
	static const char name[] = "dcr_refusals_total";

	scrape_begin(out, name, "counter",
	    "Requests that a rule refused, or could not judge; a request may "
	    "break several.");
	for (; all->first != NULL; all++) {
		if (all->kind != SLOT_RULE || total(all) == 0)
			continue;
		scrape_labels(
		    out, name, (const char *[]){"rule", all->first, NULL});
		fprintf(out, "%" PRIu64 "\n", total(all));
	}
}

static void
write_world(FILE *out, struct tallies *tallies)
{
	write_alone(out, "dcr_request_fetch_seconds",
	    "Time that a request waited for what it fetched, of requests that "
	    "fetched.",
	    &tallies->fetch);
	write_alone(out, "dcr_request_store_seconds",
	    "Time that a request waited for the store, of requests that asked "
	    "it.",
	    &tallies->store);
	count(out, "dcr_fetches_total", "Fetches over the network.",
	    &tallies->fetches);
	count(out, "dcr_fetch_failures_total", "Fetches that failed.",
	    &tallies->fetches_failed);
	count(out, "dcr_ocsp_requests_total", "Questions to OCSP responders.",
	    &tallies->ocsp);
	count(out, "dcr_ocsp_failures_total",
	    "Questions to OCSP responders without an answer that counts.",
	    &tallies->ocsp_failed);
	count(out, "dcr_reloads_total",
	    "Changed configurations that a process has taken.",
	    &tallies->reloads);
	count(out, "dcr_reload_failures_total",
	    "Changed configurations that a process has refused.",
	    &tallies->reloads_failed);
}

void
scrape_counters(FILE *out, struct metrics *metrics, struct arena *arena)
{
	struct tallies *tallies = metrics->file.tallies;
	const struct counted *all = tally_list(tallies, arena);

	write_requests(out, all);
	write_durations(out, all);
	write_refusals(out, all);
	write_world(out, tallies);
	scrape_begin(out, "dcr_reload_failed", "gauge",
	    "1: the configuration that was read last is wrong, and an earlier "
	    "one is in force.");
	scrape_number(out, "dcr_reload_failed", NULL,
	    atomic_load_explicit(
		&tallies->reload_failed, memory_order_relaxed) != 0);
	scrape_begin(out, "dcr_counters_shared", "gauge",
	    "1: the counters are those of all processes; 0: of the one that "
	    "answers.");
	scrape_number(out, "dcr_counters_shared", NULL, metrics->file.shared);
	scrape_begin(out, "dcr_counters_since_timestamp_seconds", "gauge",
	    "When the counters began.");
	scrape_number(
	    out, "dcr_counters_since_timestamp_seconds", NULL, tallies->since);
}

static void
free_text(void *text)
{
	free(text);
}

static struct reply *
answer(const struct service *service, struct arena *arena)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	struct reply *reply;

	if (out == NULL)
		abort();
	scrape_counters(out, service->metrics, arena);
	scrape_gauges(out, service, arena);
	scrape_store(out, service, arena);
	if (fclose(out) != 0)
		abort();
	arena_defer(arena, free_text, text);
	reply = reply_json(arena, NULL, text);
	reply->type = "text/plain; version=0.0.4; charset=utf-8";
	return reply;
}

struct reply *
metrics_get(const struct service *service, const struct request *request,
    struct arena *arena)
{
	(void)request;
	metrics_rest(service->metrics);
	return answer(service, arena);
}
