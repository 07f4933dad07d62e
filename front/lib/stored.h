/* SPDX-License-Identifier: ISC */
#ifndef FRONT_LIB_STORED_H
#define FRONT_LIB_STORED_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct client;
struct reply;
struct service;

/* The client of this id, the arena's, unless it has expired.  NULL, and *found
 * says whether there is one; or the 503: a store that cannot be read says nothing
 * about clients. */
struct reply *stored_client(const struct service *service,
    const char *client_id, int64_t now, struct arena *arena, struct client *out,
    bool *found);

/* The same, be it expired or not. */
struct reply *stored_kept(const struct service *service, const char *client_id,
    struct arena *arena, struct client *out, bool *found);

/* The 503 of a store that cannot be read, or cannot be written to. */
struct reply *stored_unread(struct arena *arena);
struct reply *stored_unwritten(struct arena *arena);

#endif
