/* SPDX-License-Identifier: ISC */
#ifndef KIT_SPENT_H
#define KIT_SPENT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What the world took of the request in hand: how long was waited for what is
 * fetched and for the store, and how that went.  A process serves one request
 * at a time, so that there is one of these in a process, without a lock.
 */
struct spent {
	int64_t fetch_us, store_us;	  /* microseconds */
	unsigned fetches, fetches_failed; /* those of OCSP are among them */
	unsigned ocsp, ocsp_failed;	  /* answers that were asked for; those
					     that did not come, or do not count */
};

/* A request begins: nothing was spent on it. */
void spent_begin(void);

/* What was spent since; it goes on to be counted in. */
const struct spent *spent_now(void);

/* Whoever has waited says so: since when, as monotonic_now() tells moments. */
void spent_fetch(int64_t since, bool failed);
void spent_store(int64_t since);

/* A responder was asked, whose fetch is counted already. */
void spent_ocsp(bool failed);

#endif
