/* SPDX-License-Identifier: ISC */
#ifndef DELIVER_MAPPING_H
#define DELIVER_MAPPING_H

#include <stdbool.h>

#include "deliver/courier.h"
#include "kit/net/fetch.h"

struct arena;
struct exchange;
struct exchanged;
struct json;

/*
 * A mapping is a file that says how one product's administration is told of a
 * client: which requests, in which order, made of which members, and what each
 * answer means (docs/deliver/README, docs/mapping.schema.json).  No product is
 * known to the program.
 */
struct mapping;

/* Reads the file; `values` are those of dcr.conf, an object of strings, or
 * NULL.  NULL and *why, one line that names the file and the key, when a word
 * in it is not known, a member of clients is not spoken of, or a value is
 * missing.  All of it is the arena's. */
const struct mapping *mapping_read(struct arena *arena, const char *path,
    const struct json *values, const char **why);

/* Makes one request; the URI is what comes behind the address of the server:
 * "/path?query".  As exchange_make() of kit/net/exchange.h. */
struct mapping_caller {
	enum fetched (*make)(void *context, const struct exchange *what,
	    struct arena *arena, struct exchanged *out, const char **why);
	void *context;
};

/* Takes an event there, in as many requests as the mapping has for it.  It may
 * be sent again after any of them: each says what is, and none what changes. */
void mapping_send(const struct mapping *mapping, const struct json *event,
    const struct mapping_caller *caller, struct arena *arena, struct sent *out);

/* As courier_can_list() and courier_list(). */
bool mapping_can_list(const struct mapping *mapping);
bool mapping_list(const struct mapping *mapping,
    const struct mapping_caller *caller,
    bool (*each)(void *context, const struct courier_known *known),
    void *context, struct arena *arena, const char **why);

#endif
