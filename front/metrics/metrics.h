/* SPDX-License-Identifier: ISC */
#ifndef FRONT_METRICS_METRICS_H
#define FRONT_METRICS_METRICS_H

#include <stdbool.h>

#include "front/lib/service.h"

struct served;

/*
 * What the requests of all processes came to, for Prometheus, and whether dcr is
 * alive and ready.
 *
 * The counters are in one file of the cache folder, METRICS_FILE, that every
 * process maps: to count costs no system call and no lock.  Where the file
 * cannot be had, or is not ours, a process counts in memory of its own, and says
 * so: nothing that is wrong with it stops a request.
 */
#define METRICS_FILE "metrics.counters"

/* NULL where dcr.conf has no "metrics".  The arena's; config must outlive it. */
struct metrics *metrics_open(const struct config *config, struct arena *arena);

/* Counts a request.  With NULL there is nothing to do, here and below. */
void metrics_count(struct metrics *metrics, const struct served *served);

/* Counts that a changed configuration was taken (`good`) or refused. */
void metrics_reloaded(struct metrics *metrics, bool good);

/* Called now and then, between two requests: looks whether the file is still
 * the one that others count in. */
void metrics_rest(struct metrics *metrics);

/* NULL: who asks is one of metrics.peers; else why not, for the log (static).
 * Where dcr.conf has no "metrics" nobody asks. */
const char *metrics_stranger(
    const struct service *service, const struct request *request);

/* GET /metrics, /health and /ready, for those peers alone: for everybody else
 * there are no such paths. */
handler metrics_get, health_get, ready_get;

#endif
