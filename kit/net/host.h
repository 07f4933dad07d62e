/* SPDX-License-Identifier: ISC */
#ifndef KIT_NET_HOST_H
#define KIT_NET_HOST_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "kit/net/cache.h"

struct arena;

/*
 * A host that is fetched from, as all processes that share the cache folder see
 * it.
 *
 * At most one process waits for a host, and the others go on without an answer;
 * a process that comes while the first has just begun gives the host a moment,
 * since most hosts answer within that.  When a host does not answer at all,
 * nobody asks it again for LIMIT_KEYS_FAILURE_SECONDS from then on.
 */
struct host {
	struct cached cache; /* .failed, by the host's name */
	int lock;	     /* -1: none could be had */
	time_t now;
	int64_t begun; /* by monotonic_now() */
};

/* The part "https://host:port" of a URI, which ends where path or query
 * begin. */
const char *host_origin(const char *uri, struct arena *arena);

/* May the host be asked now?  False and *why (the arena's) when it may not. */
bool host_enter(struct host *host, const char *directory, const char *uri,
    time_t now, struct arena *arena, const char **why);

/* The caller's clock as of now: a fetch counts as failed from when it ended. */
time_t host_time(const struct host *host);

/* Leaves a host that was entered.  Did it answer, whatever it said? */
void host_leave(struct host *host, bool answered);

#endif
