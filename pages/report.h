/* SPDX-License-Identifier: ISC */
#ifndef PAGES_REPORT_H
#define PAGES_REPORT_H

#include <stdint.h>
#include <stdio.h>

#include "store/store.h"

struct arena;
struct config;
struct json;
struct profile;

/* What a report is made of. */
struct report {
	const struct config *config;
	const struct profile *profile;
	struct store *store;
	const struct json *told; /* the configuration, as anybody may read it */
	int64_t since, until, now;
	int64_t clients; /* that are listed, at most */
};

/*
 * A page to be handed over: the clients and their state, what was refused by
 * which rule and to whom, what the bank's own validators did, the rules in
 * force, the configuration and the program.  It is written as it is read, so
 * that a store of any size can be reported on.  When the store fails on the
 * way the page ends where it is.
 */
enum stored report_put(
    FILE *out, struct arena *arena, const struct report *report);

#endif
