/* SPDX-License-Identifier: ISC */
#ifndef PAGES_CLIENTS_H
#define PAGES_CLIENTS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "store/store.h"

struct arena;
struct profile;
struct ranking;

/* How many clients there are, in which state, and whose. */
struct census {
	int64_t clients;
	int64_t states[CLIENT_STATES]; /* by enum client_state */
	struct ranking *organisations; /* the slots are the states */
};

enum stored census_read(struct store *store, struct arena *arena,
    const struct profile *profile, struct census *out);

/* The organisations as a table, those with the most clients first. */
void census_put(FILE *out, const struct census *census);

/* A client's organisation, its software_id, and since when it is as it is: a
 * row of a table that clients_begin() has begun and clients_end() ends.  With
 * `link` the client_id leads to the page of the client. */
void clients_begin(FILE *out, const char *caption);
void clients_row(FILE *out, const struct profile *profile,
    const struct client *client, bool link);
void clients_end(FILE *out);

/* The state in which the client is now, as a tag. */
void clients_state(FILE *out, const struct client *client);

/* A table of all clients in the order of their client_ids, `most` at most, or
 * of the suspended ones alone. */
enum stored clients_put(FILE *out, struct store *store,
    const struct profile *profile, bool suspended, int64_t most);

#endif
